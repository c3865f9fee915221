"""Entries say where they came from, in two languages; front ends find what they cache by its id."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from gateway.core.ids import to_global
from gateway.schema.core.scalars import Language
from gateway.schema.points import entry_causes
from gateway.schema.points.entry_causes import cause_title, labels_of
from tessera.points.v1 import ledger_pb2
from tessera.types.v1 import types_pb2
from tests.gateway.conftest import Client
from tests.gateway.in_process_services import MEMBER, InProcessServices
from tests.gateway.services import FakeBackend, entry, member_id

As = Callable[..., Client]

CAUSE = """title rules { rule { code name } amount campaigns } activity channel orderId storeId
  reward { code name } redemptionId reason"""


def _entry(kind: str, amount: int = 0, **cause: Any) -> ledger_pb2.Entry:
    return ledger_pb2.Entry(
        kind=ledger_pb2.PostingKind.Value(f"POSTING_KIND_{kind}"),
        amount=amount,
        cause=ledger_pb2.Cause(**cause),
    )


def _rule(code: str, zh: str = "", en: str = "", **more: Any) -> ledger_pb2.RuleShare:
    return ledger_pb2.RuleShare(rule=code, name=types_pb2.LocalizedText(zh=zh, en=en), **more)


TEA = types_pb2.LocalizedText(zh="茶", en="Tea")


@pytest.mark.parametrize(
    ("of", "zh", "en"),
    [
        (_entry("EARN", rules=[_rule("r", "每日签到", "Check-in")]), "每日签到", "Check-in"),
        (_entry("EARN", rules=[_rule("a", "甲", "A"), _rule("b", "乙", "B")]), "甲、乙", "A, B"),
        (_entry("EARN", rules=[_rule("a", "甲")]), "甲", "甲"),
        (_entry("EARN", rules=[_rule("nameless")]), "获得积分", "Points earned"),
        (
            _entry("CLAWBACK", rules=[_rule("a", "甲", "A")]),
            "退款扣回积分：甲",
            "Taken back for a refund: A",
        ),
        (
            _entry("CLAWBACK", 200, rules=[_rule("a", "甲", "A")]),
            "退款退回积分",
            "Given back for a refund",
        ),
        (_entry("SPEND", reward_code="t", reward_name=TEA), "使用积分：茶", "Points spent: Tea"),
        (_entry("SPEND", reward_code="tea"), "使用积分：tea", "Points spent: tea"),
        (_entry("EXPIRE"), "积分过期", "Points expired"),
        (ledger_pb2.Entry(), "积分变动", "Points changed"),
    ],
)
def test_a_member_reads_where_points_came_from(of: ledger_pb2.Entry, zh: str, en: str) -> None:
    context = InProcessServices().context(MEMBER, "zh")
    assert cause_title(of, context) == zh
    assert cause_title(of, context, Language.EN) == en
    assert cause_title(of, InProcessServices().context(MEMBER, "en")) == en


def test_every_kind_of_entry_has_words_of_its_own() -> None:
    context = InProcessServices().context(MEMBER, "en")
    kinds = [kind for kind in ledger_pb2.PostingKind.values() if kind]
    titles = {cause_title(ledger_pb2.Entry(kind=kind), context) for kind in kinds}
    assert len(titles) == len(kinds)
    assert "Points changed" not in titles


def test_labels_are_pairs_of_the_cause() -> None:
    made = _entry("EARN", rules=[_rule("check_in", campaigns=["may"])], reward_code="tea")
    made.metadata["order_id"] = "o1"
    made.metadata["rule"] = "check_in"
    assert labels_of(made) == [
        ("campaign", "may"),
        ("order_id", "o1"),
        ("reward", "tea"),
        ("rule", "check_in"),
    ]


def test_an_award_explains_itself_in_the_language_of_the_member() -> None:
    said = types_pb2.LocalizedText(zh="消费 36 × 1.3 金卡 = 46", en="Orders 36 × 1.3 Gold = 46")
    award = _entry("EARN", explanation=said)
    context = InProcessServices().context(MEMBER, "zh")
    assert entry_causes._explanation(award, context) == said.zh
    assert entry_causes._explanation(award, context, Language.EN) == said.en
    assert entry_causes._explanation(_entry("SPEND"), context) is None


async def test_an_entry_has_its_cause(
    as_: As, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    cause = ledger_pb2.Cause(
        rules=[_rule("order", "消费积分", "Orders", amount=70, campaigns=["double"])],
        activity="order",
        channel="pos",
        order_id="o1",
        store_id="s1",
    )

    def with_cause(owner: str, sequence: int) -> ledger_pb2.Entry:
        made = entry(owner, sequence)
        made.cause.CopyFrom(cause)
        return made

    monkeypatch.setattr("tests.gateway.fake_backend.entry", with_cause)
    query = f"{{ me {{ entries(first: 1) {{ edges {{ node {{ cause {{ {CAUSE} }} }} }} }} }} }}"
    (edge,) = (await as_(language="en").data(query))["me"]["entries"]["edges"]
    assert edge["node"]["cause"] == {
        "title": "Orders",
        "rules": [
            {"rule": {"code": "order", "name": "Orders"}, "amount": 70, "campaigns": ["double"]}
        ],
        "activity": "order",
        "channel": "pos",
        "orderId": "o1",
        "storeId": "s1",
        "reward": None,
        "redemptionId": None,
        "reason": None,
    }
    assert backend.calls["BatchGetWallets"] == 1


CARD = """{ me { id tier { id code } tiers { id } points { id available }
  entries(first: 2) { edges { node { id amount } } } } }"""
NODE = """query($id: ID!) { node(id: $id) { __typename id ... on Entry { amount }
  ... on Tier { code } ... on Points { available } } }"""


async def test_what_front_ends_cache_is_found_again_by_its_id(as_: As) -> None:
    me = (await as_().data(CARD))["me"]
    edges = me["entries"]["edges"]
    assert len({edge["node"]["id"] for edge in edges}) == 2
    for kind, wanted in (
        ("Tier", {"code": me["tier"]["code"]}),
        ("Points", {"available": me["points"]["available"]}),
        ("Entry", {"amount": edges[1]["node"]["amount"]}),
    ):
        identifier = {"Entry": edges[1]["node"]["id"]}.get(kind) or me[kind.lower()]["id"]
        for client in (as_(), as_("operator")):
            node = (await client.data(NODE, {"id": identifier}))["node"]
            assert node == {"__typename": kind, "id": identifier, **wanted}
        stranger = await as_(number=3).ask(NODE, {"id": identifier})
        assert stranger["data"]["node"] is None


@pytest.mark.parametrize(
    "malformed",
    [
        "",
        "nonsense",
        "%%%",
        "é",
        "\u0000",
        "a" * 3_000,
        b64encode(b"Member").decode(),
        b64encode(b"Member:").decode(),
        b64encode(b"Member:abc").decode(),
        b64encode(b"Member:../x").decode(),
        b64encode(b"\xff\xfe:1").decode(),
        to_global("Nothing", "x_1"),
        to_global("Entry", "mem_1"),
        to_global("Entry", f"{member_id(2)}-x"),
        to_global("Entry", f"{member_id(2)}-" + "9" * 30),
        to_global("Entry", f"{member_id(2)}-0"),
        to_global("Entry", f"{member_id(2)}-999"),
        to_global("Tier", f"{member_id(2)}"),
        to_global("Tier", f"{member_id(2)}-nothing"),
        to_global("Points", "x"),
        to_global("Redemption", "x"),
    ],
)
async def test_a_malformed_id_is_nobody_s(as_: As, malformed: str) -> None:
    assert await as_().data(NODE, {"id": malformed}) == {"node": None}
