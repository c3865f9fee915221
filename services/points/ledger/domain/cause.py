"""The cause of a posting: which rules, order, reward or refund it is about, in typed fields.

A room of ours writes into a posting's metadata why it is made; those texts are read here, and
callers see the cause in their place. A caller's own posting keeps its metadata as it is; where that
has the usual keys (rule, campaign, order_id, store_id, reward, reason), they are the cause too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from services.points.ledger.domain import request_ids
from services.points.ledger.domain.metadata_lines import unpacked
from services.points.ledger.domain.posting import BY_BRAND, ORDER_AT, ORDER_ID, Posting

CAMPAIGN_PREFIX = "campaign:"
_CAMPAIGN = "campaign"
_PACKED = ("award.", "clawback.", "taken.", "returned.", "given.")
_OURS = frozenset(
    {"programme_version", "redemption", "bonus", "coupon", "coupon_type", "checkout"}
) | {"expiring", "merge", "wake_up", "paid_minor", ORDER_AT, BY_BRAND}


@dataclass(frozen=True, slots=True)
class RuleShare:
    """What a rule gave, or what a refund took of what it had given (below zero)."""

    rule: str
    asset: str = ""
    amount: int = 0
    campaigns: tuple[str, ...] = ()
    base: int = 0
    """What it gave before multipliers; this and what follows are of awards alone."""
    multiplier_percent: int = 0
    multipliers: tuple[str, ...] = ()
    capped: int = 0
    base_hundredths: int = 0
    """The base before it was rounded, in hundredths; 0 where it is whole."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Every field may be empty: a posting has those that it is about."""

    rules: tuple[RuleShare, ...] = ()
    activity: str = ""
    channel: str = ""
    event_id: str = ""
    order_id: str = ""
    store_id: str = ""
    reward: str = ""
    redemption_id: str = ""
    reason: str = ""
    coupon_type: str = ""
    coupon_id: str = ""
    checkout_id: str = ""
    benefit: str = ""
    gift_id: str = ""
    merge_id: str = ""
    brand_event: str = ""
    order_at: datetime | None = None
    """Of a refund: when its order was ordered."""


def is_callers(posting: Posting) -> bool:
    """True when a caller wrote the posting with metadata of its own."""
    return posting.request_id.startswith(request_ids.CALLER)


def _is_merge(posting: Posting) -> bool:
    return posting.request_id.startswith(request_ids.MERGE)


def is_given(posting: Posting) -> bool:
    """True when the reason is one that a caller or an operator gave."""
    by_operators = (
        *(request_ids.ADJUSTMENT, request_ids.VOUCHER, request_ids.GRANT),
        *(request_ids.BULK_ROW, request_ids.COUPON_REVOCATION),
    )
    return is_callers(posting) or posting.request_id.startswith(by_operators)


def cause_of(posting: Posting) -> Cause:
    """The cause of any posting."""
    said = posting.metadata
    return Cause(
        rules=_rules(posting, said),
        activity=said.get("activity", ""),
        channel=said.get("channel", ""),
        event_id=said.get("event_id", ""),
        order_id=said.get(ORDER_ID, ""),
        store_id=said.get("store_id", ""),
        reward=said.get("reward", ""),
        redemption_id=said.get("redemption", ""),
        reason=said.get("reason" if is_given(posting) else "refused", ""),
        coupon_type=said.get("coupon_type", ""),
        coupon_id=said.get("coupon", ""),
        checkout_id=said.get("checkout", ""),
        merge_id=said.get("merge", "") if _is_merge(posting) else "",
        gift_id="" if is_callers(posting) else said.get("gift", ""),
        benefit="" if is_callers(posting) else said.get("benefit", ""),
        brand_event="" if is_callers(posting) else said.get("brand_event", ""),
        order_at=_ordered_at(posting, said),
    )


def _ordered_at(posting: Posting, said: Mapping[str, str]) -> datetime | None:
    if not posting.request_id.startswith(request_ids.REFUND) or ORDER_AT not in said:
        return None
    return datetime.fromisoformat(said[ORDER_AT])


def campaigns_of(posting: Posting) -> tuple[str, ...]:
    """The codes of the campaigns that a posting names, each once: it is always found by them."""
    said = posting.metadata
    if _CAMPAIGN not in said and not any(CAMPAIGN_PREFIX in text for text in said.values()):
        return ()
    shares = _rules(posting, posting.metadata)
    return tuple(dict.fromkeys(code for share in shares for code in share.campaigns))


def callers_metadata(posting: Posting) -> dict[str, str]:
    """The metadata as callers see it: without the texts that a room of ours packed there."""
    if is_callers(posting):
        return dict(posting.metadata)
    return {
        key: value
        for key, value in posting.metadata.items()
        if key not in _OURS and not key.startswith(_PACKED)
    }


def _rules(posting: Posting, said: Mapping[str, str]) -> tuple[RuleShare, ...]:
    if posting.request_id.startswith(request_ids.AWARD):
        return _read(_awarded, unpacked("award", said))
    if posting.request_id.startswith(request_ids.REFUND):
        return _read(_taken, unpacked("taken", said))
    if not said.get("rule"):
        return ()
    campaigns = (said["campaign"],) if said.get("campaign") else ()
    return (RuleShare(said["rule"], campaigns=campaigns),)


def _read(share_in: Callable[[str], RuleShare], lines: Iterable[str]) -> tuple[RuleShare, ...]:
    """The shares in `lines`. A line that cannot be read is left out: the feed of all brands must
    not stop for a line of text."""
    shares = []
    for line in lines:
        with suppress(ValueError):
            shares.append(share_in(line))
    return tuple(shares)


def _awarded(line: str) -> RuleShare:
    """The line is `earning`'s: rule|asset|amount|base|percent|multipliers|capped. The base
    is 36, or 19/1990 where it was 19.90 before it was rounded."""
    rule, asset, amount, base, percent, written, capped = line.split("|")
    multipliers = tuple(text for text in written.split(",") if text)
    sources = (text.rpartition("=")[0] for text in multipliers)
    campaigns = tuple(
        source.removeprefix(CAMPAIGN_PREFIX)
        for source in sources
        if source.startswith(CAMPAIGN_PREFIX)
    )
    base, _, hundredths = base.partition("/")
    return RuleShare(
        *(rule, asset, int(amount), campaigns, int(base), int(percent), multipliers, int(capped)),
        base_hundredths=int(hundredths or 0),
    )


def _taken(line: str) -> RuleShare:
    """The line is `refunds`': rule|asset|points."""
    rule, asset, points = line.split("|")
    return RuleShare(rule, asset, -int(points))
