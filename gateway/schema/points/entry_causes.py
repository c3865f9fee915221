"""The cause of an entry: the rules, the order, the reward, and a line of text for the member."""

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry

from gateway.core.ids import to_global
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import read
from gateway.schema.core.named import Named, NamedCode, named
from gateway.schema.core.scalars import Lang, Long, text
from tessera.points.v1 import ledger_pb2

_TITLES: Mapping[int, tuple[str, str]] = {
    ledger_pb2.POSTING_KIND_EARN: ("获得积分", "Points earned"),
    ledger_pb2.POSTING_KIND_SPEND: ("使用积分", "Points spent"),
    ledger_pb2.POSTING_KIND_HOLD: ("积分冻结或解冻", "Points set aside or released"),
    ledger_pb2.POSTING_KIND_CLAWBACK: ("退款", "Refunds"),
    ledger_pb2.POSTING_KIND_EXPIRE: ("积分过期", "Points expired"),
    ledger_pb2.POSTING_KIND_REVERSAL: ("更正撤销", "Undone by a correction"),
    ledger_pb2.POSTING_KIND_ADJUST: ("人工调整", "Corrected by the brand"),
    ledger_pb2.POSTING_KIND_TRANSFER: ("积分转赠", "Given from member to member"),
    ledger_pb2.POSTING_KIND_STOCK: ("库存变动", "Stock changed"),
    ledger_pb2.POSTING_KIND_OPEN: ("期初积分", "Opening balance"),
    ledger_pb2.POSTING_KIND_VOUCHER: ("兑换券", "Voucher"),
    ledger_pb2.POSTING_KIND_REMINDER: ("积分即将过期", "Points will expire"),
    ledger_pb2.POSTING_KIND_MERGE: ("会员合并", "Members merged"),
    ledger_pb2.POSTING_KIND_WAKE_UP: ("唤醒", "Woken"),
    ledger_pb2.POSTING_KIND_EXTEND: ("有效期延长", "Kept longer"),
}
_GIVEN_BACK = ("退款退回积分", "Given back for a refund")
"""What paid for an order in part comes back with its money."""
_GIVEN = ("转赠给会员", "Given to a member")
_RECEIVED = ("收到会员转赠", "Received from a member")
_TAKEN_BACK = ("退款扣回积分", "Taken back for a refund")
_UNKNOWN = ("积分变动", "Points changed")
_SEPARATOR = {"zh": "、", "en": ", "}
_COLON = {"zh": "：", "en": ": "}


def kind_title(kind: int, language: str) -> str:
    """The kind of an entry in words."""
    zh, en = _TITLES.get(kind, _UNKNOWN)
    return zh if language == "zh" else en


@strawberry.type(description="A rule's share in an entry.")
class RuleShare:
    """Source: tessera.points.v1.RuleShare."""

    rule: Named = read(
        lambda share: NamedCode(share.rule, share.name), "The rule, with the name it has now."
    )
    amount: Long | None = read(
        lambda share: share.amount or None,
        "The points that the rule gave; negative when a refund took them back. Null where a till"
        " named the rule without them.",
    )
    campaigns: list[str] = read(
        lambda share: list(share.campaigns), "The codes of the campaigns that multiplied them."
    )


def cause_title(entry: ledger_pb2.Entry, context: RequestContext, lang: Lang = None) -> str:
    """A line for the member: the names of the rules or of the reward, or the kind in words."""
    language = str(getattr(lang, "value", lang) or context.language)
    zh, en = _TITLES.get(entry.kind, _UNKNOWN)
    if entry.cause.gift_id:
        zh, en = _RECEIVED if entry.amount > 0 else _GIVEN
    is_given_back = entry.kind == ledger_pb2.POSTING_KIND_CLAWBACK and entry.amount > 0
    if is_given_back:
        zh, en = _GIVEN_BACK
    elif entry.kind == ledger_pb2.POSTING_KIND_CLAWBACK:
        zh, en = _TAKEN_BACK
    general = zh if language == "zh" else en
    cause = entry.cause
    named_by = [text(share.name, context, lang) for share in cause.rules]
    if cause.reward_code:
        named_by.append(text(cause.reward_name, context, lang) or cause.reward_code)
    if cause.coupon_type:
        named_by.append(text(cause.coupon_name, context, lang) or cause.coupon_type)
    if cause.benefit_code and not named_by:
        named_by.append(text(cause.benefit_name, context, lang) or cause.benefit_code)
    if cause.brand_event_code:
        named_by.append(text(cause.brand_event_name, context, lang) or cause.brand_event_code)
    known = list(dict.fromkeys(name for name in named_by if name))
    # The rules are those of what the same refund took.
    if not known or is_given_back:
        return general
    names = _SEPARATOR.get(language, ", ").join(known)
    if entry.kind == ledger_pb2.POSTING_KIND_EARN:
        return names
    return general + _COLON.get(language, ": ") + names


def _explanation(entry: ledger_pb2.Entry, context: RequestContext, lang: Lang = None) -> str | None:
    return text(entry.cause.explanation, context, lang) or None


@strawberry.type(
    description="The cause of an entry. Show `title`; decide by codes. What does not apply is null."
)
class EntryCause:
    """Source: tessera.points.v1.Entry."""

    title: str = read(
        cause_title,
        "A line for the member in the language of `lang`: the names of the rules or of the reward,"
        " or the kind of the entry in words.",
    )
    rules: list[RuleShare] = read(
        lambda entry: list(entry.cause.rules),
        "The rules that gave the points, or whose points a refund took back.",
        size=4,
    )
    explanation: str | None = read(
        _explanation,
        "How an award came about, for the member, such as: Points by purchase 36 × 1.3 Gold = 46."
        " Null for everything else.",
    )
    activity: str | None = read(
        lambda entry: entry.cause.activity or None,
        "The type of the activity, such as order, check_in or review.",
    )
    channel: str | None = read(
        lambda entry: entry.cause.channel or None, "The channel that reported the activity."
    )
    order_id: str | None = read(lambda entry: entry.cause.order_id or None, "The order.")
    store_id: str | None = read(lambda entry: entry.cause.store_id or None, "The store.")
    reward: Named | None = read(
        lambda entry: named(entry.cause.reward_code, entry.cause.reward_name),
        "The reward, with the name it has now.",
    )
    benefit: Named | None = read(
        lambda entry: named(entry.cause.benefit_code, entry.cause.benefit_name),
        "The counted benefit that was granted, used or given back, with the name it has now.",
    )
    gift_id: strawberry.ID | None = read(
        lambda entry: entry.cause.gift_id or None,
        "The gift from one member to another: the same in the entries of both.",
    )
    brand_event: Named | None = read(
        lambda entry: named(entry.cause.brand_event_code, entry.cause.brand_event_name),
        "The brand's event for which the member signed up, with the name it has now.",
    )
    redemption_id: strawberry.ID | None = read(
        lambda entry: _global("Redemption", entry.cause.redemption_id),
        "The global id of the redemption.",
    )
    coupon: Named | None = read(
        lambda entry: named(entry.cause.coupon_type, entry.cause.coupon_name),
        "The type of the coupon, with the name it has now.",
    )
    checkout_id: str | None = read(
        lambda entry: entry.cause.checkout_id or None, "The basket, by its id at checkout."
    )
    reason: str | None = read(
        lambda entry: entry.cause.reason or None, "The reason that an operator or a till gave."
    )


def _global(type_name: str, identifier: str) -> str | None:
    return to_global(type_name, identifier) if identifier else None


def labels_of(entry: ledger_pb2.Entry) -> Sequence[tuple[str, str]]:
    """The cause as pairs, and the caller's own notes; each pair once."""
    cause: Any = entry.cause
    pairs = [("rule", share.rule) for share in cause.rules]
    pairs += [("campaign", code) for share in cause.rules for code in share.campaigns]
    pairs += [("reward", cause.reward_code), ("redemption", cause.redemption_id)]
    pairs += [("coupon", cause.coupon_type), ("checkout", cause.checkout_id)]
    pairs += entry.metadata.items()
    return sorted({pair for pair in pairs if pair[1]})
