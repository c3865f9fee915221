"""The console's build: once for the same sources, aside, and never half of one."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from deploy.local import addresses, banner, console, console_builder, console_test, node
from deploy.local.addresses import DEFAULT_PORTS, Addresses
from deploy.local.folder import Folder
from services.common.auth import make_keys


class Builds:
    """`npm run build` of a checkout: it writes what the source says into dist."""

    def __init__(self, root: Path) -> None:
        self.web = root / "web"
        self.runs = 0
        self.code = 0

    def source(self, name: str, text: str) -> None:
        file = self.web / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def run(self, command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
        assert (tuple(command), folder) == (("npm", "run", "build"), self.web)
        self.runs += 1
        for name in ("console", "h5"):
            dist = self.web / "dist" / name
            dist.mkdir(parents=True)
            (dist / "index.html").write_text((self.web / "console" / "page.html").read_text())
        return subprocess.CompletedProcess(command, self.code, "said")

    def served(self) -> str:
        return (console.CONSOLE / "index.html").read_text()


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    builds = Builds(tmp_path)
    builds.source("package.json", "{}")
    builds.source("package-lock.json", "{}")
    builds.source("console/page.html", "first")
    monkeypatch.setattr(console, "ROOT", tmp_path)
    monkeypatch.setattr(console, "WEB", builds.web)
    monkeypatch.setattr(console, "BUILDS", tmp_path / ".tools" / "web")
    current = tmp_path / ".tools" / "web" / "current"
    monkeypatch.setattr(console, "CURRENT", current)
    monkeypatch.setattr(console, "CONSOLE", current / "console")
    monkeypatch.setattr(console, "H5", current / "h5")
    for module, name in ((console, "SCHEMA"), (node, "LOCK")):
        monkeypatch.setattr(module, name, tmp_path / name)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(node, "install", lambda folder, **options: "")
    monkeypatch.setattr(node, "run", builds.run)
    return builds


def test_calls_at_once_build_once(builds: Builds) -> None:
    with ThreadPoolExecutor(4) as calls:
        assert [call.result() for call in [calls.submit(console.build) for _ in range(4)]] == [
            ""
        ] * 4
    assert builds.runs == 1
    assert builds.served() == "first"
    assert console.is_current()


@pytest.mark.parametrize("name", ["console/page.html", "package-lock.json", "kit/tokens.css"])
def test_another_source_is_another_build(builds: Builds, name: str) -> None:
    assert console.build() == ""
    builds.source(name, "second")
    assert not console.is_current()
    assert console.is_built()
    assert console.build() == ""
    assert builds.runs == 2


def test_another_schema_is_another_build(builds: Builds) -> None:
    assert console.build() == ""
    console.SCHEMA.write_text("type Query")
    assert not console.is_current()


@pytest.mark.parametrize(
    "name", ["console/src/search.test.tsx", "console/e2e/search.ts", "node_modules/react/index.js"]
)
def test_what_is_in_no_build_makes_none(builds: Builds, name: str) -> None:
    assert console.build() == ""
    builds.source(name, "new")
    assert console.is_current()


def test_a_build_that_fails_leaves_the_one_before(builds: Builds) -> None:
    assert console.build() == ""
    builds.source("console/page.html", "second")
    builds.code = 1
    assert ".tools/web/build.log" in console.build()
    assert builds.served() == "first"
    assert (console.BUILDS / "build.log").read_text() == "said"


def test_the_build_before_stays_for_whoever_reads_it_and_older_ones_go(builds: Builds) -> None:
    for text in ("first", "second", "third"):
        builds.source("console/page.html", text)
        assert console.build() == ""
        folders = [f for f in console.BUILDS.iterdir() if f.is_dir() and not f.is_symlink()]
        assert builds.served() == text
        assert len(folders) == (1 if text == "first" else 2)


def test_packages_that_cannot_be_had_are_the_reason(
    builds: Builds, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(node, "install", lambda folder, **options: "no network")
    monkeypatch.setattr(os, "nice", lambda by: 0)
    assert console.main([]) == 1
    assert capsys.readouterr().err == "The console could not be built: no network.\n"


def test_the_image_gets_a_copy(
    builds: Builds, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "nice", lambda by: 0)
    assert console.main(["--into", str(tmp_path / "app")]) == 0
    for name in ("console", "h5"):
        assert (tmp_path / "app" / name / "index.html").read_text() == "first"


def test_the_gateway_serves_the_console_unless_it_is_off(builds: Builds) -> None:
    def served(name: str = "TESSERA_CONSOLE", **env: str) -> str | None:
        return addresses.environment(
            "gateway", Addresses(DEFAULT_PORTS), mongo_url="", redis_url="", keys_dir="", env=env
        ).get(name)

    assert served() == str(console.CONSOLE)
    assert served("TESSERA_H5") == str(console.H5)
    assert served(CONSOLE="off") is None
    assert served("TESSERA_H5", CONSOLE="off") is None
    assert served(TESSERA_CONSOLE="/mine") == "/mine"
    (builds.web / "console").rename(builds.web / "other")
    assert served() is None


def test_one_click_of_the_banner_signs_in(
    builds: Builds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_keys(tmp_path / "keys")

    def said(setting: str) -> list[str]:
        monkeypatch.setenv("CONSOLE", setting)
        text = banner.banner(Folder(tmp_path), DEFAULT_PORTS, "mem_1")
        return [
            line
            for line in text.splitlines()
            # A token may have any letters.
            if re.match(r" *(Console|H5|They) ", line)
        ]

    address, h5, building = said("on")
    assert h5.strip().startswith("H5        http://127.0.0.1:8000/h5/#token=ey")
    assert address.strip().startswith("Console   http://127.0.0.1:8000/console/#token=ey")
    assert "being built" in building
    assert console.build() == ""
    # The tokens are new ones.
    assert [line.partition("#")[0] for line in said("on")] == [
        line.partition("#")[0] for line in (address, h5)
    ]
    assert said("off") == []


def _runs(pid: str) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def _builder(code: str) -> list[str]:
    return [sys.executable, "-c", code]


async def test_the_end_of_a_build_beside_the_suite_is_one_line() -> None:
    said: list[tuple[str, str]] = []
    code = "print('npm says much'); print('The console is current (built in 18.5 s).')"
    await console_builder.build(lambda *line: said.append(line), _builder(code))
    assert said == [("console", "The console is current (built in 18.5 s).")]
    await console_builder.build(lambda *line: said.append(line), _builder("exit(3)"))
    assert said[1:] == [("console", "its build ended with exit code 3")]


async def test_a_suite_that_stops_ends_its_build_with_what_that_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = f"import os, subprocess; subprocess.run(['sh', '-c', 'echo $$ >{pid}; exec sleep 60'])"
    building = asyncio.create_task(console_builder.build(lambda *line: None, _builder(code)))
    async with asyncio.timeout(20):
        while not pid.exists() or not pid.read_text():
            await asyncio.sleep(0.02)
        building.cancel()
        with pytest.raises(asyncio.CancelledError):
            await building
        while _runs(pid.read_text().strip()):
            await asyncio.sleep(0.02)


def test_the_browser_is_not_started_when_the_parts_fail(
    builds: Builds, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console_test, "_run", lambda command, variables, timeout_s: 1)
    monkeypatch.setattr(console_test, "_suite", None)
    assert console_test.main([]) == 1
    assert capsys.readouterr().out == "console-test: failed in 0 s\n"


def test_console_tests_without_packages_are_skipped_with_the_reason(
    builds: Builds, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(node, "install", lambda folder, **options: "no network")
    assert console_test.main([]) == 0
    assert capsys.readouterr().out == "console-test: skipped (no network)\n"
