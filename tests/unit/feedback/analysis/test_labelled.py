"""Measured on texts that people labelled: what they complain of, and what they want."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from services.feedback import analysis
from services.feedback.analysis.adapters.weights import shipped_model
from services.feedback.analysis.domain.intent import Intent, intent_of
from services.feedback.analysis.domain.mentions import (
    MENTIONS_MAX,
    How,
    Mention,
    issues_of,
    mentions_of,
    praised_in,
)
from services.feedback.analysis.domain.sentiment import UNREAD
from services.feedback.analysis.domain.taxonomy import Issue
from tests.unit.feedback.analysis.labelled import (
    INTENTS,
    INTENTS_HELD,
    ISSUES,
    MENTIONS,
    MENTIONS_HELD,
)
from tests.unit.feedback.analysis.labelled_intents import SEEN, UNSEEN

CARD = Path(analysis.__file__).parent / "MODEL.md"

_WEIGHT = {How.COMPLAINED: 2, How.PRAISED: 1, How.NEGATED: 0}


def by_issue(mentions: Sequence[Mention]) -> dict[str, How]:
    """The strongest of each issue's mentions: a complaint, then praise."""
    found: dict[str, How] = {}
    for each in mentions:
        found[each.code] = max(found.get(each.code, each.how), each.how, key=_WEIGHT.__getitem__)
    return found


def right(texts: Sequence[tuple[str, Mapping[str, How]]]) -> float:
    """The share of texts of which every issue is told as its label says, and no other issue."""
    return sum(by_issue(mentions_of(text, ISSUES)) == label for text, label in texts) / len(texts)


def hit(texts: Sequence[tuple[str, Intent]]) -> float:
    """The share of texts whose intent is its label."""
    read = shipped_model().sentiment_of
    return sum(
        intent_of(text, mentions_of(text, ISSUES), read(text)) is label for text, label in texts
    ) / len(texts)


def test_negation_and_praise_are_told_from_complaints() -> None:
    assert right(MENTIONS) == 1
    assert right(MENTIONS_HELD) >= 0.95


def test_intents_are_told_apart() -> None:
    assert hit(INTENTS) >= 0.95
    assert hit(INTENTS_HELD) >= 0.9


def test_the_card_has_the_figures_of_intents_by_class() -> None:
    read = shipped_model().sentiment_of
    pairs: Counter[tuple[Intent, Intent]] = Counter()
    for text, label in UNSEEN:
        pairs[label, intent_of(text, mentions_of(text, ISSUES), read(text))] += 1
    rows = {}
    for each in Intent:
        labelled = sum(count for (label, _), count in pairs.items() if label is each)
        told = sum(count for (_, found), count in pairs.items() if found is each)
        rows[each] = f"| {each.value} | {labelled} | {told} | {pairs[each, each]} |"
    card = CARD.read_text("utf-8")
    assert [row for row in rows.values() if row not in card] == []
    right_of_unseen = sum(pairs[each, each] for each in Intent)
    assert f"**{right_of_unseen} of {len(UNSEEN)}**" in card
    assert right_of_unseen >= 43
    assert hit(SEEN) >= 0.9


def test_a_bare_fact_is_no_complaint_unless_something_lacks() -> None:
    read = shipped_model().sentiment_of
    for text, intent in (
        ("我在店里", Intent.TELLS),
        ("我在店里等了一小时没人理我", Intent.COMPLAINS),
        ("已经下单了", Intent.TELLS),
        ("已经下单一周还没发货", Intent.COMPLAINS),
    ):
        assert intent_of(text, (), read(text)) is intent


def test_an_issue_that_is_only_denied_or_praised_is_no_complaint() -> None:
    assert issues_of("没有拉肚子，味道很好", ISSUES) == ()
    assert praised_in(mentions_of("没有拉肚子，味道很好", ISSUES)) == ("taste",)
    assert issues_of("没有拉肚子，可是味道很差", ISSUES) == ("taste",)
    assert praised_in(mentions_of("味道很好，但是太甜", ISSUES)) == ()


def test_a_thing_of_the_brand_can_be_praised_and_a_fault_can_not() -> None:
    pearls = Issue("pearls", ("珍珠",), things=("珍珠",))
    [praised] = mentions_of("珍珠很好", [pearls])
    assert praised == Mention("pearls", "珍珠", How.PRAISED)
    [fault] = mentions_of("珍珠很好", [Issue("pearls", ("珍珠",))])
    assert fault.how is How.COMPLAINED


def test_of_words_within_words_the_longest_is_told() -> None:
    [told] = mentions_of("优惠券用不了", [Issue("app", ("优惠券", "优惠券用不了"))])
    assert told.word == "优惠券用不了"


def test_a_text_has_a_bounded_number_of_mentions_and_each_one_once() -> None:
    issues = [Issue(f"i{n}", (f"词{n:03}",)) for n in range(60)]
    text = "，".join(f"词{n:03}" for n in range(60)) * 2
    assert len(mentions_of(text, issues)) == MENTIONS_MAX
    assert len(mentions_of("太甜，太甜，太甜", ISSUES)) == 1


def test_a_long_text_of_negations_is_read_in_no_time() -> None:
    for text in ("没有" * 2_000, "不是" * 1_990 + "太甜", "not " * 990 + "late", "好" * 4_000):
        assert len(mentions_of(text, ISSUES)) <= 1
        intent_of(text, (), UNREAD)
