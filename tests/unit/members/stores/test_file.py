"""Stores in a file: a wrong line stops no other, and a file that is none is said to be so."""

from io import StringIO

import pytest

from services.members.stores.api.file import LINE_CHARS_MAX, FileUnreadable, rows_of
from services.members.stores.domain.store import STORES_MAX, StoreInvalid
from tessera.members.v1 import stores_pb2 as pb

HEAD = "code,name_zh,name_en,city,latitude,longitude,zone,hours,closed_days,closed_from,label.size"


def csv_of(*lines: str, head: str = HEAD) -> StringIO:
    return StringIO("\n".join((head, *lines)) + "\n")


def wrong_in(*lines: str, name: str = "stores.csv") -> tuple[int, str]:
    file = csv_of(*lines) if name.endswith(".csv") else StringIO("\n".join(lines))
    [(line, _, store)] = rows_of(name, file)
    assert isinstance(store, StoreInvalid)
    return line, store.field


def test_a_line_of_csv_is_a_store() -> None:
    line = (
        'SH001,南京西路店,Nanjing Road,上海,31.2304,121.4737,Asia/Shanghai,"Mon-Sun 10:00-22:00",'
        "2026-02-17 2026-02-18,,large"
    )
    [(number, code, store)] = rows_of("stores.csv", csv_of(line))
    assert (number, code) == (2, "SH001")
    assert isinstance(store, pb.Store)
    assert (store.coordinates.latitude_e6, store.coordinates.longitude_e6) == (
        31_230_400,
        121_473_700,
    )
    assert len(store.hours) == 7
    assert list(store.closed_days) == ["2026-02-17", "2026-02-18"]
    assert dict(store.labels) == {"size": "large"}


def test_a_line_of_json_is_the_same_store() -> None:
    line = (
        '{"code": "SH001", "name_zh": "南京西路店", "city": "上海", "latitude": 31.2304,'
        ' "longitude": "121.4737", "zone": "Asia/Shanghai", "hours": "Sat 18:00-02:00",'
        ' "closed_days": ["2026-02-17"], "labels": {"size": "large"}}'
    )
    [(number, _, store)] = rows_of("stores.JSONL", StringIO(f"\n{line}\n"))
    assert number == 2
    assert isinstance(store, pb.Store)
    assert store.hours[0].close_minute == 1560
    assert store.coordinates.latitude_e6 == 31_230_400
    assert (list(store.closed_days), dict(store.labels)) == (["2026-02-17"], {"size": "large"})


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("SH001,a,,上海,31,,Asia/Shanghai,,,,", "latitude"),
        ("SH001,a,,上海,north,121,Asia/Shanghai,,,,", "latitude"),
        ("SH001,a,,上海,1e999999999,121,Asia/Shanghai,,,,", "latitude"),
        ("SH001,a,,上海,nan,121,Asia/Shanghai,,,,", "latitude"),
        ("SH001,a,,上海,31,121,Asia/Shanghai,always,,,", "hours"),
        ("SH001,a", ""),
    ],
)
def test_a_wrong_cell_is_named(line: str, field: str) -> None:
    assert wrong_in(line) == (2, field)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("[]", ""),
        ("{", ""),
        ('{"code": 1}', "code"),
        ('{"code": "a", "colour": "red"}', "colour"),
        ('{"code": "a", "labels": []}', "labels"),
        ('{"code": "a", "labels": {"x": 1}}', "label.x"),
        ('{"code": "a", "latitude": true, "longitude": 1}', "latitude"),
        ('{"code": "a", "closed_days": [1]}', "closed_days"),
        ('{"code": "\\ud800"}', "code"),
        ("[" * 60_000, ""),
    ],
)
def test_a_wrong_object_is_named(line: str, field: str) -> None:
    assert wrong_in(line, name="stores.jsonl") == (1, field)


def test_a_wrong_line_stops_no_other() -> None:
    lines = ("SH001,a,,上海,31,,Asia/Shanghai,,,,", "SH002,b,,上海,,,Asia/Shanghai,,,,")
    first, second = rows_of("stores.csv", csv_of(*lines))
    assert isinstance(first[2], StoreInvalid)
    assert isinstance(second[2], pb.Store)


def test_a_cell_that_was_written_against_formulas_is_read_back() -> None:
    [(_, _, store)] = rows_of("stores.csv", csv_of("SH001,'=1+1,,上海,,,Asia/Shanghai,,,,"))
    assert isinstance(store, pb.Store)
    assert store.name.zh == "=1+1"


@pytest.mark.parametrize(
    "file",
    [
        StringIO(""),
        csv_of(head="city,zone"),
        csv_of(head="code,code"),
        csv_of(head="code,colour"),
        csv_of('SH001,"never ends', head="code,city"),
        csv_of("x" * (LINE_CHARS_MAX + 1), head="code"),
        csv_of(*["x"] * (STORES_MAX + 1), head="code"),
    ],
)
def test_a_file_that_is_no_table_of_stores_is_refused(file: StringIO) -> None:
    with pytest.raises(FileUnreadable):
        list(rows_of("stores.csv", file))
