"""The decision on a post to a group. Pure, so a preview is the decision itself.

The checks come in this order, and the first that fails ends it. Nothing is put off: an operator
who reads the time shown posts again then.

    purpose    the programme has the message
    switched   the message is not switched off
    quiet      not in the quiet hours of its purpose that hold for all channels
    window     its class is sent at this hour
    store      the group's store is closed, where its class waits for that
    posts      the group had fewer posts on this local day than it may
    share      with this post, groups keep to their share of all touches, and promotions to theirs
    content    the text has no placeholder, since a group is nobody's occasion
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.feedback.audience.domain import Purpose
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.case import Check, Outcome, Rules
from services.feedback.reach.domain.checks import switched_check
from services.feedback.reach.domain.local_hours import opens_at, quiet_until, shown_hours
from services.feedback.reach.domain.section import PROMOTION, Message, Share

ENFORCED_FROM = 1_000
"""A share of fewer touches says little: it is enforced from so many on, those of the post too."""
HUNDREDTHS = 10_000


@dataclass(frozen=True, slots=True)
class Touched:
    """Touches of some days: `direct` to one member each, `group` by posts to groups, one for each
    member, and those of them that were promotions."""

    direct: int = 0
    group: int = 0
    promotion: int = 0


@dataclass(frozen=True, slots=True)
class GroupStore:
    """The store of a group as it is now; `code` is "" for a club. `is_open` is None where nobody
    knows its hours, and `closes_at` where it is not open, or never closes."""

    code: str = ""
    is_open: bool | None = None
    closes_at: datetime | None = None


NO_STORE = GroupStore()


@dataclass(frozen=True, slots=True)
class Before:
    """Before a post: `today` posts to its group on this local day, and by the lengths of shares
    what their days had."""

    today: int = 0
    by_days: Mapping[int, Touched] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """Of `whole` touches `part` are limited by the share."""

    share: Share
    part: int
    whole: int

    @property
    def enforced(self) -> bool:
        return self.whole >= ENFORCED_FROM

    @property
    def exceeded(self) -> bool:
        """Compared as whole numbers, unrounded."""
        return self.enforced and self.part * 100 > self.share.max_percent * self.whole

    @property
    def percent(self) -> str:
        """With two decimals, rounded up, so that one above the limit never shows as the limit."""
        hundredths = -(-self.part * HUNDREDTHS // self.whole) if self.whole else 0
        return f"{hundredths // 100}.{hundredths % 100:02}"


@dataclass(frozen=True, slots=True)
class Decided:
    """`text` is what is posted; None where a check stopped it."""

    checks: tuple[Check, ...]
    text: Text | None = None

    @property
    def outcome(self) -> Outcome:
        return Outcome.REFUSE if self.text is None else Outcome.SEND


@dataclass(frozen=True, slots=True)
class Post:
    """A decision that was kept."""

    id: str
    brand: str
    group_id: str
    message: str
    name: Text
    purpose: Purpose
    promotion: bool
    members: int
    decided: Decided
    revision: str
    posted_by: str
    posted_at: datetime

    @property
    def allowed(self) -> bool:
        return self.decided.outcome is Outcome.SEND


def is_promotion(message: Message) -> bool:
    return message.kind == PROMOTION


def measured(
    share: Share, touched: Touched, members: int = 0, *, promotion: bool = False
) -> Measure:
    """The share with a post to `members` more; without one as it is."""
    group = touched.group + members
    if share.promotion:
        return Measure(share, touched.promotion + (members if promotion else 0), group)
    return Measure(share, group, touched.direct + group)


def decide_post(
    message: Message,
    members: int,
    before: Before,
    rules: Rules,
    now: datetime,
    store: GroupStore = NO_STORE,
) -> Decided:
    """What becomes of a post of `message` to a group of so many members, and a store, at `now`."""
    checks: list[Check] = []
    for check in _checks(message, members, before, rules, now, store):
        checks.append(check)
        if not check.passed:
            return Decided(tuple(checks))
    return Decided(tuple(checks), message.text)


def _checks(
    message: Message,
    members: int,
    before: Before,
    rules: Rules,
    now: datetime,
    store: GroupStore,
) -> Iterator[Check]:
    named = (("message", message.code), ("purpose", message.purpose.value))
    yield Check("purpose", True, "named", named)
    if (off := switched_check(message, rules)) is not None:
        yield off
    yield from _quiet(message, rules, now)
    yield from _window(message, rules, now)
    if waits_for_closing(message, rules):
        yield _store(message, store)
    yield _posts(before, rules, now)
    for share in rules.reach.shares:
        if not share.promotion or is_promotion(message):
            yield _share(share, message, members, before, rules, now)
    unfit = "{" in message.text.zh or "{" in message.text.en
    rule = "content_unfit" if unfit else ""
    yield Check("content", not unfit, rule, (("message", message.code),))


def _quiet(message: Message, rules: Rules, now: datetime) -> Iterator[Check]:
    for quiet in rules.reach.quiet:
        if quiet.purpose is message.purpose and not quiet.channel:
            until = quiet_until(quiet, now, rules.zone)
            yield Check("quiet", until is None, shown_hours(quiet), until=until)


def _window(message: Message, rules: Rules, now: datetime) -> Iterator[Check]:
    for window in rules.reach.windows:
        if window.kind == message.kind:
            opening = opens_at(window, now, rules.zone)
            until = None if opening is None else opening[0]
            yield Check("window", opening is None, window.kind, until=until)


def waits_for_closing(message: Message, rules: Rules) -> bool:
    """Whether no group gets the message while its store is open."""
    return message.kind in rules.reach.not_while_open


def _store(message: Message, store: GroupStore) -> Check:
    shown = {True: "open", False: "closed", None: "unknown"}[store.is_open]
    inputs = (("store", store.code), ("hours", shown)) if store.code else ()
    until = store.closes_at if store.is_open else None
    return Check("store", not store.is_open, message.kind, inputs, until=until)


def _posts(before: Before, rules: Rules, now: datetime) -> Check:
    times = rules.reach.posts_per_day
    passed = before.today < times
    tomorrow = None if passed else day_begins(local_day(now, rules.zone, ahead=1), rules.zone)
    inputs = (("taken", str(before.today)),)
    return Check("posts", passed, f"{times}/day", inputs, str(times), tomorrow)


def _share(
    share: Share, message: Message, members: int, before: Before, rules: Rules, now: datetime
) -> Check:
    touched = before.by_days.get(share.days, Touched())
    found = measured(share, touched, members, promotion=is_promotion(message))
    today = local_day(now, rules.zone)
    inputs = (
        ("percent", found.percent),
        ("numerator", str(found.part)),
        ("denominator", str(found.whole)),
        ("members", str(members)),
        ("first_day", (today - timedelta(days=share.days - 1)).isoformat()),
        ("last_day", today.isoformat()),
        ("enforced_from", str(ENFORCED_FROM)),
    )
    rule = "promotion/group" if share.promotion else "group/all"
    return Check("share", not found.exceeded, rule, inputs, str(share.max_percent))


def local_day(now: datetime, zone: ZoneInfo, *, ahead: int = 0) -> date:
    """The day of the brand's zone, or one so many days later."""
    return now.astimezone(zone).date() + timedelta(days=ahead)


def day_begins(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day of the brand's zone begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def begins(shares: Sequence[Share], now: datetime, zone: ZoneInfo) -> Mapping[int, datetime]:
    """When the days of each length begin, today the last of them."""
    return {
        each.days: day_begins(local_day(now, zone, ahead=1 - each.days), zone) for each in shares
    }
