"""What the commands of insight need of storage."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from services.common.written_once import Asked
from services.feedback.insight.domain.acquisition import Acquired
from services.feedback.insight.domain.alarms import Alarm
from services.feedback.insight.domain.attribution import Model, Sold, Source, Touched
from services.feedback.insight.domain.behind import Found, Question
from services.feedback.insight.domain.bucket import Bucket, Mark, Totals
from services.feedback.insight.domain.content import ContentFigure, Subject
from services.feedback.insight.domain.funnel import Done
from services.feedback.insight.domain.gone_out import GoneOut, Place
from services.feedback.insight.domain.happening import Happening, Move
from services.feedback.insight.domain.metrics import FirstOrders
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.domain.report import Report, Restatement
from services.feedback.insight.domain.report_message import ReportMessage
from services.feedback.insight.domain.todo import Todo


class Happenings(Protocol):
    """Happenings, whose they are, and the periods that they change.

    Kept by storage/happenings.py.
    """

    async def zones(self) -> Mapping[str, str]:
        """The zone of each brand's days."""
        ...

    async def keep_zone(self, brand: str, name: str) -> None:
        """From now on the brand's days are of this zone."""
        ...

    async def add(self, happenings: Sequence[tuple[Happening, date]]) -> None:
        """Add happenings with their local days; one that is there stays as it is."""
        ...

    async def days_of(self, brand: str, member_id: str, merge_id: str = "") -> list[date]:
        """The days of a member's happenings, or of those that a merge moved."""
        ...

    async def days_of_orders(self, brand: str, orders: Collection[str]) -> list[date]:
        """The days on which these were ordered."""
        ...

    async def move(self, move: Move) -> None:
        """Let the happenings of one count for the other, or no longer."""
        ...

    async def forget(self, brand: str, member_id: str) -> None:
        """Let go what is known of a member beside the happenings."""
        ...

    async def mark(self, brand: str, periods: Collection[Period], now: datetime) -> None:
        """Each is to be counted again."""
        ...

    async def marked(self, now: datetime, most: int) -> list[Mark]:
        """Periods whose time to be counted has come."""
        ...

    async def counted(self, mark: Mark, began: datetime, again_at: datetime) -> None:
        """The period is counted; if it changed meanwhile, it is due at `again_at`."""
        ...

    async def postpone(self, mark: Mark, until: datetime) -> None:
        """The period could not be counted: it is due at `until`."""
        ...

    async def oldest_mark(self, brand: str) -> datetime | None:
        """Since when a day of the brand waits to be counted."""
        ...

    async def first_orders(
        self, brand: str, since: date, until: date, days: int
    ) -> Mapping[date, FirstOrders]:
        """By the day of enrolment, who ordered within so many days."""
        ...

    async def behind(self, brand: str, asked: Question, after: str, most: int) -> list[Found]:
        """The members whom a number counts, by their ids, from behind `after`."""
        ...

    def done(
        self, brand: str, kinds: Collection[str], since: date, until: date, behind: str = ""
    ) -> AsyncGenerator[tuple[str, Sequence[Done]]]:
        """Each member, by their ids from behind one, with what they did of these kinds in order of
        time."""
        ...


class Buckets(Protocol):
    """Buckets, counted from happenings. Kept by storage/buckets.py."""

    async def count(self, brand: str, period: Period) -> Bucket:
        """What the happenings of the period add up to now."""
        ...

    async def put(self, brand: str, bucket: Bucket, as_of: datetime) -> None:
        """Replace the bucket of its period."""
        ...

    async def buckets(
        self, brand: str, grain: Grain, since: date, until: date
    ) -> Mapping[date, Bucket]:
        """The buckets that there are, by their first day, which is in since … until."""
        ...

    async def totals(self, brand: str, ends: Sequence[date]) -> Mapping[date, Totals]:
        """What came together before each of the days."""
        ...

    async def first_day(self, brand: str) -> date | None:
        """The first day with a happening."""
        ...


class Credits(Protocol):
    """What orders are put down to, day by day. Kept by storage/credits.py."""

    async def sold(self, brand: str, day: date) -> Sequence[Sold]:
        """The orders of known members on a day, less what was given back since."""
        ...

    async def touched(
        self, brand: str, members: Collection[str], since: datetime, until: datetime
    ) -> Mapping[str, Sequence[Touched]]:
        """Marketing messages that reached members in since … until, by member."""
        ...

    async def put(
        self, brand: str, day: date, credits: Mapping[Model, Mapping[Source, int]]
    ) -> None:
        """Replace the day's credits."""
        ...

    async def sums(
        self, brand: str, model: Model, since: date, until: date
    ) -> Mapping[Source, int]:
        """The credits of days, by source."""
        ...

    def groups(
        self, brand: str, since: datetime, until: datetime
    ) -> AsyncIterator[tuple[str, bool, datetime]]:
        """Each member whom a marketing message was meant for, whether held out, and when first."""
        ...

    async def buyers(self, brand: str, members: Mapping[str, datetime], within: timedelta) -> int:
        """How many of the members ordered within so long of their instant."""
        ...


class Contents(Protocol):
    """What members did with contents and series. Counted by storage/contents.py."""

    async def figures(
        self, brand: str, subject: Subject, since: date, until: date, most: int
    ) -> list[ContentFigure]:
        """Of the days since … until, those with the most viewers first."""
        ...

    async def weeks(
        self, brand: str, subject: Subject, code: str, since: date, until: date
    ) -> list[ContentFigure]:
        """Of one of them, by week, the oldest first."""
        ...


class Todos(Protocol):
    """To-dos of operators. Kept by storage/todos.py."""

    async def open(self, todo: Todo) -> None:
        """Keep it unless there is one of its id."""
        ...

    async def find(self, brand: str, todo_id: str) -> Todo | None: ...

    async def list(self, brand: str, before: str, most: int, *, open_only: bool) -> list[Todo]:
        """The latest first, from behind the id `before`; with `open_only` those that go on."""
        ...

    async def move(
        self, write: Asked, todo_id: str, change: Callable[[Todo], Todo]
    ) -> tuple[Todo, bool]:
        """Change one as it is by then, once for the request, with its entry of the audit log; True
        for a repeat. Raises TodoNotFound, what `change` raises, and a REQUEST_ID_REUSED refusal."""
        ...


class GoneOutTouches(Protocol):
    """Messages that went out to members. Kept by reach, read by storage/gone_out.py."""

    async def place(self) -> Place:
        """How far they are counted."""
        ...

    async def behind(self, place: Place, until: datetime, most: int) -> list[GoneOut]:
        """Those behind a place whose state is of `until` at the latest, the earliest first."""
        ...

    async def counted(self, place: Place) -> None:
        """They are counted up to a place."""
        ...


class Told(Protocol):
    """Alarms and reports. Kept by storage/told.py."""

    async def add_alarm(self, alarm: Alarm) -> None:
        """Keep an alarm unless there is one for its metric and day."""
        ...

    async def alarm(self, brand: str, alarm_id: str) -> Alarm | None: ...

    async def alarms(self, brand: str, before: str, most: int, *, open_only: bool) -> list[Alarm]:
        """The latest first, from behind the id `before`; with `open_only` those not closed."""
        ...

    async def move_alarm(
        self, write: Asked, alarm_id: str, change: Callable[[Alarm], Alarm]
    ) -> tuple[Alarm, bool]:
        """Change one as it is by then, once for the request, with its entry of the audit log; True
        for a repeat. Raises AlarmNotFound, what `change` raises, and a REQUEST_ID_REUSED
        refusal."""
        ...

    async def due(self, brand: str) -> list[Alarm]:
        """Alarms about which thresholds are about to act; at most 100."""
        ...

    async def acted(self, alarm: Alarm) -> None:
        """Keep what thresholds did about the alarm."""
        ...

    async def looked(self, brand: str) -> date | None:
        """The last day whose numbers were looked at for alarms."""
        ...

    async def has_looked(self, brand: str, day: date) -> None: ...

    async def add_report(self, report: Report) -> None:
        """Keep a report unless its period has one."""
        ...

    async def report(self, brand: str, period: Period) -> Report | None: ...

    async def reports(
        self, brand: str, grain: Grain, before: date | None, most: int
    ) -> list[Report]:
        """The latest first, of periods that begin before `before`."""
        ...

    async def restate(
        self, brand: str, period: Period, restatements: Sequence[Restatement], told: int
    ) -> None:
        """Add restatements to a report that has `told` of them."""
        ...

    async def due_reports(self, now: datetime, most: int) -> list[Report]:
        """Reports with a message that is due, of all brands, the longest due first."""
        ...

    async def move_message(self, report: Report, old: ReportMessage, new: ReportMessage) -> bool:
        """Replace a report's message; False when it is no longer `old`."""
        ...


class Heard(Protocol):
    """How far the feeds are followed."""

    async def heard_at(self) -> datetime | None:
        """Everything that was told before is among the happenings; None before the first time."""
        ...


class Acquisition(Protocol):
    """Members by the channel that brought them, and what channels cost.

    Kept by storage/acquired.py.
    """

    async def acquired(
        self, brand: str, sources: Collection[str], since: date, until: date
    ) -> Mapping[tuple[str, date], Acquired]:
        """By source and first day of the month, those who enrolled from a day up to before another,
        and what they brought in their first 90 days."""
        ...

    async def costs(self, brand: str, since: date, until: date) -> Mapping[tuple[str, date], int]:
        """By channel and first day of the month, what it cost."""
        ...

    async def put_costs(
        self, brand: str, request_id: str, content: bytes, month: date, costs: Mapping[str, int]
    ) -> bool:
        """Keep what channels cost in a month: True for a repeat. Raises REQUEST_ID_REUSED."""
        ...
