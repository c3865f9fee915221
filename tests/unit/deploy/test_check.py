"""`make check`: passed, failed and skipped are three different things."""

import shutil
import sys
from pathlib import Path

import pytest

from deploy.local import check
from deploy.local.check import Outcome, Step


def _python(code: str) -> Outcome:
    return check._run([sys.executable, "-c", code])


def test_exit_code_0_is_passed_77_skipped_and_any_other_failed() -> None:
    assert _python("print('well')") == ("passed", "well")
    assert _python("print('no kubectl'); exit(77)") == ("skipped", "no kubectl")
    assert _python("print('wrong'); exit(3)") == ("failed", "wrong")


def test_a_module_that_is_missing_fails() -> None:
    assert check.module("gateway.nothing")()[0] == "failed"


def test_an_absent_buf_is_skipped_and_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "ROOT", tmp_path)
    monkeypatch.setenv("PATH", "")
    assert check.buf("lint")() == ("skipped", "buf is absent: `make tools` installs it")


def test_a_field_that_is_removed_from_a_proto_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = check.ROOT
    shutil.copytree(root / "protos" / "tessera", tmp_path / "protos" / "tessera")
    shutil.copy(root / "protos" / "baseline.binpb", tmp_path / "protos")
    shutil.copy(root / "buf.yaml", tmp_path)
    (tmp_path / ".tools").symlink_to(root / ".tools")
    monkeypatch.setattr(check, "ROOT", tmp_path)
    breaking = next(step.check for step in check.STEPS if step.name == "buf-breaking")
    word, said = breaking()
    if word == "skipped":
        pytest.skip(said)
    assert (word, said) == ("passed", "")

    ledger = tmp_path / "protos" / "tessera" / "points" / "v1" / "ledger.proto"
    text = ledger.read_text("utf-8")
    field = "  int64 held = 4;"
    assert text.count(field) == 1
    ledger.write_text(text.replace(field, ""), "utf-8")
    word, said = breaking()
    assert word == "failed"
    assert 'field "4" with name "held" on message "Balance" was deleted' in said


def test_a_skipped_step_is_counted_apart_and_named_again_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = (Step("one", lambda: ("passed", "")), Step("two", lambda: ("skipped", "no kubectl")))
    monkeypatch.setattr(check, "STEPS", steps)
    assert check.main([]) == 0
    last = capsys.readouterr().out.splitlines()[-2:]
    assert last == ["check: 1 passed, 0 failed, 1 skipped", "  not checked: two (no kubectl)"]


def test_one_failed_step_fails_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (Step("one", lambda: ("passed", "")), Step("two", lambda: ("failed", "why")))
    monkeypatch.setattr(check, "STEPS", steps)
    assert check.main([]) == 1
    assert check.main(["one"]) == 0
