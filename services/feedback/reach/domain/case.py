"""A wish and all that is judged by, and what its checks say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.feedback.audience.domain import Purpose, Reached
from services.feedback.experiments.domain.running import Running
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.opt_out import OptOutLinks
from services.feedback.reach.domain.passage import Roads
from services.feedback.reach.domain.pressure import Brake
from services.feedback.reach.domain.section import Message, Pressure, Reach, Row
from services.feedback.reach.domain.switched_off import Switches
from services.feedback.reach.domain.wish import Wish

WORDS_EXPIRE_AFTER = timedelta(hours=72)
"""How long words of a wish's own may wait, such as those about an item of feedback."""

Judge = Callable[[str, Mapping[str, object]], bool]
"""Whether a condition holds for facts by root: `{"member": …, "occasion": …}`."""


class Outcome(StrEnum):
    """What became of a wish: on its way, put off, not done, or kept out as the measure."""

    SEND = "send"
    PUT_OFF = "hold"
    REFUSE = "refuse"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its inputs by name, its limit, and from when it would pass (`until`)."""

    name: str
    passed: bool
    rule: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    limit: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class Rules:
    """What a brand decides by: its section, its zone, the revision of its programme, and the
    experiments that divide members, as they stand."""

    brand: str
    reach: Reach
    zone: ZoneInfo
    revision: str = ""
    configured: frozenset[str] = frozenset()
    """The channels beside the inbox that the brand has a provider for."""
    judge: Judge = field(default=lambda when, facts: when == "true")
    experiments: Mapping[str, Running] = field(default_factory=dict)
    pressure: Sequence[tuple[Pressure, Brake]] = ()
    """The brakes that are pulled, because too many members were touched on days running."""
    links: OptOutLinks | None = None
    off: Switches = field(default_factory=dict)
    """The messages that nobody gets for now."""

    def link(self, touch_id: str, channel: str) -> str:
        """By which whoever gets the touch on the channel wants no more of it; "" for none."""
        return self.links.of(self.brand, touch_id, channel) if self.links else ""


@dataclass(frozen=True, slots=True)
class Subject:
    """The member of a wish; `reached` is None for one who is not known, or erased."""

    reached: Reached | None
    facts: Mapping[str, object] = field(default_factory=dict)
    left: Mapping[str, int] | None = None
    """How many messages the member allows, by asset; None where nobody can tell."""


@dataclass
class Case:
    """A wish on its way through the checks, which choose its channel and fill its text.

    `passed_over` are the rows of the matrix before that of `message`, each with the reason.
    """

    wish: Wish
    subject: Subject
    rules: Rules
    now: datetime
    message: Message | None
    passed_over: tuple[tuple[Row, str], ...] = ()
    expires_at: datetime | None = None
    """Of a touch that was decided on before: until when it may be said."""
    channel: str = ""
    channels_passed_over: tuple[tuple[str, str], ...] = ()
    """The channels before it, each with the reason."""
    text: Text | None = None

    @property
    def said(self) -> Message:
        """The message, behind the check that there is one."""
        assert self.message is not None
        return self.message

    @property
    def reached(self) -> Reached:
        """The member, behind the check that they are known."""
        assert self.subject.reached is not None
        return self.subject.reached

    @property
    def roads(self) -> Roads:
        rules = self.rules
        return Roads(rules.reach, rules.zone, rules.configured, self.now, self.subject.left)


def choose(
    wish: Wish, subject: Subject, rules: Rules
) -> tuple[Message | None, tuple[tuple[Row, str], ...]]:
    """The message of a wish, and the rows before it with the reason why each was passed over."""
    reach = rules.reach
    if wish.words or wish.message:
        return message_of(wish, wish.message, rules), ()
    passed: list[tuple[Row, str]] = []
    facts = {"member": subject.facts, "occasion": wish.occasion.facts()}
    for row in reach.rows(wish.occasion.code, wish.occasion.lead_days):
        message = reach.messages[row.send]
        if row.reads_member and needs_consent(message) and not profiled(subject, reach):
            passed.append((row, "profiling"))
        elif row.when and not rules.judge(row.when, facts):
            passed.append((row, "condition"))
        else:
            return message, tuple(passed)
    return None, tuple(passed)


def said_instead(wish: Wish, message: Message | None, rules: Rules) -> Message | None:
    """What is said in the place of `message`: itself, unless it is switched off for another one.
    Nothing stands in for words of a wish's own, nor for what operators approved."""
    if message is None or wish.words or wish.content:
        return message
    off = rules.off.get(message.code)
    return message if off is None else rules.reach.messages.get(off.instead, message)


def message_of(wish: Wish, code: str, rules: Rules) -> Message | None:
    """The message of `code`: the wish's own words, or one of the programme."""
    if wish.words is None:
        return rules.reach.messages.get(code)
    return Message(
        wish.message,
        wish.words.name,
        Purpose.SERVICE,
        wish.words.text,
        expires_after=WORDS_EXPIRE_AFTER,
    )


def profiled(subject: Subject, reach: Reach) -> bool:
    """True for a member who agreed to be chosen by what they are."""
    reached = subject.reached
    return reached is not None and reached.agreed(
        Purpose.PROFILING, "all", service_granted=reach.service_granted
    )


def needs_consent(message: Message) -> bool:
    """True for a message that the membership does not need: who gets it agreed to it."""
    return message.purpose is not Purpose.SERVICE
