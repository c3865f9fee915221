"""The section `reach` of a programme: messages, and the rules by which they are sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from services.feedback.audience.domain import Purpose
from services.feedback.channels.domain import WECOM
from services.feedback.programme.domain import Programme, Text, text_of

DAY_MINUTES = 24 * 60
PRIORITY = 50
EXPIRES_AFTER_HOURS = 24
GATHER_MINUTES = 10
CONFIRM_HOURS = 24
POSTS_PER_DAY = 2
SHARE_DAYS = 7
PROMOTION = "promotion"
"""The class of content that shares limit in groups."""
CHANNELS = ("inbox",)
"""The channels of a message that names none."""
WECHAT = "wechat_subscription"
SMS_OPT_OUT = "拒收请回复R"
OPT_OUTS: Mapping[str, Text] = {WECOM: Text("不想再收到，请回复T", "Reply T for no more")}
"""By channel, how a member wants no more, where the brand writes nothing else."""
SMS_PARTS_MAX = 3

OF_THE_MEMBER = frozenset({"stage_entered", "level_entered", "segment_entered", "segment_left"})
"""Occasions that are a judgement of the member: a row on one reads them even without `when`."""
_READS = re.compile(r"\b(member|occasion)\s*[.\[]")


def reads_member(when: str) -> bool:
    """True for a condition that judges by what the member is, or by what brought the message."""
    return _READS.search(when) is not None


class Then(StrEnum):
    """What becomes of a message in quiet hours; a file writes `hold` for put off."""

    PUT_OFF = "hold"
    REFUSE = "refuse"
    NEXT_CHANNEL = "next_channel"


class Per(StrEnum):
    """The length of a cap's window: 24 hours, 168 or 720, or a day, ISO week or month of the
    calendar."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Overflow(StrEnum):
    """What becomes of a text that is longer than a field of its channel."""

    CUT = "cut"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Template:
    """A subscription message of WeChat: its fields by name, each with what it shows."""

    code: str
    id: str
    fields: Mapping[str, str]
    page: str = ""
    quota: str = ""
    """The asset in which a member's grants of it are counted; "" where they are not."""


@dataclass(frozen=True, slots=True)
class Sms:
    """What stands around the text of an SMS, and how many parts it may have."""

    signature: str
    opt_out: str = SMS_OPT_OUT
    parts_max: int = SMS_PARTS_MAX


@dataclass(frozen=True, slots=True)
class Message:
    """What is said, by code."""

    code: str
    name: Text
    purpose: Purpose
    text: Text
    kind: str = ""
    """The class of content, as windows name it; "" for none."""
    priority: int = PRIORITY
    expires_after: timedelta = timedelta(hours=EXPIRES_AFTER_HOURS)
    channels: tuple[str, ...] = CHANNELS
    """In the order in which they are tried: the first that takes it has it."""
    template: str = ""
    """The code of its template on WeChat."""
    overflow: Overflow = Overflow.CUT


@dataclass(frozen=True, slots=True)
class Row:
    """On this occasion, when the condition holds, this message."""

    on: str
    send: str
    when: str = ""
    lead_days: int = 0

    @property
    def reads_member(self) -> bool:
        """True when it chooses by what the member is, so that it needs consent to profiling."""
        return self.on in OF_THE_MEMBER or reads_member(self.when)


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many messages of a purpose in a window; for a member of a level of activity in
    `by_activity` so many as stand there."""

    purpose: Purpose
    times: int
    per: Per
    calendar: bool = False
    by_activity: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pressure:
    """From `percent` of the reachable members touched on `days` days running, `lowered` is a cap
    more; until three days in a row are below `recover_percent`."""

    days: int
    percent: int
    recover_percent: int
    lowered: Cap


@dataclass(frozen=True, slots=True)
class Share:
    """Of the touches of `days` local days, today the last, at most `max_percent`: posts to groups,
    of all; or, with `promotion`, those of the class PROMOTION, of the posts to groups."""

    promotion: bool
    max_percent: int
    days: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """Minutes of the local day in which messages of a purpose rest; `until` may be the next day's.

    `channel` is "" for all channels.
    """

    purpose: Purpose
    from_minute: int
    until_minute: int
    then: Then = Then.PUT_OFF
    spread: timedelta = timedelta()
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Minutes of the local day in which messages of a class are sent; none passes midnight."""

    kind: str
    openings: tuple[tuple[int, int], ...]
    spread: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Reach:
    """A brand's rules of reaching members."""

    messages: Mapping[str, Message]
    matrix: tuple[Row, ...] = ()
    caps: tuple[Cap, ...] = ()
    pressure: tuple[Pressure, ...] = ()
    shares: tuple[Share, ...] = ()
    posts_per_day: int = POSTS_PER_DAY
    """Posts to one group on a local day."""
    not_while_open: frozenset[str] = frozenset()
    """The classes of content that a group does not get while its store is open."""
    quiet: tuple[Quiet, ...] = ()
    windows: tuple[Window, ...] = ()
    holdout_percent: int = 0
    gather: timedelta = timedelta(minutes=GATHER_MINUTES)
    sms: Sms | None = None
    templates: Mapping[str, Template] = field(default_factory=dict)
    """Of WeChat, by code."""
    opt_outs: Mapping[str, Text] = field(default_factory=lambda: OPT_OUTS)
    """By channel, what stands below messages that need consent; SMS has its own."""
    confirm_within: timedelta = timedelta(hours=CONFIRM_HOURS)
    """How long a task of WeCom's waits for a member of staff."""
    only_parked: bool = True
    """In a car a message is shown while it stands alone."""
    grants_from: str = "callback"
    """Where the members' permissions for templates are counted from: callback or client."""
    approvals: Mapping[Purpose, int] = field(default_factory=dict)
    """How many operators approve a broadcast of a purpose, where that is more than one."""
    service_granted: bool = True
    """Of the section `consents`: service messages need no word of the member."""

    def approvals_for(self, message: str) -> int:
        """How many operators approve a broadcast of the message, beside its drafter."""
        return self.approvals.get(self.messages[message].purpose, 1)

    def rows(self, occasion: str, lead_days: int) -> list[Row]:
        """The rows that an occasion tries, in order."""
        return [row for row in self.matrix if (row.on, row.lead_days) == (occasion, lead_days)]

    def wait(self, occasion: str, lead_days: int) -> timedelta:
        """How long a wish waits for others of its member; service waits for nothing."""
        return self.gathered(*(row.send for row in self.rows(occasion, lead_days)))

    def gathered(self, *messages: str) -> timedelta:
        """How long a wish for one of these messages waits for others of its member."""
        sent = {self.messages[each].purpose for each in messages}
        return self.gather if sent - {Purpose.SERVICE} else timedelta()


NOTHING = Reach({})


def reach_section(programme: Programme) -> Reach:
    """The section; a brand without one says nothing."""
    section: Mapping[str, Any] | None = programme.document.get("reach")
    if not section:
        return NOTHING
    consents = programme.document.get("consents") or {}
    channels, groups = section.get("channels") or {}, section.get("groups", {})
    wechat = channels.get(WECHAT) or {}
    return Reach(
        messages={each["code"]: _message(each) for each in section["messages"]},
        matrix=tuple(
            Row(each["on"], each["send"], each.get("when", ""), each.get("lead_days", 0))
            for each in section.get("matrix", ())
        ),
        caps=tuple(
            Cap(
                Purpose(each["purpose"]),
                each["times"],
                Per(each["per"]),
                each.get("window") == "calendar",
                each.get("by_activity", {}),
            )
            for each in section.get("caps", ())
        ),
        pressure=tuple(map(_pressure, section.get("pressure", ()))),
        shares=tuple(
            Share(each["of"] == PROMOTION, each["max_percent"], each.get("days", SHARE_DAYS))
            for each in section.get("shares", ())
        ),
        posts_per_day=groups.get("posts_per_day", POSTS_PER_DAY),
        not_while_open=frozenset(groups.get("not_while_open", ())),
        quiet=tuple(map(_quiet, section.get("quiet", ()))),
        windows=tuple(
            Window(
                each["class"],
                tuple(sorted((minute(a["from"]), minute(a["until"])) for a in each["at"])),
                timedelta(minutes=each.get("spread_minutes", 0)),
            )
            for each in section.get("windows", ())
        ),
        holdout_percent=section.get("holdout_percent", 0),
        gather=timedelta(minutes=section.get("gather_minutes", GATHER_MINUTES)),
        sms=_sms(channels["sms"]) if "sms" in channels else None,
        templates={each["code"]: _template(each) for each in wechat.get("templates", ())},
        opt_outs={
            **OPT_OUTS,
            **{channel: text_of(text) for channel, text in section.get("opt_outs", {}).items()},
        },
        confirm_within=timedelta(
            hours=channels.get("wecom", {}).get("confirm_hours", CONFIRM_HOURS)
        ),
        only_parked=channels.get("in_car", {}).get("only_parked", True),
        grants_from=wechat.get("grants_from", "callback"),
        approvals={
            Purpose(purpose): people for purpose, people in section.get("approvals", {}).items()
        },
        service_granted=consents.get("service_default", "granted") == "granted",
    )


def _message(each: Mapping[str, Any]) -> Message:
    return Message(
        each["code"],
        text_of(each["name"]),
        Purpose(each["purpose"]),
        text_of(each["text"]),
        each.get("class", ""),
        each.get("priority", PRIORITY),
        timedelta(hours=each.get("expires_after_hours", EXPIRES_AFTER_HOURS)),
        tuple(each.get("channels", CHANNELS)),
        each.get("template", ""),
        Overflow(each.get("overflow", Overflow.CUT)),
    )


def _template(each: Mapping[str, Any]) -> Template:
    return Template(
        each["code"], each["id"], each["fields"], each.get("page", ""), each.get("quota", "")
    )


def _sms(each: Mapping[str, Any]) -> Sms:
    return Sms(
        each["signature"],
        each.get("opt_out", SMS_OPT_OUT),
        each.get("parts_max", SMS_PARTS_MAX),
    )


def _pressure(each: Mapping[str, Any]) -> Pressure:
    lowered = each["lowered"]
    return Pressure(
        each["days"],
        each["percent"],
        each["recover_percent"],
        Cap(Purpose.MARKETING, lowered["times"], Per(lowered["per"])),
    )


def _quiet(each: Mapping[str, Any]) -> Quiet:
    return Quiet(
        Purpose(each["purpose"]),
        minute(each["from"]),
        minute(each["until"]),
        Then(each.get("then", Then.PUT_OFF)),
        timedelta(minutes=each.get("spread_minutes", 0)),
        each.get("channel", ""),
    )


def minute(wall_clock: str) -> int:
    """The minute of the day of HH:MM; 24:00 is its end."""
    hours, minutes = wall_clock.split(":")
    return int(hours) * 60 + int(minutes)
