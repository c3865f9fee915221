"""Identities in their one form."""

import pytest

from services.common.errors import Refusal
from services.members.identities.commands.identities import PhoneInvalid, normalised
from services.members.identities.domain.identity import IdentityKind


@pytest.mark.parametrize(
    ("written", "region", "kept"),
    [
        ("13800000000", "CN", "+8613800000000"),
        (" 138 0000 0000 ", "CN", "+8613800000000"),
        ("+86 138-0000-0000", "GB", "+8613800000000"),
        ("0086 13800000000", "CN", "+8613800000000"),
        ("１３８００００００００", "CN", "+8613800000000"),
        ("07911 123456", "GB", "+447911123456"),
        ("\u200b138\u202d0000\u202c0000\ufeff", "CN", "+8613800000000"),
        ("（０１０）６５５５－１２３４", "CN", "+861065551234"),
        ("+٨٦ ١٣٨٠٠٠٠٠٠٠٠", "CN", "+8613800000000"),
    ],
)
def test_a_phone_has_one_form_however_it_is_written(written: str, region: str, kept: str) -> None:
    assert normalised(IdentityKind.PHONE, written, region, "identity").value == kept


@pytest.mark.parametrize(
    "written",
    [
        "12",
        "1380000000",
        "138000000000",
        "hello",
        "+999123456",
        "199ABCDEFGH",
        "13800000000 ext. 5",
        "tel:+8613800000000",
        "13800000000;ext=5",
        "13800000000,13900000000",
    ],
)
def test_what_is_no_phone_is_refused(written: str) -> None:
    with pytest.raises(PhoneInvalid) as refused:
        normalised(IdentityKind.PHONE, written, "CN", "identities[2]")
    assert refused.value.field == "identities[2].value"


def test_an_email_is_one_in_any_case_and_an_openid_is_not() -> None:
    mail = normalised(IdentityKind.EMAIL, " Zhang.San@Example.COM ", "CN", "i")
    assert mail.value == "zhang.san@example.com"
    assert normalised(IdentityKind.WECHAT_OPENID, " oAbC ", "CN", "i").value == "oAbC"


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        (IdentityKind.EMAIL, "rene\u0301@Example.com", "ren\u00e9@example.com"),
        (IdentityKind.EMAIL, "ａｎｎａ＠ｅｘａｍｐｌｅ。ｃｏｍ", "anna@example.com"),
        (IdentityKind.EMAIL, "anna\u200b@example.com", "anna@example.com"),
        (IdentityKind.POS_CARD, "\ufeff６２２２０００１", "62220001"),
        (IdentityKind.WECHAT_OPENID, "oAbC\u200d", "oAbC"),
        (IdentityKind.IN_CAR, "vin\u00a0", "vin"),
    ],
)
def test_what_looks_alike_is_one_identity(kind: IdentityKind, written: str, kept: str) -> None:
    identity = normalised(kind, written, "CN", "i")
    assert identity.value == kept
    assert normalised(kind, kept, "CN", "i") == identity


def test_an_identity_knows_how_it_was_kept_before() -> None:
    assert normalised(IdentityKind.EMAIL, " Rene\u0301@a.cn", "CN", "i").former == "rene\u0301@a.cn"
    assert normalised(IdentityKind.EMAIL, " Anna@a.cn", "CN", "i").former == ""
    assert normalised(IdentityKind.POS_CARD, "６２", "CN", "i").former == "６２"


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        (None, "x", "i.kind"),
        (IdentityKind.APP_ID, "   ", "i.value"),
        (IdentityKind.APP_ID, "\u200b\u3164", "i.value"),
        (IdentityKind.WECHAT_OPENID, "oA\x00bC", "i.value"),
        (IdentityKind.POS_CARD, "62\n22", "i.value"),
        (IdentityKind.EMAIL, "an na@example.com", "i.value"),
        (IdentityKind.APP_ID, "x" * 129, "i.value"),
        (IdentityKind.EMAIL, "@example.com", "i.value"),
        (IdentityKind.EMAIL, "nobody", "i.value"),
    ],
)
def test_the_field_at_fault_is_named(kind: IdentityKind | None, value: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        normalised(kind, value, "CN", "i")
    assert refused.value.field == field
