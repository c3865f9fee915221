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
    ],
)
def test_a_phone_has_one_form_however_it_is_written(written: str, region: str, kept: str) -> None:
    assert normalised(IdentityKind.PHONE, written, region, "identity").value == kept


@pytest.mark.parametrize("written", ["12", "1380000000", "138000000000", "hello", "+999123456"])
def test_what_is_no_phone_is_refused(written: str) -> None:
    with pytest.raises(PhoneInvalid) as refused:
        normalised(IdentityKind.PHONE, written, "CN", "identities[2]")
    assert refused.value.field == "identities[2].value"


def test_an_email_is_one_in_any_case_and_an_openid_is_not() -> None:
    mail = normalised(IdentityKind.EMAIL, " Zhang.San@Example.COM ", "CN", "i")
    assert mail.value == "zhang.san@example.com"
    assert normalised(IdentityKind.WECHAT_OPENID, " oAbC ", "CN", "i").value == "oAbC"


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        (None, "x", "i.kind"),
        (IdentityKind.APP_ID, "   ", "i.value"),
        (IdentityKind.APP_ID, "x" * 129, "i.value"),
        (IdentityKind.EMAIL, "@example.com", "i.value"),
        (IdentityKind.EMAIL, "nobody", "i.value"),
    ],
)
def test_the_field_at_fault_is_named(kind: IdentityKind | None, value: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        normalised(kind, value, "CN", "i")
    assert refused.value.field == field
