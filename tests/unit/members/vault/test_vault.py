"""Sealing: what is sealed opens for its own member and field, and for nothing else."""

import errno
import stat
from pathlib import Path

import pytest

from services.members.vault.storage import vault as vaults
from services.members.vault.storage.vault import Vault, VaultProblem

VAULT = Vault(b"k" * 32, b"i" * 32)
PHONE = "+8613800000000"


@pytest.mark.parametrize("text", ["张三", "", "👨‍👩‍👧", "x" * 1000])
def test_what_is_sealed_opens_again(text: str) -> None:
    key, wrapped = VAULT.new_key("tea", "mem_1")
    sealed = key.seal("name", text)
    assert not text or text.encode() not in sealed
    assert VAULT.unwrap("tea", "mem_1", wrapped).open("name", sealed) == text


def test_the_same_text_is_never_sealed_alike() -> None:
    key, _ = VAULT.new_key("tea", "mem_1")
    assert key.seal("name", "张三") != key.seal("name", "张三")


def test_a_value_moved_to_another_field_does_not_open() -> None:
    key, _ = VAULT.new_key("tea", "mem_1")
    with pytest.raises(VaultProblem):
        key.open("birthday", key.seal("name", "张三"))


def test_a_value_that_was_changed_does_not_open() -> None:
    key, _ = VAULT.new_key("tea", "mem_1")
    sealed = bytearray(key.seal("name", "张三"))
    sealed[-1] ^= 1
    for broken in (bytes(sealed), b"", b"short"):
        with pytest.raises(VaultProblem):
            key.open("name", broken)


@pytest.mark.parametrize("owner", [("tea", "mem_2"), ("retail", "mem_1")])
def test_a_key_moved_to_another_member_or_brand_does_not_unwrap(owner: tuple[str, str]) -> None:
    _, wrapped = VAULT.new_key("tea", "mem_1")
    with pytest.raises(VaultProblem):
        VAULT.unwrap(*owner, wrapped)


def test_without_the_key_encryption_key_nothing_unwraps() -> None:
    _, wrapped = VAULT.new_key("tea", "mem_1")
    with pytest.raises(VaultProblem):
        Vault(b"x" * 32, b"i" * 32).unwrap("tea", "mem_1", wrapped)


def test_an_index_finds_its_identity_in_its_brand_only() -> None:
    index = VAULT.blind_index("tea", "phone", PHONE)
    assert index == VAULT.blind_index("tea", "phone", PHONE)
    others = [
        VAULT.blind_index("retail", "phone", PHONE),
        VAULT.blind_index("tea", "pos_card", PHONE),
        Vault(b"k" * 32, b"j" * 32).blind_index("tea", "phone", PHONE),
    ]
    assert index not in others
    assert PHONE not in index


def test_parts_of_a_digest_do_not_run_into_one_another() -> None:
    assert VAULT.digest("ab", "c") != VAULT.digest("a", "bc")
    assert VAULT.digest("a") != VAULT.digest("a", "")


def test_development_makes_keys_once_and_for_the_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first = vaults.load(folder, "development")
    again = vaults.load(folder, "development")
    assert first.blind_index("tea", "phone", PHONE) == again.blind_index("tea", "phone", PHONE)
    names = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert names == {"members.kek": 0o600, "members.index": 0o600}


def test_keys_that_are_there_are_read_from_a_folder_that_may_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = vaults.load(tmp_path, "development")

    def read_only(*arguments: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("os.open", read_only)
    again = vaults.load(tmp_path, "development")
    assert again.blind_index("tea", "phone", PHONE) == first.blind_index("tea", "phone", PHONE)


def test_production_names_the_key_that_is_missing_or_malformed(tmp_path: Path) -> None:
    with pytest.raises(VaultProblem, match=r"members\.kek"):
        vaults.load(tmp_path, "production")
    vaults.make_keys(tmp_path)
    (tmp_path / "members.index").write_text("not hexadecimal")
    with pytest.raises(VaultProblem, match=r"members\.index"):
        vaults.load(tmp_path, "production")
    (tmp_path / "members.index").write_text("abcd")
    with pytest.raises(VaultProblem, match="32 bytes"):
        vaults.load(tmp_path, "production")
