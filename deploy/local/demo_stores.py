"""The stores of the demo brands: six of tea, three of fashion, four of retail, three of car.

Names and places are those of streets, not of any business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

from tessera.members.v1 import stores_pb2
from tessera.types.v1 import types_pb2

SHANGHAI, LONDON = "Asia/Shanghai", "Europe/London"
EVERY_DAY = range(1, 8)
DAY = (10 * 60, 22 * 60)
LATE = (10 * 60, 26 * 60)
"""Until 02:00 of the next day."""
OFFICE = (9 * 60, 18 * 60)
SPRING_FESTIVAL = ("2027-02-06", "2027-02-07", "2027-02-08")
BANK_HOLIDAYS = ("2026-12-25", "2026-12-26", "2027-01-01")


class _Place(NamedTuple):
    """A store: degrees times a million, and the minutes of each day when it opens and closes."""

    code: str
    zh: str
    en: str
    city: str
    latitude_e6: int
    longitude_e6: int
    hours: tuple[int, int] = DAY
    closed_from: str = ""


_PLACES = {
    "tea": [
        _Place("store-01", "南京西路店", "West Nanjing Road", "上海", 31_229_600, 121_455_000),
        _Place("store-02", "外滩店", "The Bund", "上海", 31_240_300, 121_490_600, LATE),
        _Place("store-03", "徐家汇店", "Xujiahui", "上海", 31_194_400, 121_436_800),
        _Place("store-04", "西湖店", "West Lake", "杭州", 30_254_000, 120_163_000),
        _Place("store-05", "三里屯店", "Sanlitun", "北京", 39_933_500, 116_454_400, LATE),
        _Place("store-06", "天河店", "Tianhe", "广州", 23_132_100, 113_327_200),
    ],
    "fashion": [
        _Place("fashion-01", "淮海路店", "Huaihai Road", "上海", 31_222_000, 121_470_500),
        _Place("fashion-02", "太古里店", "Taikoo Li", "成都", 30_653_500, 104_083_300),
        _Place("fashion-03", "国贸店", "Guomao", "北京", 39_908_800, 116_458_100),
    ],
    "retail": [
        _Place("retail-01", "考文特花园店", "Covent Garden", "London", 51_511_700, -124_000),
        _Place("retail-02", "坎登店", "Camden", "London", 51_539_000, -142_600),
        _Place("retail-03", "曼彻斯特店", "Manchester", "Manchester", 53_483_000, -2_244_000),
        _Place(
            *("retail-04", "布里斯托店", "Bristol", "Bristol", 51_454_500, -2_587_900),
            closed_from="2026-06-30",
        ),
    ],
    "car": [
        _Place("car-01", "浦东中心", "Pudong Centre", "上海", 31_221_500, 121_544_400, OFFICE),
        _Place("car-02", "望京中心", "Wangjing Centre", "北京", 39_996_000, 116_470_000, OFFICE),
        _Place("car-03", "南山中心", "Nanshan Centre", "深圳", 22_533_000, 113_930_000, OFFICE),
    ],
}


def stores(brand: str) -> Sequence[stores_pb2.Store]:
    """The stores of a demo brand, by code; none of any other brand's."""
    return [_store(brand, place) for place in _PLACES.get(brand, ())]


def home_of(member_id: str) -> types_pb2.Place:
    """Where a person of tea opens the mini-program: up to 4.4 km north of a store."""
    drawn = crc32(member_id.encode())
    near = _PLACES["tea"][drawn % len(_PLACES["tea"])]
    return types_pb2.Place(
        latitude_e6=near.latitude_e6 + drawn % 40_000, longitude_e6=near.longitude_e6
    )


def _store(brand: str, place: _Place) -> stores_pb2.Store:
    british = brand == "retail"
    opens, closes = place.hours
    return stores_pb2.Store(
        code=place.code,
        name=types_pb2.LocalizedText(zh=place.zh, en=place.en),
        city=place.city,
        coordinates=stores_pb2.Coordinates(
            latitude_e6=place.latitude_e6, longitude_e6=place.longitude_e6
        ),
        zone=LONDON if british else SHANGHAI,
        hours=[
            stores_pb2.OpenInterval(weekday=day, open_minute=opens, close_minute=closes)
            for day in EVERY_DAY
        ],
        closed_days=BANK_HOLIDAYS if british else SPRING_FESTIVAL,
        closed_from=place.closed_from,
    )
