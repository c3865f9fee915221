"""Which texts say nearly the same."""

from services.feedback.analysis.domain.alike import BANDS, Signature, closest, signature_of


def signed(text: str) -> Signature:
    signature = signature_of(text)
    assert signature is not None
    return signature


TOLD = "昨天在人民广场店买的芋泥奶茶里喝到一小片塑料，太吓人了"
AGAIN = "昨天在人民广场店买的芋泥奶茶里，喝到一小片塑料!!太吓人了。"
NEARLY = "前天在人民广场店买的芋泥奶茶里喝到一小片塑料，真的太吓人了"
OTHER = "外卖送了两个小时才到，冰都化完了，骑手还不接电话"


def test_marks_blanks_width_and_numbers_make_no_difference() -> None:
    assert signed(TOLD) == signed(AGAIN)
    assert signed("等了 40 分钟还没做好") == signed("等了５０分钟，还没做好")


def test_texts_that_say_nearly_the_same_are_alike_and_share_a_band() -> None:
    group = [("near", signed(NEARLY)), ("other", signed(OTHER))]
    assert closest(signed(TOLD), group) == "near"
    assert set(signed(TOLD).bands) & set(signed(NEARLY).bands)


def test_texts_that_say_something_else_are_not() -> None:
    assert closest(signed(TOLD), [("other", signed(OTHER))]) is None
    assert not set(signed(TOLD).bands) & set(signed(OTHER).bands)
    assert closest(signed(TOLD), []) is None


def test_a_text_that_says_too_little_is_alike_with_nothing() -> None:
    assert signature_of("太甜了") is None
    assert signature_of("!!! 🙂") is None
    assert signature_of("") is None


def test_a_signature_is_of_bounded_size_whatever_the_text() -> None:
    assert len(signed("很长的反馈" * 1_000).bands) == BANDS
    assert signed("甲乙丙丁" * 125 + "尾") == signed("甲乙丙丁" * 125 + "另一个结尾")
