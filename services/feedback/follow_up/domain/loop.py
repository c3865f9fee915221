"""What an item's timeline says to its member, as messages of the inbox."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.feedback.items.domain.item import Feedback, TimelineEntry
from services.feedback.items.domain.states import State
from services.feedback.programme.domain import Programme, Text
from services.feedback.reach.domain.case import WORDS_EXPIRE_AFTER
from services.feedback.reach.domain.touch import Touch
from services.feedback.reach.domain.wish import Occasion, Wish, Words, touch_id

ASK = "feedback_ask"
SOURCE = "feedback"
ASK_AFTER_HOURS = 24
TEXT_CHARS_MAX = 1_000
TITLES: Mapping[str, Text] = {
    "feedback_received": Text("我们已收到您的反馈", "We have your feedback"),
    "feedback_progress": Text("您的反馈正在处理", "We are working on your feedback"),
    "feedback_replied": Text("我们回复了您的反馈", "We answered your feedback"),
    "feedback_resolved": Text("您的反馈已处理", "Your feedback was dealt with"),
    "feedback_reopened": Text("您的反馈已重新处理", "Your feedback was opened again"),
    ASK: Text("对处理结果满意吗？", "Did it help?"),
}
"""The titles of messages, by their code, which is also that of their occasion."""
_ON_MOVE = {
    State.TRIAGED: "feedback_received",
    State.ASSIGNED: "feedback_progress",
    State.RESOLVED: "feedback_resolved",
    State.REOPENED: "feedback_reopened",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Whether members are asked if the solution helped: the text, and how long after it."""

    text: Text
    after: timedelta


def asking(programme: Programme) -> Asking | None:
    """Of the section `messages`, with `ask_after_hours`; None for a brand that does not ask."""
    text = programme.feedback.get("messages", {}).get("did_it_help")
    if text is None:
        return None
    hours = programme.feedback.get("ask_after_hours", ASK_AFTER_HOURS)
    return Asking(Text(text["zh"], text["en"]), timedelta(hours=hours))


@dataclass(frozen=True, slots=True)
class Said:
    """An item as its event tells it: its timeline, and the time of the event."""

    brand: str
    feedback_id: str
    member_id: str
    state: State
    rated: bool
    timeline: Sequence[TimelineEntry]
    at: datetime


def loop_touches(said: Said) -> list[Touch]:
    """Wishes for all that the timeline says to the member and that is no older than it may wait.

    A repeat of an event, or a later one of the item, gives the same wishes by the same ids.
    """
    return list(_touches(said)) if said.member_id else []


def _touches(said: Said) -> Iterator[Touch]:
    before: State | None = None
    for index, entry in enumerate(said.timeline):
        if entry.message and said.at <= entry.at + WORDS_EXPIRE_AFTER:
            code = _code(entry, before)
            text = entry.message[:TEXT_CHARS_MAX]
            words = Words(TITLES[code], Text(text, text))
            source = f"{said.feedback_id}/{index}"
            yield _touch(
                said.brand, said.member_id, said.feedback_id, code, source, words, entry.at
            )
        before = entry.state


def _code(entry: TimelineEntry, before: State | None) -> str:
    if entry.state is before:
        return "feedback_replied"
    return _ON_MOVE.get(entry.state, "feedback_replied")


def solved_at(said: Said) -> datetime | None:
    """When the item came to be resolved; None where it is not, where it is rated, or anonymous."""
    if not said.member_id or said.rated or said.state is not State.RESOLVED:
        return None
    return resolved_since(said.timeline)


def resolved_since(timeline: Sequence[TimelineEntry]) -> datetime | None:
    """The time of the latest move to RESOLVED; None without one."""
    since: datetime | None = None
    before: State | None = None
    for entry in timeline:
        if entry.state is State.RESOLVED and before is not State.RESOLVED:
            since = entry.at
        before = entry.state
    return since


def ask_touch(brand: str, item: Feedback, text: Text, now: datetime) -> Touch | None:
    """The wish to ask the member of `item`, once a solution; None where there is nothing to ask."""
    solved = resolved_since(item.timeline)
    asks = item.state is State.RESOLVED and item.rating is None and item.member_id
    if not asks or solved is None:
        return None
    source = f"{item.id}/ask/{int(solved.timestamp() * 1000)}"
    words = Words(TITLES[ASK], text)
    return _touch(brand, item.member_id, item.id, ASK, source, words, now)


def _touch(
    brand: str,
    member_id: str,
    feedback_id: str,
    code: str,
    source: str,
    words: Words,
    at: datetime,
) -> Touch:
    # Without the member: after a merge the survivor is told nothing twice.
    id_ = touch_id(brand, SOURCE, source, "")
    occasion = Occasion(code, feedback_id=feedback_id)
    return Touch(Wish(id_, member_id, occasion, at, code, words), at, wake_at=at)
