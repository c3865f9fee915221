"""The events of members. None carries personal data, and none a type of another room."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple, TypeAlias


class LocalizedName(NamedTuple):
    """A name in Chinese and English."""

    zh: str
    en: str


class UtmWords(NamedTuple):
    """The words by which a link names a campaign; "" where it has none."""

    source: str = ""
    medium: str = ""
    campaign: str = ""
    term: str = ""
    content: str = ""


class Origin(NamedTuple):
    """Where a member came from; it names no person."""

    source: str = ""
    utm: UtmWords = UtmWords()
    store_code: str = ""


NO_ORIGIN = Origin()
"""Nobody said."""


@dataclass(frozen=True, slots=True)
class MemberEnrolled:
    """`enrolled_at`: where that was earlier than the event."""

    member_id: str
    channel: str
    origin: Origin = NO_ORIGIN
    enrolled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MemberUpdated:
    """`fields`: the names of what changed."""

    member_id: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActivityRecorded:
    """`content`: the activity in its canonical form."""

    member_id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class TierChanged:
    """A member's tier on `ladder` is `to_tier` now; `from_tier` is "" at enrolment.

    `since`: from when it is held. `main`: the ladder is the brand's main one. `to_rank` counts from
    0, the lowest tier. `from_tier_name` is None where the ladder has no such tier, or no more.
    """

    member_id: str
    ladder: str
    ladder_name: LocalizedName
    main: bool
    from_tier: str
    from_tier_name: LocalizedName | None
    to_tier: str
    to_tier_name: LocalizedName
    to_rank: int
    multiplier_percent: int
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class TierEnd:
    """A tier that a member loses on a day; `to_keep` is missing, in the ladder's basis."""

    ladder: str
    main: bool
    tier: str
    tier_name: LocalizedName
    expected_tier: str
    expected_tier_name: LocalizedName
    to_keep: int
    basis: str


@dataclass(frozen=True, slots=True)
class OccasionDue:
    """A birthday or anniversary is kept on the local day `on`, which begins at `begins_at`, or a
    tier ends then. `key`: the kind and the year of its calendar. `years` since what is remembered;
    0 of another."""

    member_id: str
    kind: str
    on: date
    lead_days: int
    key: str
    begins_at: datetime
    years: int
    tier_end: TierEnd | None = None


@dataclass(frozen=True, slots=True)
class CartLeft:
    """A cart that began at `since` was changed at `last_at` for the last time, and left."""

    member_id: str
    since: datetime
    last_at: datetime
    articles: int
    pieces: int


@dataclass(frozen=True, slots=True)
class ContactPreferencesChanged:
    """How a member wishes to be reached since `at`: contact channels in their order, and quiet
    hours by local times and zone, all "" where there are none."""

    member_id: str
    channels: tuple[str, ...]
    quiet: tuple[str, str, str]
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    """A member gave or withdrew, at `at`, what `purpose` and `channel` name as documents have them.
    `version`: of the text agreed to; "" for a withdrawal."""

    member_id: str
    purpose: str
    channel: str
    granted: bool
    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """Facts of a member's own statements; None and "" where they are not known.

    `version` is compared from the left. `names`: those that a condition names, and so are told.
    """

    version: tuple[int, ...]
    names: tuple[str, ...]
    age: int | None = None
    birthday_month: int | None = None
    language: str = ""
    enrolled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """Facts of what a member did, by local days counted as `date.toordinal` does.

    `days`: (day, orders, minor units); `series`: (series, days, pieces of each).
    """

    version: tuple[int, ...]
    names: tuple[str, ...]
    orders: int = 0
    spent_minor: int = 0
    days: tuple[tuple[int, int, int], ...] = ()
    active_days: tuple[int, ...] = ()
    last_order_day: int = 0
    series: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = ()
    articles: tuple[tuple[str, int], ...] = ()

    def says_the_same_as(self, other: "ActivityFacts") -> bool:
        """True when nothing but the version differs."""
        return replace(self, version=()) == replace(other, version=())


@dataclass(frozen=True, slots=True)
class TagFacts:
    """`tags`: the codes that a member has, each with the time from which no more, or None."""

    version: tuple[int, ...]
    tags: tuple[tuple[str, datetime | None], ...] = ()


@dataclass(frozen=True, slots=True)
class StageFacts:
    """Where a member stands, as conditions see it."""

    version: tuple[int, ...]
    stage: str
    level: str
    activation_step: str = ""


@dataclass(frozen=True, slots=True)
class ActivationStepTaken:
    """A member took a step of activation on the local day `on`; in time was until `due_on`."""

    member_id: str
    step: str
    on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class StageEntered:
    """A member entered `stage`, or came to `level`: the other one is "". `was`: the one before, ""
    at the first judgement. `since`: from when it holds."""

    member_id: str
    since: datetime
    stage: str = ""
    level: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """The codes of the segments that a member is in."""

    version: tuple[int, ...]
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentEntered:
    member_id: str
    segment: str


@dataclass(frozen=True, slots=True)
class SegmentLeft:
    member_id: str
    segment: str


@dataclass(frozen=True, slots=True)
class FactsChanged:
    """Facts that conditions name, as they are now. A part that did not change is None."""

    member_id: str
    profile: ProfileFacts | None = None
    activity: ActivityFacts | None = None
    tags: TagFacts | None = None
    stage: StageFacts | None = None
    segments: SegmentFacts | None = None


@dataclass(frozen=True, slots=True)
class StoreChanged:
    """The whole store; of two events about one the higher `version` is the later.

    `coordinates`: latitude and longitude in millionths of a degree. `hours`: weekday from 1 for
    Monday, opening minute, closing minute. Days are YYYY-MM-DD. It concerns no member.
    """

    code: str
    version: int
    name: LocalizedName
    city: str
    coordinates: tuple[int, int] | None
    zone: str
    hours: tuple[tuple[int, int, int], ...]
    closed_days: tuple[str, ...]
    closed_from: str
    labels: Mapping[str, str]
    member_id: str = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class MemberErased:
    """Nothing is kept of the member but the id."""

    member_id: str


@dataclass(frozen=True, slots=True)
class MemberMerged:
    """From now on the id `from_id` stands for the member."""

    member_id: str
    merge_id: str
    from_id: str


@dataclass(frozen=True, slots=True)
class MemberUnmerged:
    """The id `from_id` stands for nobody else any more. It is told of both members."""

    member_id: str
    merge_id: str
    from_id: str
    into_id: str


@dataclass(frozen=True, slots=True)
class ReferralQualified:
    """A referral counts from `at` on; it is told of both, `role` inviter and invitee.

    `number` and `month_number` count the inviter's, ever and in a local month.
    """

    member_id: str
    referral_id: str
    role: str
    round: int
    at: datetime
    number: int
    month_number: int


@dataclass(frozen=True, slots=True)
class ReferralReversed:
    """A referral counts no more; it is told of those of whom `round` was."""

    member_id: str
    referral_id: str
    role: str
    round: int


@dataclass(frozen=True, slots=True)
class GroupJoined:
    """A member joined a group of a kind, and store, for the first time."""

    member_id: str
    group_id: str
    kind: str
    store: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GroupStandingChanged:
    """`news`: silent, flagged, koc or run. `key`: the month, or the number of the silence."""

    member_id: str
    group_id: str
    kind: str
    store: str
    news: str
    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PhoneCodeAsked:
    """A code for a phone number is to be sent. It concerns no member."""

    code_id: str
    member_id: str = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class AdviserChanged:
    """A member's adviser is `person` from `since` on; "" is nobody."""

    member_id: str
    person: str
    since: datetime


MemberEvent: TypeAlias = (
    MemberEnrolled
    | MemberUpdated
    | ActivityRecorded
    | TierChanged
    | OccasionDue
    | CartLeft
    | ConsentChanged
    | ContactPreferencesChanged
    | FactsChanged
    | StageEntered
    | ActivationStepTaken
    | MemberErased
    | MemberMerged
    | MemberUnmerged
    | GroupJoined
    | GroupStandingChanged
    | ReferralQualified
    | ReferralReversed
    | PhoneCodeAsked
    | AdviserChanged
    | SegmentEntered
    | SegmentLeft
    | StoreChanged
)
