"""An event that can't take effect stops no other, and loses no order (promise R5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from services.common import setting_aside
from services.common.brand_config import ProgrammeUnreadable
from services.common.dead_letters import COLLECTION, DeadLetters, Letter, LetterBox, State
from services.common.errors import Refusal
from services.common.mongo import Database
from services.common.setting_aside import SettingAside
from tests.component.common.test_follower import KIND, Event


@dataclass
class Effects:
    """What took effect, and what can't."""

    ids: list[str] = field(default_factory=list)
    wrong: dict[str, Callable[[Event], Exception]] = field(default_factory=dict)
    """Errors by event id or by brand."""
    tried: list[str] = field(default_factory=list)

    async def handle(self, events: Sequence[Event]) -> None:
        for event in events:
            self.tried.append(event.id)
            error = self.wrong.get(event.id) or self.wrong.get(event.brand)
            if error is not None:
                raise error(event)
            if event.id not in self.ids:
                self.ids.append(event.id)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting_aside, "FIRST_PAUSE_S", 0.001)


@pytest.fixture
def effects() -> Effects:
    return Effects()


@pytest.fixture
def aside(db: Database, effects: Effects) -> SettingAside[Event]:
    return SettingAside("test", db, KIND, effects.handle)


def event(id_: str, member: str = "", brand: str = "tea") -> Event:
    at = Timestamp()
    at.FromDatetime(datetime(2026, 11, 29, tzinfo=UTC))
    return Event(id_, at, brand, member)


def broken(event: Event) -> Exception:
    return KeyError(event.id)


async def states(db: Database) -> dict[str, str]:
    found = await db[COLLECTION].find().sort("number", 1).to_list(None)
    return {letter["event_id"]: letter["state"] for letter in found}


async def first(db: Database) -> Letter:
    async for letter in DeadLetters(db, "test").of_brand("tea"):
        return letter
    raise AssertionError("there is a letter")


BATCH = [
    event("a1", "ada"),
    event("b1", "bob"),
    event("a2", "ada"),
    event("c1", "ada", "car"),
    event("a3", "ada"),
    event("b2", "bob"),
]


async def test_one_bad_event_waits_with_the_later_ones_of_its_member_and_all_others_go_on(
    db: Database, aside: SettingAside[Event], effects: Effects
) -> None:
    effects.wrong["a2"] = broken
    await aside.apply(BATCH)
    assert sorted(effects.ids) == ["a1", "b1", "b2", "c1"]
    assert await states(db) == {"a2": State.FAILED, "a3": State.BEHIND}
    await aside.apply([event("a4", "ada"), event("b3", "bob")])
    assert effects.ids[-1] == "b3"
    assert await states(db) == {"a2": "failed", "a3": "behind", "a4": "behind"}
    letter = await db[COLLECTION].find_one({"event_id": "a2"})
    assert letter is not None
    assert (letter["tries"], letter["error"]) == (setting_aside.TRIES, "KeyError('a2')")


async def test_letters_that_are_sent_again_take_effect_in_their_order(
    db: Database, aside: SettingAside[Event], effects: Effects
) -> None:
    effects.wrong["a2"] = broken
    await aside.apply(BATCH)
    box = LetterBox(db)
    assert await box.ask("tea", "") == 1
    await aside.send_again()
    assert await states(db) == {"a2": "failed", "a3": "behind"}, "still broken"
    letter = await db[COLLECTION].find_one({"event_id": "a2"})
    assert letter is not None
    assert letter["tries"] == setting_aside.TRIES + 1
    effects.wrong.clear()
    await aside.send_again()
    assert "a2" not in effects.ids, "nobody asked"
    assert await box.ask("", "a2") == 1
    await aside.send_again()
    assert effects.ids[-2:] == ["a2", "a3"]
    assert await states(db) == {}
    await aside.apply([event("a4", "ada")])
    assert effects.ids[-1] == "a4"


async def test_events_that_come_again_after_a_crash_are_neither_doubled_nor_out_of_order(
    db: Database, aside: SettingAside[Event], effects: Effects
) -> None:
    effects.wrong["a2"] = broken
    await aside.apply(BATCH)
    # Killed between the letters and the token: another process gets the batch again, and it is
    # well by now. It may not overtake the letter.
    effects.wrong.clear()
    again = SettingAside("test", db, KIND, effects.handle)
    await again.apply(BATCH)
    # What took effect may be a letter now; sent again, it changes nothing.
    assert await states(db) == {"a2": "failed", "a3": "behind", "a1": "behind"}
    # Killed again, after the first letter was sent and before the second.
    await LetterBox(db).ask("tea", "")
    await SettingAside("test", db, KIND, effects.handle)._send(await first(db))
    await SettingAside("test", db, KIND, effects.handle).send_again()
    assert await states(db) == {}
    assert effects.ids == ["a1", "b1", "c1", "b2", "a2", "a3"]


async def test_a_brand_whose_programme_cannot_be_read_stops_no_other_brand(
    db: Database, aside: SettingAside[Event], effects: Effects
) -> None:
    effects.wrong["tea"] = lambda one: ProgrammeUnreadable("tea", 7, KeyError("currency"))
    await aside.apply(BATCH)
    assert effects.ids == ["c1"]
    assert await states(db) == dict.fromkeys(["a1", "b1", "a2", "a3", "b2"], "behind") | {
        "a1": "failed"
    }
    tried = len(effects.tried)
    await aside.apply([event("d1", "dan"), event("c2", "ada", "car")])
    assert effects.tried[tried:] == ["c2"], "the brand's events are not even tried"
    # The programme that mends it is no member's event, so it waits for nobody.
    effects.wrong.clear()
    await aside.apply([event("p1")])
    assert effects.ids == ["c1", "c2", "p1"]
    await LetterBox(db).ask("tea", "")
    await aside.send_again()
    assert effects.ids[3:] == ["a1", "b1", "a2", "a3", "b2", "d1"]


@pytest.mark.parametrize(
    "error", [Refusal("OVERLOADED"), Refusal("STORAGE_UNAVAILABLE"), ConnectionResetError()]
)
async def test_a_failure_that_passes_by_itself_sets_nothing_aside(
    db: Database, aside: SettingAside[Event], effects: Effects, error: Exception
) -> None:
    effects.wrong["b1"] = lambda one: error
    with pytest.raises(type(error)):
        await aside.apply(BATCH)
    assert await states(db) == {}
    effects.wrong.clear()
    await aside.apply(BATCH)
    assert sorted(effects.ids) == ["a1", "a2", "a3", "b1", "b2", "c1"]


async def test_a_letter_that_is_given_up_frees_those_behind_it_and_never_comes_back(
    db: Database, aside: SettingAside[Event], effects: Effects
) -> None:
    effects.wrong["a2"] = broken
    await aside.apply(BATCH)
    assert await LetterBox(db).discard("a2", "a test order") == 1
    await aside.send_again()
    assert effects.ids[-1] == "a3"
    assert await states(db) == {"a2": "discarded"}
    effects.wrong.clear()
    await aside.apply(BATCH)
    assert "a2" not in effects.ids


async def test_a_letter_behind_another_cannot_be_asked_for_alone(
    db: Database, aside: SettingAside[Event], effects: Effects
) -> None:
    effects.wrong["a2"] = broken
    await aside.apply(BATCH)
    assert await LetterBox(db).ask("", "a3") == 0


async def test_the_age_of_the_oldest_letter_is_that_of_its_brand(
    db: Database, aside: SettingAside[Event], effects: Effects
) -> None:
    effects.wrong["a2"] = broken
    await aside.apply(BATCH)
    box = LetterBox(db)
    since = await box.oldest("tea")
    assert since is not None
    assert (datetime.now(UTC) - since).total_seconds() < 60
    assert await box.oldest("car") is None


async def test_an_event_of_two_members_holds_back_both(
    db: Database, aside: SettingAside[Event], effects: Effects
) -> None:
    effects.wrong |= {"a1": broken, "x1": broken}
    both = replace(KIND, members=lambda event: event.member.split("+"))
    two = SettingAside("test", db, both, effects.handle)
    events = [("a1", "ada"), ("b1", "bob"), ("ab", "ada+bob"), ("b2", "bob"), ("x1", "dan")]
    await two.apply([event(id_, member) for id_, member in [*events, ("b3", "bob")]])
    assert effects.ids == ["b1"]
    assert {id_ for id_, state in (await states(db)).items() if state == "behind"} == {
        "ab",
        "b2",
        "b3",
    }
    effects.wrong.clear()
    await LetterBox(db).ask("tea", "a1")
    await two.send_again()
    assert effects.ids == ["b1", "a1", "ab", "b2", "b3"]
    assert await states(db) == {"x1": "failed"}
