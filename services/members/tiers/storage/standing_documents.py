"""Standings as documents: what was counted by local day, and the positions that it gives.

`growth`  {_id: member id, brand, version, judge_at, sequence, ahead, total, days, places}
`facts`   the same for spending, beside fields that the room `activities` owns

`value_class` is that of the last run of RFM, in `facts`; absent before the first.
`version` is the programme's by which it was judged last; `judge_at` is when the next judgement is
due, absent when none is; `days` is {"2026-11-21": amount}; `places` is {ladder: position}, a
position {tier, reached_at, since, climbs, manual: {tier, since, until, note}}.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.common.mongo import ASCENDING, Document, IndexModel
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.manual_tier import ManualTier
from services.members.tiers.domain.standing import NextJudgement, Standing
from services.members.tiers.domain.tiers import Climb, LadderPosition

COLLECTIONS = {Source.GROWTH: "growth", Source.PURCHASES: "facts"}
_JUDGED = [
    IndexModel([("judge_at", ASCENDING)], sparse=True),
    IndexModel([("brand", ASCENDING), ("version", ASCENDING)]),
    IndexModel(
        [("brand", ASCENDING), ("judge_at", ASCENDING), ("_id", ASCENDING)],
        partialFilterExpression={"judge_at": {"$exists": True}},
    ),
]
INDEXES: dict[str, Sequence[IndexModel]] = dict.fromkeys(COLLECTIONS.values(), _JUDGED)


def next_judgement_document(judgement: NextJudgement) -> Document:
    """The fields that say when a standing is judged next."""
    due = {} if judgement.at is None else {"judge_at": judgement.at}
    return {"version": judgement.version} | due


def standing_document(standing: Standing) -> Document:
    """The fields of a standing."""
    told = {"value_class": standing.value_class} if standing.value_class else {}
    return told | {
        "sequence": standing.sequence,
        "ahead": sorted(standing.ahead),
        "total": standing.totals.total,
        "days": days_document(standing.totals),
        "places": {
            code: _position_document(position) for code, position in standing.positions.items()
        },
    }


def to_standing(document: Mapping[str, Any]) -> Standing:
    """The standing in a document."""
    return Standing(
        totals=DailyTotals(document["total"], to_days(document["days"])),
        positions={code: _position(position) for code, position in document["places"].items()},
        sequence=document["sequence"],
        ahead=set(document["ahead"]),
        orders=DailyTotals(document.get("orders", 0), to_days(document.get("order_days", {}))),
        value_class=document.get("value_class", ""),
    )


def days_document(totals: DailyTotals) -> dict[str, int]:
    """The amounts by local day."""
    return {day.isoformat(): amount for day, amount in totals.by_day.items()}


def to_days(document: Mapping[str, int]) -> dict[date, int]:
    """The amounts by local day, back again."""
    return {date.fromisoformat(day): amount for day, amount in document.items()}


def _position_document(position: LadderPosition) -> Document:
    manual = position.manual
    lifted = {} if manual is None else {"manual": _manual_document(manual)}
    return lifted | {
        "tier": position.tier,
        "reached_at": position.reached_at,
        "since": position.since.isoformat(),
        "climbs": [
            {
                "tier": climb.tier,
                "counted": climb.counted,
                "total": climb.total,
                "from_tier": climb.from_tier,
                "from_reached_at": climb.from_reached_at,
                "from_since": climb.from_since.isoformat(),
                "first": climb.first.isoformat() if climb.first else None,
            }
            for climb in position.climbs
        ],
    }


def _manual_document(manual: ManualTier) -> Document:
    return {
        "tier": manual.tier,
        "since": manual.since,
        "until": manual.until.isoformat(),
        "note": manual.note,
    }


def _manual(document: Mapping[str, Any]) -> ManualTier:
    until = date.fromisoformat(document["until"])
    return ManualTier(document["tier"], document["since"], until, document["note"])


def _position(document: Mapping[str, Any]) -> LadderPosition:
    return LadderPosition(
        tier=document["tier"],
        reached_at=document["reached_at"],
        since=date.fromisoformat(document["since"]),
        climbs=tuple(
            Climb(
                climb["tier"],
                climb["counted"],
                climb["total"],
                climb["from_tier"],
                climb["from_reached_at"],
                date.fromisoformat(climb["from_since"]),
                date.fromisoformat(climb["first"]) if climb.get("first") else None,
            )
            for climb in document["climbs"]
        ),
        manual=_manual(document["manual"]) if "manual" in document else None,
    )
