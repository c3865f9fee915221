"""The token with which a verification goes on in the next call, maybe in another process."""

from __future__ import annotations

import hashlib
from typing import Any

from services.common import pagination
from services.points.domain.report import Colour, Phase, Report
from tessera.points.v1 import ledger_pb2 as pb

SUMS_MAX = 16
"""With more assets the sum of the house is not told, so that a token stays short."""


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
        counts=report.counts,
        ages=report.ages_s,
        sums=report.sums if told else {},
        newest=report.newest if told else None,
        red=report.colour is Colour.RED,
    )


def decode(secret: bytes, request: pb.VerifyRequest, brand: str) -> Report | None:
    """The report to go on with; None for a new one. Raises PageTokenInvalid."""
    if not request.page_token:
        return None
    fields = pagination.decode_token(secret, request.page_token, **_of(request, brand))
    return Report(
        counts=fields["counts"],
        ages_s=fields["ages"],
        phase=Phase(fields["phase"]),
        after=fields["after"],
        sums=fields["sums"],
        newest=fields["newest"],
        red_before=fields["red"],
    )


def _of(request: pb.VerifyRequest, brand: str) -> dict[str, Any]:
    owners = hashlib.sha256("/".join(sorted(request.owners)).encode()).hexdigest()[:16]
    return {"verify": brand, "owners": owners}
