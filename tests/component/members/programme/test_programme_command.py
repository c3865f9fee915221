"""`make programme`: a file reaches its own brand, seen and agreed to."""

import asyncio
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
import yaml

from deploy.local import connection, programme
from services.common import auth, channel
from tessera.members.v1 import programmes_pb2 as pb
from tests.component.members.programme.test_programmes import TEA, Service, service
from tests.paths import PROGRAMMES

__all__ = ["service"]

Run = Callable[..., "asyncio.Future[int]"]


@pytest.fixture
def run(service: Service, keys_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command beside the service, with nobody at a terminal."""

    def connect(_: str, *, brand: str, role: auth.Role, data: str) -> grpc.aio.Channel:
        caller = auth.Caller(brand, "ops-1", role, None, frozenset({"programmes"}))
        token = auth.TokenIssuer(keys_dir).mint(caller, timedelta(minutes=5))
        return channel.connect(service.address, issuer_token=lambda: token)

    monkeypatch.setattr(connection, "connect", connect)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return lambda *arguments: asyncio.ensure_future(asyncio.to_thread(programme.main, arguments))


def arguments(action: str, file: Path, brand: str = "tea", *more: str) -> list[str]:
    return [action, "--brand", brand, "--file", str(file), *more]


async def versions(service: Service, brand: str = "tea") -> int:
    answer = await service.stub(brand).ListProgrammeVersions(pb.ListProgrammeVersionsRequest())
    return len(answer.programmes)


async def test_a_file_of_another_brand_is_not_published(
    run: Run, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    file = PROGRAMMES / "tea.yaml"
    assert await run(*arguments("publish", file, "retail", "--yes")) == 1
    assert f"{file}:2:1: brand: a programme of tea; you are publishing for retail" in (
        capsys.readouterr().err
    )
    assert await versions(service, "retail") == 0


async def test_validate_says_what_is_good(
    run: Run, service: Service, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "tea.yaml"
    file.write_text(TEA.replace("brand: tea\n", "").replace("Tea club", "Ｔea\u200b club"), "utf-8")
    assert await run(*arguments("validate", file)) == 0
    told = capsys.readouterr()
    document = yaml.safe_load(TEA)
    tiers = sum(len(ladder["tiers"]) for ladder in document["ladders"])
    rules, rewards = document["earning"]["rules"], document["rewards"]["items"]
    assert f"{file} is good for tea: assets " in told.out
    for part in (f"tiers {tiers}", f"earning rules {len(rules)}", f"rewards {len(rewards)}"):
        assert f", {part}, " in told.out
    assert "warning: name.en: is kept as 'Tea club'" in told.err
    assert "warning: names no brand" in told.err
    assert await versions(service) == 0


async def test_publishing_shows_the_difference_and_needs_a_yes(
    run: Run,
    service: Service,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "tea.yaml"
    file.write_text(TEA, "utf-8")
    assert await run(*arguments("publish", file)) == 2
    assert "say --yes" in capsys.readouterr().err
    assert await versions(service) == 0
    assert await run(*arguments("publish", file, "tea", "--yes")) == 0
    file.write_text(TEA.replace("Tea club", "Tea house"), "utf-8")
    terminal = io.StringIO("n\ny\n")
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", terminal)
    for status, kept in ((2, 1), (0, 2)):
        capsys.readouterr()
        assert await run(*arguments("publish", file)) == status
        shown = capsys.readouterr().out.splitlines()
        assert "--- version 1, in force" in shown
        assert "-name: {zh: 茶饮会员, en: Tea club}" in shown
        assert "+name: {zh: 茶饮会员, en: Tea house}" in shown
        assert await versions(service) == kept
    assert await run(*arguments("publish", file, "tea", "--yes")) == 0
    assert "Nothing to publish" in capsys.readouterr().out
    assert await versions(service) == 2


async def test_a_version_that_waits_for_a_second_operator_is_told_as_one(
    run: Run, service: Service, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "tea.yaml"
    guarded = TEA + "\npublishing: {second_operator: true}\n"
    for source in (guarded, guarded + "# spring\n"):
        file.write_text(source, "utf-8")
        assert await run(*arguments("publish", file, "tea", "--yes")) == 0
    assert "It waits for a second operator, until" in capsys.readouterr().out
    assert await versions(service) == 1
