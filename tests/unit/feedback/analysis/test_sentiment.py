"""The sentiment of a text, by weights that the test sets, and by those of the release."""

from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.analysis.adapters.weights import (
    SHIPPED,
    read_model,
    shipped_model,
    written,
)
from services.feedback.analysis.domain.sentiment import (
    ALL_RIGHT,
    READ_CHARS_MAX,
    SIZE,
    Label,
    SentimentModel,
    in_form,
    is_read,
    places_of,
    with_denials_read,
)

CARD = SHIPPED.with_name("MODEL.md")


def model_of(weights: dict[str, int], bias: float = 0.0) -> SentimentModel:
    """A model that knows these runs; a text of n runs has the sum of their weights ÷ √n."""
    numbers = array("b", bytes(SIZE))
    for run, weight in weights.items():
        (place,) = (p for p in places_of(run) if p not in places_of(run[:-1]) | places_of(run[1:]))
        numbers[place] = weight
    return SentimentModel("zh-test", numbers, scale=1.0, bias=bias, slope=1.0, offset=0.0)


def test_runs_of_one_to_three_characters_count_once_each() -> None:
    assert len(places_of("难喝啊")) == 6
    assert places_of("难喝难喝难喝") == places_of("难喝难喝难")
    assert places_of("") == set()


def test_weights_give_label_score_and_confidence() -> None:
    model = model_of({"难喝": -3, "好喝": 3})
    bad, good, unknown = (model.sentiment_of(text) for text in ("难喝", "好喝", "你们"))
    # σ(−3 ÷ √3) = 0.150 for three runs.
    assert (bad.label, bad.score, bad.confidence) == (Label.NEGATIVE, -0.699, 0.85)
    assert (good.label, good.score, good.confidence) == (Label.POSITIVE, 0.699, 0.85)
    assert (unknown.label, unknown.score, unknown.confidence) == (Label.NEUTRAL, 0.0, 0.5)
    assert bad.model == "zh-test"


def test_a_text_without_chinese_is_neutral_however_it_is_meant() -> None:
    model = model_of({}, bias=-5.0)
    for text in (
        "The staff was rude",
        "awful!!",
        "😡😡😡",
        "12345",
        "The 奶茶 was bland, staff rude",
    ):
        said = model.sentiment_of(text)
        assert (said.label, said.score, said.confidence) == (Label.NEUTRAL, 0.0, 0.5), text
    assert model.sentiment_of("app闪退了").label is Label.NEGATIVE


def test_width_case_numbers_and_blanks_make_no_difference() -> None:
    assert in_form("ＡＰＰ 等了\n\n１５ 分钟") == in_form("app 等了 3 分钟")


def test_a_long_text_is_read_at_both_ends() -> None:
    text = "开" * 3_000 + "尾"
    assert len(in_form(text)) == READ_CHARS_MAX
    assert in_form(text).startswith("开")
    assert in_form(text).endswith("尾")


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_has_a_sentiment_within_its_bounds(text: str) -> None:
    said = shipped_model().sentiment_of(text)
    assert -1 <= said.score <= 1
    assert 0.5 <= said.confidence <= 1
    assert abs(abs(said.score) - (2 * said.confidence - 1)) < 0.003
    sign = {Label.POSITIVE: said.score > 0, Label.NEGATIVE: said.score < 0}
    assert sign.get(said.label, said.confidence < 0.7005)
    assert is_read(in_form(text)) or said.score == 0


@pytest.mark.parametrize(
    "text",
    [
        "等了一个多小时，送来都凉了，再也不点了",
        "太难吃了，米饭是硬的",
        "店员态度很差，叫了半天没人理",
        "质量太差，穿一次就破了",
        "根本不能用，要求退货",
    ],
)
def test_the_model_of_the_release_knows_a_complaint(text: str) -> None:
    assert shipped_model().sentiment_of(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "味道很好，送得也快，下次还会点",
        "非常好吃，分量足",
        "质量很好，很喜欢，推荐购买",
        "味道很好, 好喝!",
    ],
)
def test_the_model_of_the_release_knows_praise(text: str) -> None:
    assert shipped_model().sentiment_of(text).label is Label.POSITIVE


def test_the_card_is_of_the_model_of_the_release() -> None:
    assert shipped_model().version in CARD.read_text("utf-8")
    assert SHIPPED.stat().st_size < 2_000_000


def test_a_file_that_is_no_model_or_is_changed_is_refused(tmp_path: Path) -> None:
    good = written(array("b", bytes(SIZE)), 0.5, 0.1, 1.2, -0.3)
    model = read_model(good)
    numbers = (model.scale, model.bias, model.slope, model.offset)
    assert numbers == (0.5, 0.1, 1.2, -0.3)
    changed = good[:-1] + b"\x01"
    for content in (b"", b"no model", good[:-1], b"{}\n" + bytes(SIZE), changed):
        with pytest.raises(ValueError, match=r"."):
            read_model(content)


FAULTS_DENIED = (
    *("喝完没有拉肚子", "吃了之后没有拉肚子，很放心", "包装很好，没有洒", "送来的时候没有漏"),
    *("没有发现异物", "没有异味也没有变质", "孩子喝了没有肚子疼", "这次没有少送"),
    *("骑手没有迟到，也没洒", "穿了一周没有起球", "买的水果没有坏的", "完全没有失望"),
    *("没有任何毛病", "一点都不脏", "用到现在没有卡死过", "没有头发，很干净"),
)
FAULTS_THERE = (
    *("喝完拉肚子了", "吃了之后拉肚子，很不放心", "包装很差，洒了", "送来的时候漏了", "发现异物"),
    *("有异味而且变质了", "孩子喝了肚子疼", "骑手迟到，还洒了", "穿了一周起球", "非常失望"),
    *("不是没有拉肚子", "没有好好处理，拉肚子了也没人管", "没加冰还太甜", "不好喝，没有味道"),
    *("如果没洒就好了，洒了一半", "没有洒，但是太难喝了"),
)


def test_a_fault_that_a_text_denies_is_no_complaint_and_one_that_is_there_stays_one() -> None:
    labels = {text: shipped_model().sentiment_of(text).label for text in FAULTS_DENIED}
    assert [text for text, label in labels.items() if label is Label.NEGATIVE] == []
    labels = {text: shipped_model().sentiment_of(text).label for text in FAULTS_THERE}
    assert [text for text, label in labels.items() if label is Label.POSITIVE] == []
    assert sum(label is Label.NEGATIVE for label in labels.values()) >= len(labels) - 2


def test_only_the_denied_fault_is_read_anew() -> None:
    assert with_denials_read("奶茶很香,没有拉肚子,也不会漏") == "奶茶很香,还行,也还行"
    for text in (
        "味道不错",
        "没有洒,但是太难喝",
        "有没有洒",
        "如果没洒就好了",
        "没有不洒的时候",
        "从没吃过这么难吃的",
        "不给退款",
        "很好喝",
        "",
    ):
        assert with_denials_read(text) == text


@given(st.text(alphabet="没有不洒漏拉肚子好喝太甜，吗如果再 ab", max_size=60))
def test_reading_denials_keeps_everything_else_in_its_order(text: str) -> None:
    read = with_denials_read(in_form(text))
    left = read.replace(ALL_RIGHT, "")
    rest = iter(in_form(text))
    assert all(character in rest for character in left)
