"""Keys are changed while everything runs."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from services.common import keys
from services.common.auth import Caller, Role, TokenIssuer, TokenVerifier, Unauthenticated
from services.common.keys import make_keys, retire_keys

MEMBER = Caller("tea", "app", Role.MEMBER, "mem_1")
LIFE = timedelta(minutes=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_keys(tmp_path)
    return tmp_path


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are looked at each time."""
    for name in ("LOOK_S", "UNKNOWN_LOOK_S"):
        monkeypatch.setattr(keys, name, 0.0)
    monkeypatch.setattr(keys.PublicKeys.refresh, "__defaults__", (0.0,))


def test_keys_that_are_there_stay(folder: Path) -> None:
    before = (folder / "signing.pem").read_bytes()
    make_keys(folder)
    assert (folder / "signing.pem").read_bytes() == before


def test_tokens_of_both_keys_are_good_during_a_rotation(folder: Path, always: None) -> None:
    issuer, verifier = TokenIssuer(folder), TokenVerifier(folder)
    before = issuer.mint(MEMBER, LIFE)
    make_keys(folder, rotate=True)
    after = TokenIssuer(folder).mint(MEMBER, LIFE)
    assert verifier.verify(after) == verifier.verify(before) == MEMBER


def test_a_running_issuer_signs_with_the_new_key(folder: Path, always: None) -> None:
    issuer = TokenIssuer(folder)
    make_keys(folder, rotate=True)
    retire_keys(folder)
    assert TokenVerifier(folder).verify(issuer.mint(MEMBER, LIFE)) == MEMBER


def test_a_key_that_is_gone_ends_the_tokens_that_were_verified(folder: Path, always: None) -> None:
    issuer, verifier = TokenIssuer(folder), TokenVerifier(folder)
    token = issuer.mint(MEMBER, LIFE)
    assert verifier.verify(token) == MEMBER
    make_keys(folder, rotate=True)
    assert verifier.verify(token) == MEMBER
    retire_keys(folder)
    with pytest.raises(Unauthenticated):
        verifier.verify(token)


def test_no_more_than_two_keys_are_published(folder: Path) -> None:
    for _ in range(3):
        make_keys(folder, rotate=True)
    assert len(json.loads((folder / "jwks.json").read_text())["keys"]) == 2


def test_unknown_keys_cannot_have_the_file_read_again_and_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verifier = TokenVerifier(folder)
    token = TokenIssuer(folder).mint(MEMBER, LIFE)

    def look(path: Path) -> None:
        raise AssertionError("looked")

    monkeypatch.setattr(keys, "_mark", look)
    for n in range(100):
        assert verifier._keys[0].get(f"key_{n}") is None
    assert verifier.verify(token) == MEMBER


def test_an_unreadable_file_changes_nothing(folder: Path, always: None) -> None:
    issuer, verifier = TokenIssuer(folder), TokenVerifier(folder)
    for content in ("", "{", "[]", '{"keys": [{"kty": "OKP", "crv": "Ed25519"}]}'):
        (folder / "jwks.json").write_text(content)
        assert verifier.verify(issuer.mint(MEMBER, LIFE)) == MEMBER


def test_the_command_makes_rotates_and_retires(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    counts = []
    for what in ("make", "rotate", "retire"):
        command = [sys.executable, "-m", "services.common.keys", what, str(folder)]
        subprocess.run(command, check=True)
        counts.append(len(json.loads((folder / "jwks.json").read_text())["keys"]))
    assert counts == [1, 2, 1]
    assert (folder / "signing.pem").stat().st_mode & 0o077 == 0
