"""A bulk file: what it would do, where it is, and who moved it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from services.points.bulk.domain.row import Row
from services.points.bulk.domain.row_file import FileEncoding, FileFormat
from services.points.grants.domain.operator_limits import OperatorLimits, Used
from services.points.ledger.domain.record import RecordKind
from services.points.programme.domain.worth import Worth

ID_PREFIX = "blk"
START_WITHIN = timedelta(days=30)
ROWS_KEPT = timedelta(days=180)
"""Longer than a file may wait for its start, and then for its approval."""


class FileKind(StrEnum):
    """What the rows of a file do."""

    ADJUSTMENTS = "adjustments"
    COUPONS = "coupons"


COLUMNS: Mapping[FileKind, tuple[Sequence[str], Sequence[str]]] = {
    FileKind.ADJUSTMENTS: (("member_id", "amount"), ("asset", "reason")),
    FileKind.COUPONS: (("member_id", "coupon_type"), ("campaign", "reason")),
}
"""Those that a file of a kind must have, and those that it may have."""


class FileState(StrEnum):
    """Where a file is. A file is EXPIRED by the time at which it is looked at, and RUNNING by its
    progress: neither is kept."""

    READY = "ready"
    WAITING = "waiting"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DISCARDED = "discarded"
    REJECTED = "rejected"
    EXPIRED = "expired"
    FAILED = "failed"


ENDED = frozenset({FileState.DONE, FileState.DISCARDED, FileState.REJECTED, FileState.FAILED})


class BulkFileEnded(Exception):
    """The state of the file does not allow it."""

    reason = "BULK_FILE_ENDED"
    field = "file_id"

    def __init__(self, state: FileState) -> None:
        super().__init__(f"it is {state}")
        self.metadata = {"state": state.value}


@dataclass(frozen=True, slots=True)
class Sum:
    """What the rows of a file add to an asset and take from it; the worth of the difference in
    minor units of `currency`, "" where the asset has none."""

    asset: str
    added: int
    taken: int
    members: int
    currency: str = ""
    liability_minor: int = 0


@dataclass(frozen=True, slots=True)
class BulkFile:
    """A file as it is kept; amounts in units of the asset. `seals` are of its pieces of rows."""

    id: str
    kind: FileKind
    name: str
    reason: str
    format: FileFormat
    encoding: FileEncoding
    sha256: str
    seals: tuple[str, ...]
    rows: int
    refused: int
    short: int
    repeated: int
    sums: tuple[Sum, ...]
    coupons: tuple[tuple[str, int], ...]
    uploaded_by: str
    uploaded_at: datetime
    same_as: str = ""
    state: FileState = FileState.READY
    started_by: str = ""
    started_at: datetime | None = None
    approval_id: str = ""
    wait_until: datetime | None = None
    """Until when a second operator may decide."""
    done: int = 0
    refused_when_run: int = 0
    ended_at: datetime | None = None

    @property
    def moved(self) -> Mapping[str, int]:
        """How many units of each asset it adds and takes. What coupons are worth is no asset's."""
        return {each.asset: each.added + each.taken for each in self.sums}

    @property
    def granted(self) -> int:
        """How many coupons it grants."""
        return sum(count for _, count in self.coupons)

    def state_at(self, now: datetime) -> FileState:
        """The state for a caller at `now`. One that nobody approved in time is ready again."""
        state = self.state
        if state is FileState.WAITING and self.wait_until is not None and now >= self.wait_until:
            state = FileState.READY
        if state is FileState.READY and now >= self.uploaded_at + START_WITHIN:
            state = FileState.EXPIRED
        return state

    def check_ready(self, now: datetime) -> None:
        """Raises BulkFileEnded unless it can be started or discarded now."""
        if (state := self.state_at(now)) is not FileState.READY:
            raise BulkFileEnded(state)

    def needs_second(self, limits: OperatorLimits, used: Used) -> bool:
        """Whether an operator who did `used` today needs a second one for it."""
        if self.kind is FileKind.COUPONS:
            return not limits.allow_file(self.granted, used)
        return not limits.allow(self.moved, used)

    def started(self, by: str, now: datetime) -> BulkFile:
        """It, for a worker to carry out."""
        return replace(
            self,
            state=FileState.QUEUED,
            started_by=by,
            started_at=now,
            approval_id="",
            wait_until=None,
        )

    def waiting(self, by: str, now: datetime, approval_id: str, until: datetime) -> BulkFile:
        """It, for a second operator to decide on."""
        return replace(
            self,
            state=FileState.WAITING,
            started_by=by,
            started_at=now,
            approval_id=approval_id,
            wait_until=until,
        )

    def ended(
        self, state: FileState, now: datetime, *, done: int = 0, refused: int = 0
    ) -> BulkFile:
        """It, at its end."""
        return replace(self, state=state, ended_at=now, done=done, refused_when_run=refused)


def sums_of(rows: Iterable[Row], worths: Mapping[str, Worth | None]) -> tuple[Sum, ...]:
    """What rows that are not refused add and take, in the order of assets."""
    by_asset: dict[str, list[Row]] = {}
    for row in rows:
        if row.asset and not row.refusal:
            by_asset.setdefault(row.asset, []).append(row)
    made = []
    for asset, own in sorted(by_asset.items()):
        added = sum(row.amount for row in own if row.amount > 0)
        taken = -sum(row.amount for row in own if row.amount < 0)
        worth = worths.get(asset)
        made.append(
            Sum(
                asset,
                added,
                taken,
                len({row.member_id for row in own}),
                worth.currency if worth else "",
                worth.of(added - taken) if worth else 0,
            )
        )
    return tuple(made)


def coupons_of(rows: Iterable[Row]) -> tuple[tuple[str, int], ...]:
    """How many coupons rows that are not refused grant, in the order of types."""
    counts: dict[str, int] = {}
    for row in rows:
        if row.coupon_type and not row.refusal:
            counts[row.coupon_type] = counts.get(row.coupon_type, 0) + 1
    return tuple(sorted(counts.items()))


def to_body(file: BulkFile) -> dict[str, Any]:
    """What is kept of it."""
    return {
        **asdict(file),
        "kind": file.kind.value,
        "format": file.format.value,
        "encoding": file.encoding.value,
        "state": file.state.value,
        "seals": list(file.seals),
        "sums": [asdict(each) for each in file.sums],
        "coupons": [list(each) for each in file.coupons],
    }


def from_body(body: Mapping[str, Any]) -> BulkFile:
    """The file in `body`."""
    return BulkFile(
        **{
            **body,
            "kind": FileKind(body["kind"]),
            "format": FileFormat(body["format"]),
            "encoding": FileEncoding(body["encoding"]),
            "state": FileState(body["state"]),
            "seals": tuple(body["seals"]),
            "sums": tuple(Sum(**each) for each in body["sums"]),
            "coupons": tuple((type_, count) for type_, count in body["coupons"]),
        }
    )


BULK_FILE: RecordKind[BulkFile] = RecordKind("bulk_file", lambda brand, body: from_body(body))
"""A file, by its id."""
