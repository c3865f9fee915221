"""Bad input: each kind has its own reason and names its field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.points.ledger.domain.account import START_OF_TIME
from services.points.ledger.domain.apply import apply
from services.points.ledger.domain.posting import (
    AMOUNT_MAX,
    HoldChange,
    HoldPlacement,
    Leg,
    PostingKind,
    PostingRequest,
)
from services.points.ledger.domain.validation import AccountUnknown, check
from tests.builders import NEW_YEAR, earn, hold, posting, reverse

GOOD = earn("mem_ann", 5)
HOUSE = Leg("house:issued", "POINTS", -5)
EARN = PostingKind.EARN
MS = timedelta(milliseconds=1)


def with_leg(**fields: Any) -> PostingRequest:
    good: dict[str, Any] = {"owner": "m", "asset": "POINTS", "amount": 5}
    return GOOD._replace(legs=(Leg(**good | fields), HOUSE))


def with_hold(**fields: Any) -> PostingRequest:
    good: dict[str, Any] = {
        "hold_id": "h",
        "owner": "m",
        "asset": "POINTS",
        "amount": 5,
        "expire_at": NEW_YEAR,
    }
    return posting(PostingKind.HOLD, place_holds=(HoldPlacement(**good | fields),))


BAD = [
    (GOOD._replace(request_id=""), "INVALID_ARGUMENT", "request_id"),
    (GOOD._replace(request_id="x" * 513), "INVALID_ARGUMENT", "request_id"),
    (GOOD._replace(legs=()), "INVALID_ARGUMENT", "legs"),
    (GOOD._replace(legs=(HOUSE,) * 65), "TOO_MANY", "legs"),
    (GOOD._replace(legs=GOOD.legs[:1]), "POSTING_UNBALANCED", "legs"),
    (with_leg(amount=4), "POSTING_UNBALANCED", "legs"),
    (with_leg(asset="GROWTH"), "POSTING_UNBALANCED", "legs"),
    (with_leg(amount=0), "AMOUNT_INVALID", "legs[0].amount"),
    (with_leg(amount=AMOUNT_MAX + 1), "AMOUNT_INVALID", "legs[0].amount"),
    (with_leg(amount=-(2**63)), "AMOUNT_INVALID", "legs[0].amount"),
    (with_leg(minimum=2**62), "AMOUNT_INVALID", "legs[0].minimum"),
    (with_leg(owner=""), "ACCOUNT_UNKNOWN", "legs[0].owner"),
    (with_leg(owner="x" * 65), "ACCOUNT_UNKNOWN", "legs[0].owner"),
    (with_leg(owner="a/b"), "ACCOUNT_UNKNOWN", "legs[0].owner"),
    (with_leg(owner="a\n"), "ACCOUNT_UNKNOWN", "legs[0].owner"),
    (with_leg(owner="house:mine"), "ACCOUNT_UNKNOWN", "legs[0].owner"),
    (with_leg(asset=""), "ASSET_UNKNOWN", "legs[0].asset"),
    (with_leg(asset="A" * 33), "ASSET_UNKNOWN", "legs[0].asset"),
    (with_leg(amount=-5, expire_at=NEW_YEAR), "INVALID_ARGUMENT", "legs[0].expire_time"),
    (with_leg(expire_at=START_OF_TIME - MS), "INVALID_ARGUMENT", "legs[0].expire_time"),
    (with_leg(amount=-5, available_at=NEW_YEAR), "INVALID_ARGUMENT", "legs[0].available_time"),
    (
        with_leg(expire_at=NEW_YEAR, available_at=NEW_YEAR),
        "INVALID_ARGUMENT",
        "legs[0].available_time",
    ),
    (with_hold(amount=0), "AMOUNT_INVALID", "place_holds[0].amount"),
    (with_hold(amount=-1), "AMOUNT_INVALID", "place_holds[0].amount"),
    (with_hold(hold_id=""), "INVALID_ARGUMENT", "place_holds[0].hold_id"),
    (with_hold(hold_id="h" * 65), "INVALID_ARGUMENT", "place_holds[0].hold_id"),
    (with_hold(owner="house:issued"), "ACCOUNT_UNKNOWN", "place_holds[0].owner"),
    (
        posting(EARN, change_holds=(HoldChange("h", "m", "POINTS", -1),)),
        "AMOUNT_INVALID",
        "change_holds[0].reduce_by",
    ),
    (posting(EARN, change_holds=(HoldChange("h", "m", "P"),) * 17), "TOO_MANY", "change_holds"),
    (posting(EARN, place_holds=with_hold().place_holds * 17), "TOO_MANY", "place_holds"),
    (GOOD._replace(metadata={str(n): "" for n in range(17)}), "TOO_MANY", "metadata"),
    (GOOD._replace(metadata={"k" * 33: ""}), "INVALID_ARGUMENT", "metadata"),
    (GOOD._replace(metadata={"k": "v" * 257}), "INVALID_ARGUMENT", "metadata.k"),
    (GOOD._replace(kind=PostingKind.REVERSAL), "INVALID_ARGUMENT", "reverses_posting_id"),
    (reverse("pst_1")._replace(kind=EARN), "INVALID_ARGUMENT", "kind"),
    (reverse("pst_1")._replace(legs=GOOD.legs), "INVALID_ARGUMENT", "legs"),
]


@pytest.mark.parametrize(("request_", "reason", "field"), BAD)
def test_bad_input_is_refused_by_its_field(
    request_: PostingRequest, reason: str, field: str
) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        check(request_)
    assert (getattr(caught.value, "reason", ""), getattr(caught.value, "field", "")) == (
        reason,
        field,
    )


@pytest.mark.parametrize(
    ("days", "accepted"), [(-400, False), (-30, True), (0, True), (0.0005, True), (1, False)]
)
def test_what_takes_effect_ahead_or_in_a_closed_period_is_refused(
    days: float, accepted: bool
) -> None:
    request = GOOD._replace(effective_at=NEW_YEAR + timedelta(days=days))
    closed = NEW_YEAR - timedelta(days=365)

    def reason() -> str:
        try:
            apply(request, {}, now=NEW_YEAR, new_id=lambda: "pst_1", closed_until=closed)
        except Exception as error:
            return str(getattr(error, "reason", error))
        return ""

    assert reason() == ("" if accepted else "EFFECTIVE_TIME_INVALID")


@pytest.mark.parametrize("days", [0, -1, 91])
def test_a_hold_ends_after_now_and_within_90_days(days: int) -> None:
    request = hold("mem_ann", 5, NEW_YEAR + timedelta(days=days))
    with pytest.raises(Exception, match="90 days") as caught:
        apply(request, {}, now=NEW_YEAR, new_id=lambda: "pst_1")
    assert getattr(caught.value, "field", "") == "place_holds[0].expire_time"


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (with_leg(owner="a/b"), "1 to 64 letters, digits and _ . : -"),
        (with_leg(owner="house:mine"), "no house account of this name"),
        (with_hold(owner="house:issued"), "house accounts have no holds"),
    ],
)
def test_an_unknown_account_is_told_for_what_it_is(request_: PostingRequest, told: str) -> None:
    with pytest.raises(AccountUnknown, match=told):
        check(request_)
