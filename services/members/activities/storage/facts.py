"""Facts as documents: what is known of a member from activities, in the document of their spending.

`facts`  {last_seen_at, orders, order_days} beside the fields of a standing, which tiers own
         (services/members/tiers/storage/standing_documents.py)
"""

from collections.abc import Mapping
from typing import Any

from services.common.mongo import Document
from services.members.activities.domain.facts import Facts
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Basis
from services.members.tiers.domain.standing import NextJudgement
from services.members.tiers.storage.standing_documents import (
    COLLECTIONS,
    days_document,
    next_judgement_document,
    standing_document,
    to_days,
    to_standing,
)

COLLECTION = COLLECTIONS[Basis.SPEND]


def facts_document(brand: str, member_id: str, facts: Facts, judgement: NextJudgement) -> Document:
    """All that is kept of a member's activities."""
    return {
        "_id": member_id,
        "brand": brand,
        **next_judgement_document(judgement),
        "last_seen_at": facts.last_seen_at,
        "orders": facts.orders.total,
        "order_days": days_document(facts.orders),
        **standing_document(facts.standing),
    }


def to_facts(document: Mapping[str, Any]) -> Facts:
    """The facts in a document. One that only tiers wrote has a standing and nothing else."""
    return Facts(
        last_seen_at=document.get("last_seen_at"),
        orders=DailyTotals(document.get("orders", 0), to_days(document.get("order_days", {}))),
        standing=to_standing(document),
    )
