"""A link below a message withdraws one consent of whoever got it, and of nobody else."""

from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.errors import Refusal
from services.feedback.audience.domain import Purpose, Reached, Said
from services.feedback.programme.domain import Text
from services.feedback.providers.commands import Providers
from services.feedback.reach.commands.opting_out import Link, OptOut, opt_out, read_link
from services.feedback.reach.commands.receiving import ReceivingContext
from services.feedback.reach.domain.opt_out import OptOutLinks
from services.feedback.reach.domain.rendering import Filled, Unfit, render
from services.feedback.reach.domain.section import Reach, Sms
from services.feedback.reach.domain.touch import State, Touch
from services.feedback.reach.domain.wish import Occasion, Wish
from tests.unit.feedback.reach.samples import AGREED, SHANGHAI, local, message, subject
from tests.unit.feedback.reach.test_commands import context
from tests.unit.feedback.reach.test_opt_outs import Members, Signed

NOW = local("2026-12-01 12:00")
LINKS = OptOutLinks("https://api.example", b"k" * 32)
OWN = LINKS.of("tea", "tch_1", "sms")
BY = Reach(
    {}, opt_outs={"push": Text("退订：{link}", "Stop: {link}")}, sms=Sms("【茶】", "退订{link}")
)


def shown(channel: str, link: str, purpose: Purpose = Purpose.MARKETING) -> str:
    words = Filled(Text("好", "good"), Occasion("birthday"), "en", NOW, SHANGHAI, link)
    return render(message("news", purpose, channels=("push", "sms")), words, channel, BY).text


def test_it_stands_where_the_brand_shows_it_and_a_message_without_one_is_not_sent() -> None:
    assert shown("push", OWN) == f"good\nStop: {OWN}"
    assert shown("sms", OWN) == f"【茶】good退订{OWN}"
    for link in ("", OWN):
        assert shown("push", link, Purpose.SERVICE) == "good"
        assert shown("sms", link, Purpose.SERVICE) == "【茶】good"
    for channel in ("push", "sms"):
        with pytest.raises(Unfit):
            shown(channel, "")


def test_it_is_the_same_for_ever_and_short() -> None:
    assert OWN.startswith("https://api.example/opt-out/tea/sms/tch_1/")
    assert len(OWN.rsplit("/", 1)[1]) == 16
    assert LINKS.of("tea", "tch_1", "sms") == OWN
    assert OptOutLinks("https://api.example", b"x" * 32).of("tea", "tch_1", "sms") != OWN


@given(st.tuples(st.text(), st.text(), st.text(), st.text()))
def test_nobody_makes_one_without_the_key(parts: tuple[str, str, str, str]) -> None:
    brand, channel, touch_id, code = parts
    assert not LINKS.is_sound(brand, touch_id, channel, code)
    own = LINKS.code("tea", "tch_1", "sms")
    assert LINKS.is_sound(brand, touch_id, channel, own) is (
        (brand, touch_id, channel) == ("tea", "tch_1", "sms")
    )


class Made:
    async def links(self) -> OptOutLinks:
        return LINKS


def receiving(
    reached: Reached | None, purpose: Purpose = Purpose.MARKETING
) -> tuple[ReceivingContext, Members]:
    members = Members()
    reach, touches = context(reached, NOW)
    wish = Wish("tch_1", "mem_1", Occasion("birthday"), NOW, "news")
    sent = Touch(wish, NOW, State.SENT, purpose=purpose, channel="sms")
    touches.touches["tch_1"] = sent
    ctx = replace(reach, links=Made())
    return ReceivingContext(ctx, cast("Providers", Signed()), members), members


def link(touch_id: str = "tch_1", channel: str = "sms", brand: str = "tea") -> Link:
    return Link(brand, channel, touch_id, LINKS.code("tea", "tch_1", "sms"))


async def test_reading_changes_nothing_and_taking_withdraws_that_purpose_by_that_channel() -> None:
    ctx, members = receiving(subject(consents=AGREED).reached, Purpose.SURVEY)
    assert await read_link(ctx, link()) == OptOut(Purpose.SURVEY, "sms", withdrawn=False)
    assert members.withdrawn == []
    assert (await opt_out(ctx, link())).withdrawn
    ((channel, member_id, link_id),) = members.withdrawn
    assert (channel, member_id) == ("sms", "mem_1")
    assert link_id.startswith("survey tch_1/sms/")


async def test_what_is_withdrawn_stays_so_and_who_agreed_again_may_take_it_back_again() -> None:
    withdrawn = {("marketing", "sms"): Said(NOW, False)}
    ctx, members = receiving(subject(consents={**AGREED, **withdrawn}).reached)
    assert (await opt_out(ctx, link())).withdrawn
    assert members.withdrawn == []
    ids = set()
    for minute in (0, 1):
        said = Said(local(f"2026-11-30 12:0{minute}"), True)
        ctx, members = receiving(subject(consents={("marketing", "sms"): said}).reached)
        for _ in range(2):
            await opt_out(ctx, link())
        ids |= {each[2] for each in members.withdrawn}
    assert len(ids) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        replace(link(), code="x" * 16),
        link(channel="push"),
        link(touch_id="tch_2"),
        link(brand="coffee"),
    ],
)
async def test_a_link_of_another_touch_channel_or_brand_is_none(wrong: Link) -> None:
    ctx, members = receiving(subject(consents=AGREED).reached)
    with pytest.raises(Refusal) as refused:
        await opt_out(ctx, wrong)
    assert (refused.value.reason, members.withdrawn) == ("OPT_OUT_LINK_INVALID", [])


async def test_there_is_none_of_service_of_who_is_erased_and_without_an_address() -> None:
    for ctx in (
        receiving(subject(consents=AGREED).reached, Purpose.SERVICE)[0],
        receiving(None)[0],
        replace(receiving(None)[0], reach=context(subject().reached, NOW)[0]),
    ):
        with pytest.raises(Refusal) as refused:
            await read_link(ctx, link())
        assert refused.value.reason == "OPT_OUT_LINK_INVALID"
