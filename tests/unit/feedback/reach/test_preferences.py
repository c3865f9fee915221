"""How members wish to be reached: their hours, their channels in their order, their language."""

from dataclasses import replace

import pytest

from services.feedback.audience.domain import Preferences, Purpose, Rest
from services.feedback.reach.domain.case import Outcome, Subject
from services.feedback.reach.domain.decision import decide
from tests.unit.feedback.reach.samples import local, message, rules, subject, wish

NIGHT = Rest(22 * 60, 8 * 60)
BOTH = message("news", channels=("sms", "push", "inbox"))
CONSENTS = {"consents": {**subject().reached.consents}}  # type: ignore[union-attr]


def wishing(**preferences: object) -> Subject:
    prefers = Preferences(**preferences)  # type: ignore[arg-type]
    return subject(prefers=prefers)


@pytest.mark.parametrize("purpose", [Purpose.MARKETING, Purpose.SERVICE])
def test_no_message_comes_in_the_member_s_own_hours(purpose: Purpose) -> None:
    asked = rules(message("news", purpose, channels=("push",)), service_granted=True)
    now = local("2026-12-01T22:30")
    held = decide(wish(now), wishing(rest=NIGHT), asked, now)
    assert held.outcome is Outcome.PUT_OFF
    assert (held.checks[-1].name, held.checks[-1].rule) == ("quiet", "22:00-08:00")
    assert held.until == local("2026-12-02T08:00")
    assert decide(wish(now), wishing(), asked, now).outcome is Outcome.SEND
    at = local("2026-12-02T08:00")
    assert decide(wish(now), wishing(rest=NIGHT), asked, at).outcome is Outcome.SEND


def test_the_hours_are_those_of_the_member_s_zone() -> None:
    asked = rules(message("news", channels=("push",)))
    now = local("2026-12-01T15:30")  # 08:30 in Paris
    morning = Rest(8 * 60, 9 * 60, "Europe/Paris")
    held = decide(wish(now), wishing(rest=morning), asked, now)
    assert (held.outcome, held.until) == (Outcome.PUT_OFF, local("2026-12-01T16:00"))
    # A zone that this machine does not know is the brand's.
    unknown = replace(morning, zone="Mars/Olympus")
    assert decide(wish(now), wishing(rest=unknown), asked, now).outcome is Outcome.SEND


def test_the_inbox_wakes_nobody() -> None:
    now = local("2026-12-01T22:30")
    asked = rules(message("news", channels=("inbox",)))
    assert decide(wish(now), wishing(rest=NIGHT), asked, now).outcome is Outcome.SEND


def test_of_the_brand_s_channels_the_member_s_first_is_taken() -> None:
    now = local("2026-12-01T12:00")
    asked = rules(BOTH)
    assert decide(wish(now), wishing(), asked, now).channel == "sms"
    # Contact channels: a push goes by app_push. What the brand does not use is not added.
    likes = wishing(channels=("wechat", "app_push"))
    assert decide(wish(now), likes, asked, now).channel == "push"
    inbox = wishing(channels=("in_app",))
    assert decide(wish(now), inbox, asked, now).channel == "inbox"


def test_the_order_of_channels_keeps_those_that_nobody_named() -> None:
    contact = {"sms": "sms", "push": "app_push", "inbox": "in_app"}
    prefers = Preferences(channels=("in_app",))
    assert prefers.in_order(("sms", "push", "inbox"), contact) == ["inbox", "sms", "push"]
