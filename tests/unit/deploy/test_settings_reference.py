"""deploy/SETTINGS.md has every setting of every process, with a meaning."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from deploy.local import settings_reference as reference
from gateway.core.settings import GatewaySettings
from services.points.wiring import Settings as PointsSettings


@pytest.mark.parametrize("process", reference.PROCESSES)
def test_every_setting_has_a_meaning(process: str) -> None:
    settings = reference.settings_of(reference.PROCESSES[process])
    assert [each.variable for each in settings if not each.description] == []


def test_a_setting_that_is_inherited_keeps_its_meaning_and_takes_the_new_default() -> None:
    by_name = {each.variable: each for each in reference.settings_of(PointsSettings)}
    assert by_name["TESSERA_MONGO_DB"].default == "`points`"
    assert by_name["TESSERA_MONGO_DB"].description
    assert by_name["TESSERA_METRICS_PORT"].kind == "number"


def test_the_reference_names_every_field_of_the_gateway() -> None:
    text = reference.reference()
    for field in dataclasses.fields(GatewaySettings):
        assert f"| `TESSERA_{field.name.upper()}` |" in text


def test_a_stale_reference_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reference, "FILE", tmp_path / "SETTINGS.md")
    assert reference.main(["--check"]) == 1
    assert "settings_reference" in capsys.readouterr().out
    assert reference.main([]) == 0
    assert reference.main(["--check"]) == 0
    reference.FILE.write_text(reference.FILE.read_text("utf-8").replace("8000", "8001"), "utf-8")
    assert reference.main(["--check"]) == 1
