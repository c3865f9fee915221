"""Each message that needs consent says how a member wants no more, and their word is taken."""

import json
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from services.feedback.audience.domain import Purpose, Reached, Said
from services.feedback.programme.domain import Programme, Text
from services.feedback.providers.commands import Providers, SignedHook
from services.feedback.reach.commands.receiving import ReceivingContext, take_receipts
from services.feedback.reach.domain.content import content_of
from services.feedback.reach.domain.rendering import Filled, render
from services.feedback.reach.domain.section import OPT_OUTS, Reach, reach_section
from services.feedback.reach.domain.wish import Occasion
from tests.unit.feedback.reach.samples import AGREED, SHANGHAI, local, message, subject
from tests.unit.feedback.reach.test_commands import context

NOW = local("2026-12-01 12:00")
PUSH = Text("可在「我的」中关闭", "Turn it off in your account")
ALL = ("push", "wecom", "inbox")


def shown(channel: str, purpose: Purpose, reach: Reach, language: str = "zh") -> str:
    words = Filled(Text("好", "good"), Occasion("birthday"), language, NOW, SHANGHAI)
    return render(message("news", purpose, channels=ALL), words, channel, reach).text


def test_it_stands_below_what_needs_consent_and_not_below_service() -> None:
    by = Reach({}, opt_outs={**OPT_OUTS, "push": PUSH})
    for purpose in (Purpose.MARKETING, Purpose.SURVEY):
        assert shown("wecom", purpose, by) == "好\n不想再收到，请回复T"
        assert shown("push", purpose, by, "en") == "good\nTurn it off in your account"
        # The inbox's page leads to the consents by itself.
        assert shown("inbox", purpose, by) == "好"
    assert shown("wecom", Purpose.SERVICE, by) == "好"


def test_a_brand_writes_its_own_and_wecom_has_one_in_any_case() -> None:
    section: dict[str, Any] = {"messages": [], "opt_outs": {"push": {"zh": "关", "en": "Off"}}}
    own = reach_section(Programme("tea", document={"reach": section})).opt_outs
    assert own == {**OPT_OUTS, "push": Text("关", "Off")}
    section["opt_outs"] = {"wecom": {"zh": "回N", "en": "N"}}
    own = reach_section(Programme("tea", document={"reach": section})).opt_outs
    assert own == {"wecom": Text("回N", "N")}


def test_it_is_a_part_of_what_is_approved() -> None:
    news, by = message("news", channels=ALL), Reach({})
    assert content_of(news, by) != content_of(news, Reach({}, opt_outs={"wecom": PUSH}))
    alone = message("news", channels=("inbox",))
    assert content_of(alone, by) == content_of(alone, Reach({}, opt_outs={"wecom": PUSH}))


class Signed:
    """Providers whose hooks are all signed."""

    def signed(self, brand: str, channel: str, hook: SignedHook) -> bool:
        return True


@dataclass
class Members:
    """Members, one of whom each channel reaches by `theirs`."""

    withdrawn: list[tuple[str, str, str]] = field(default_factory=list)

    async def owner(self, brand: str, channel: str, address: str) -> str | None:
        return "mem_1" if address == f"{channel}-theirs" else None

    async def withdraw(self, brand: str, channel: str, member_id: str, reply_id: str) -> None:
        self.withdrawn.append((channel, member_id, reply_id))

    async def withdraw_by_link(
        self, brand: str, member_id: str, purpose: Purpose, channel: str, link_id: str
    ) -> None:
        self.withdrawn.append((channel, member_id, f"{purpose} {link_id}"))


def hook(*replies: tuple[str, str, str]) -> SignedHook:
    events = [
        {"kind": "reply", "id": id_, "from": address, "text": text}
        for id_, address, text in replies
    ]
    return SignedHook("h1", "1", "v1,x", json.dumps({"events": events}).encode())


def receiving(reached: Reached | None) -> tuple[ReceivingContext, Members]:
    members = Members()
    reach, _ = context(reached, NOW)
    return ReceivingContext(reach, cast("Providers", Signed()), members), members


@pytest.mark.parametrize("channel", ["sms", "wecom"])
async def test_a_reply_withdraws_marketing_by_its_channel_once(channel: str) -> None:
    ctx, members = receiving(subject(consents=AGREED).reached)
    replies = (
        ("r1", f"{channel}-theirs", "好"),
        ("r2", f"{channel}-theirs", "t "),
        ("r3", "a stranger", "T"),
    )
    assert await take_receipts(ctx, "tea", channel, hook(*replies)) == 3
    assert members.withdrawn == [(channel, "mem_1", "r2")]
    withdrawn = {("marketing", channel): Said(NOW, False)}
    ctx, members = receiving(subject(consents={**AGREED, **withdrawn}).reached)
    await take_receipts(ctx, "tea", channel, hook(replies[1]))
    assert members.withdrawn == []


async def test_what_is_no_answer_to_a_message_withdraws_nothing() -> None:
    ctx, members = receiving(subject(consents=AGREED).reached)
    await take_receipts(ctx, "tea", "webhook", hook(("r1", "webhook-theirs", "T")))
    assert members.withdrawn == []
