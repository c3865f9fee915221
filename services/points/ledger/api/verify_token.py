"""The token with which a verification goes on in the next call, maybe in another process."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from services.common import pagination
from services.points.ledger.domain.account_audit import AuditState
from services.points.ledger.domain.audit_report import Colour, Phase, Report
from services.points.ledger.domain.hold_audit import HoldAudit
from tessera.points.v1 import ledger_pb2 as pb

SUMS_MAX = 16
"""With more assets the sum of the house is not told, so that a token stays short."""
HOLDS_MAX = 500
"""With more holds at a time these are not compared, for the same reason."""
CHARS_MAX = 128 * 1024
"""In the middle of an account a token has its lots in it, up to 1,000."""


def encode(secret: bytes, request: pb.VerifyRequest, brand: str, report: Report) -> str:
    """Where `report` stopped; "" when it is done."""
    if report.phase is Phase.DONE:
        return ""
    told = len(report.sums) <= SUMS_MAX
    return pagination.encode_token(
        secret,
        **_of(request, brand),
        phase=report.phase,
        after=report.after,
        within=asdict(report.within) if report.within else None,
        counts=report.counts,
        ages=report.ages_s,
        sums=report.sums if told else {},
        holds=asdict(report.holds if report.holds.count <= HOLDS_MAX else HoldAudit(full=True)),
        newest=report.newest if told else None,
        red=report.colour is Colour.RED,
    )


def decode(secret: bytes, request: pb.VerifyRequest, brand: str) -> Report | None:
    """The report to go on with; None for a new one. Raises PageTokenInvalid."""
    if not request.page_token:
        return None
    of = _of(request, brand)
    fields = pagination.decode_long_token(secret, request.page_token, CHARS_MAX, of)
    return Report(
        counts=fields["counts"],
        ages_s=fields["ages"],
        phase=Phase(fields["phase"]),
        after=fields["after"],
        within=AuditState(**fields["within"]) if fields["within"] else None,
        sums=fields["sums"],
        holds=HoldAudit(**fields["holds"]),
        newest=fields["newest"],
        red_before=fields["red"],
    )


def _of(request: pb.VerifyRequest, brand: str) -> dict[str, Any]:
    owners = hashlib.sha256("/".join(sorted(request.owners)).encode()).hexdigest()[:16]
    return {"verify": brand, "owners": owners}
