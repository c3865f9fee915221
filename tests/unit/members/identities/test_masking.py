"""The part of personal data that a person at a counter may see."""

import pytest

from services.members.identities.domain import masking
from services.members.identities.domain.identity import Identity, IdentityKind


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张**"),
        ("欧阳娜娜", "欧**"),
        ("张", "**"),
        ("John Smith", "J**"),
        ("e\u0301lan", "é**"),
        ("李😀", "李**"),
        ("😀李", "**"),
        ("👨‍👩‍👧 family", "**"),
        ("  王五  ", "王**"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_name_shows_its_first_letter_and_never_its_length(name: str, shown: str) -> None:
    assert masking.name(name) == shown


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (IdentityKind.PHONE, "+8613800000000", "138****0000"),
        (IdentityKind.PHONE, "+447911123456", "+447****3456"),
        (IdentityKind.PHONE, "+6581234567", "****67"),
        (IdentityKind.PHONE, "+29012", "****"),
        (IdentityKind.WECHAT_OPENID, "oABCD1234567xyz", "oA****yz"),
        (IdentityKind.WECHAT_UNIONID, "short", "****"),
        (IdentityKind.APP_ID, "u1", "****"),
        (IdentityKind.POS_CARD, "6221000011112222", "****2222"),
        (IdentityKind.POS_CARD, "17841", "****41"),
        (IdentityKind.POS_CARD, "1784", "****"),
        (IdentityKind.EMAIL, "zhang.san@example.com", "z****@example.com"),
        (IdentityKind.EMAIL, "z@example.com", "****@example.com"),
        (IdentityKind.EMAIL, "not-an-address", "no****ss"),
        (IdentityKind.IN_CAR, "LSVAA49J132022222", "****2222"),
        (IdentityKind.WECOM_EXTERNAL_ID, "wmAAAAAAAAAA9x", "wm****9x"),
    ],
)
def test_each_kind_of_identity_has_its_mask(kind: IdentityKind, value: str, shown: str) -> None:
    assert masking.identity(Identity(kind, value)) == shown


def test_every_kind_is_masked() -> None:
    for kind in IdentityKind:
        assert "secret-value" not in masking.identity(Identity(kind, "secret-value"))
