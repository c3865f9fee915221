"""A grant: the units of a benefit that a member gets for a term, and what was granted before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from services.points.activities.domain.standing import Standing
from services.points.benefits.domain.section import RULE_PREFIX, Benefit
from services.points.benefits.domain.term import Per, Term, term_of
from services.points.calendar.domain.local_time import end_of_day
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import ISSUED
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.programme.domain.programme import Programme

BENEFIT = "benefit"
"""In a posting's metadata: the code of the benefit that is granted, used or given back."""
_TERM = "benefit_term"


class Granted(NamedTuple):
    """The last term in which a member was granted a benefit, and how much in it."""

    per: Per
    term: Term
    times: int


GRANTED: RecordKind[Granted] = RecordKind("benefit_grant", lambda brand, body: _granted(body))
"""By `grant_id`."""


def grant_id(member_id: str, code: str) -> str:
    """Names the record of a member's grants of a benefit."""
    return f"{member_id}:{code}"


def current_term(
    benefit: Benefit, standing: Standing | None, today: date, programme: Programme
) -> Term | None:
    """The member's term of `benefit`; None while the enrolment that it needs is unknown."""
    enrolled_on = standing.enrolled_on(programme.zone) if standing else None
    return term_of(benefit.per, today, enrolled_on)


def due(
    benefit: Benefit, tier: str, term: Term | None, known: Versioned[Granted] | None
) -> Granted | None:
    """What there is to be granted for `term`, with what was granted in it; None for nothing.

    A clock that went back, and an enrolment that is known better since, bring no term again that
    lies before the last one.
    """
    times = benefit.times.get(tier, 0)
    if term is None or not times:
        return None
    if known is not None and known.value.per is benefit.per:
        if known.value.term.first > term.first:
            return None
        if known.value.term.first == term.first and known.value.times >= times:
            return None
    return Granted(benefit.per, term, times)


def granting(
    programme: Programme,
    member_id: str,
    benefit: Benefit,
    granted: Granted,
    known: Versioned[Granted] | None,
) -> PostingRequest:
    """Adds what `granted` has more than what is `known` of its term; it expires with the term."""
    had, version = 0, 0
    if known is not None:
        version = known.version
        if known.value.per is granted.per and known.value.term.first == granted.term.first:
            had = known.value.times
    added, first = granted.times - had, granted.term.first.isoformat()
    expire_at = end_of_day(granted.term.last, programme.zone)
    return PostingRequest(
        brand=programme.brand,
        request_id=(
            f"{request_ids.BENEFIT_GRANT}{benefit.code}/{granted.per}/{first}/{granted.times}"
            f"/{member_id}"
        ),
        kind=PostingKind.EARN,
        legs=(
            Leg(member_id, benefit.asset, added, expire_at=expire_at),
            Leg(ISSUED, benefit.asset, -added),
        ),
        metadata={
            "rule": f"{RULE_PREFIX}{benefit.code}",
            BENEFIT: benefit.code,
            _TERM: f"{first}/{granted.term.last.isoformat()}",
        },
        records=(GRANTED.record(grant_id(member_id, benefit.code), version, to_body(granted)),),
        # Two workers whose programmes differ grant the same term once.
        fingerprint=f"{benefit.code}/{first}/{granted.times}",
    )


def to_body(granted: Granted) -> dict[str, Any]:
    """As it is kept."""
    return {
        "per": str(granted.per),
        "first": granted.term.first.isoformat(),
        "last": granted.term.last.isoformat(),
        "times": granted.times,
    }


def _granted(body: Mapping[str, Any]) -> Granted:
    term = Term(date.fromisoformat(body["first"]), date.fromisoformat(body["last"]))
    return Granted(Per(body["per"]), term, int(body["times"]))
