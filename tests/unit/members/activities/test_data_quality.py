"""Counts of what channels send: bounded, and none is lost while the database is away."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.members.activities.commands.data_quality import CHANNELS_MAX, DataQuality, Key
from services.members.activities.commands.recording import Recorded, RecordState
from services.members.activities.domain.activity import Activity, ActivityInvalid
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.data_quality import ChannelDay, Counts
from services.members.programme.commands.rulebook import RuleBook
from tests.fakes_members import FakeProgrammes
from tests.unit.members.activities.told_world import NOON, TODAY


class Kept:
    """The counts of all processes, in a dictionary; `away` makes it fail."""

    def __init__(self) -> None:
        self.counts: dict[Key, Counts] = {}
        self.away = False

    async def channels(self, brand: str, day: date) -> Collection[str]:
        if self.away:
            raise ConnectionError("away")
        return [name for of, on, name in self.counts if (of, on) == (brand, day)]

    async def add(self, counts: Mapping[Key, Counts]) -> None:
        for key, each in counts.items():
            self.counts.setdefault(key, Counts()).add(each)

    async def page(self, *asked: Any) -> Sequence[ChannelDay]:
        raise AssertionError("nobody lists here")


def visit(channel: str) -> Activity:
    return Activity(channel, "e1", "mem_1", ActivityType.VISIT, NOON, "", None, {}, b"")


def counting(kept: Kept) -> DataQuality:
    document = {"timezone": "Asia/Shanghai", "currency": "CNY"}
    return DataQuality(kept, RuleBook(FakeProgrammes(tea=document)), ManualClock(NOON))


async def test_what_could_not_be_kept_is_kept_later() -> None:
    kept = Kept()
    quality = counting(kept)
    recorded = Recorded(RecordState.RECORDED)
    await quality.count("tea", [visit("pos")], [recorded])
    kept.away = True
    with pytest.raises(ConnectionError):
        await quality.keep()
    kept.away = False
    refused = Recorded(RecordState.REFUSED, ActivityInvalid("type", "one of the known types"))
    await quality.count("tea", [visit("pos"), visit("pos")], [recorded, refused])
    await quality.keep()
    await quality.keep()
    counts = kept.counts["tea", TODAY, "pos"]
    assert (counts.recorded, counts.refused, counts.late) == (2, 1, 0)
    assert counts.reasons == {"INVALID_ARGUMENT": 1}


async def test_channels_beyond_the_bound_are_counted_as_one() -> None:
    kept = Kept()
    quality = counting(kept)
    recorded = Recorded(RecordState.RECORDED)
    for n in range(CHANNELS_MAX + 5):
        await quality.count("tea", [visit(f"till{n}")], [recorded])
    await quality.keep()
    await quality.count("tea", [visit("till0"), visit("another")], [recorded] * 2)
    await quality.keep()
    assert len(kept.counts) == CHANNELS_MAX + 1
    assert kept.counts["tea", TODAY, "?"].recorded == 6
    assert kept.counts["tea", TODAY, "till0"].recorded == 2
