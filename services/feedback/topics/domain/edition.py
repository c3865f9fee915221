"""Editions of slots, and the rule by which a slot that falls gets its alternative."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.feedback.topics.domain.section import Slot

WEEKS_JUDGED = 3
FALL_PERCENT = 15


@dataclass(frozen=True, slots=True)
class Edition:
    """One week of a slot. `interactions` are its open posts and their likes, once it is closed and
    `counted`. `drafted` is False while a broadcast is yet to be drafted for it."""

    slot: str
    planned: date
    topic: str
    opens_at: datetime
    closes_at: datetime
    interactions: int = 0
    counted: bool = False
    drafted: bool = True

    @property
    def key(self) -> str:
        return f"{self.slot}/{self.planned.isoformat()}"


OfBrand = tuple[str, Edition]
"""An edition behind its brand, where those of all brands come together."""


@dataclass(frozen=True, slots=True)
class SlotState:
    """What happened to a slot: `to_topic` stands in the place of `from_topic` since `replaced_at`,
    because of `figures`. Editions of before the day `since` are judged no more."""

    from_topic: str = ""
    to_topic: str = ""
    figures: tuple[int, ...] = ()
    replaced_at: datetime | None = None
    since: date = date.min

    def stands_in(self, slot: Slot) -> bool:
        """Whether the slot, as the programme in force writes it, has its alternative."""
        return (
            self.replaced_at is not None
            and bool(slot.alternative)
            and (self.from_topic, self.to_topic) == (slot.topic, slot.alternative)
        )


class SlotNotFound(Exception):
    """The calendar has no such slot."""

    reason = "SLOT_NOT_FOUND"
    field = "slot"


class SlotNotReplaced(Exception):
    """The slot has its own topic."""

    reason = "SLOT_NOT_REPLACED"
    field = "slot"

    def __init__(self, slot: str) -> None:
        super().__init__(slot)
        self.metadata = {"slot": slot}


def topic_of(slot: Slot, state: SlotState) -> str:
    """The topic that the slot opens."""
    return slot.alternative if state.stands_in(slot) else slot.topic


def falls(figures: Sequence[int], least: int) -> bool:
    """Whether each of the last two weeks lies FALL_PERCENT or more below the week before it.

    `figures`: the interactions of weeks, the oldest first. Three weeks are needed, the first of
    them with `least` interactions.
    """
    if len(figures) < WEEKS_JUDGED:
        return False
    first, second, third = figures[-WEEKS_JUDGED:]
    return first >= max(1, least) and _fell(first, second) and _fell(second, third)


def _fell(before: int, after: int) -> bool:
    return before > 0 and after * 100 <= before * (100 - FALL_PERCENT)


def judged(
    slot: Slot, state: SlotState, editions: Sequence[Edition], now: datetime
) -> SlotState | None:
    """The state after a replacement; None where nothing is to be replaced.

    `editions`: counted ones of the slot, the oldest first.
    """
    if not slot.alternative or state.stands_in(slot):
        return None
    own = [each for each in editions if each.topic == slot.topic and each.planned >= state.since]
    figures = tuple(each.interactions for each in own[-WEEKS_JUDGED:])
    if not falls(figures, slot.least):
        return None
    return replace(
        state,
        from_topic=slot.topic,
        to_topic=slot.alternative,
        figures=figures,
        replaced_at=now,
    )


def restored(slot: Slot, state: SlotState, today: date) -> SlotState:
    """The state with the slot's own topic. Raises SlotNotReplaced."""
    if not state.stands_in(slot):
        raise SlotNotReplaced(slot.code)
    return SlotState(since=today)
