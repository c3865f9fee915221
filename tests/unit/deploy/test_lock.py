"""Locks: every dependency, every hash, no address."""

import json

import pytest

from deploy.local import check, lock

GOOD = """\
pyjwt==2.15.1 \\
    --hash=sha256:aa
    # via tessera (pyproject.toml)
cel-expr-python==0.1.3 \\
    --hash=sha256:bb
"""
WANTED = ["pyjwt[crypto]", "Cel_Expr.Python>=0.1"]


def test_the_locks_of_this_repository_are_good() -> None:
    assert lock.problems(check.ROOT) == []


def test_a_good_lock_has_no_problems() -> None:
    assert lock.problems_of(GOOD, WANTED) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("--index-url https://packages.example/simple\n" + GOOD, "names an address"),
        (GOOD.replace("    --hash=sha256:bb\n", ""), "0.1.3 has no hash"),
        (GOOD.replace("pyjwt", "pyjwtt"), "lacks pyjwt: run `make lock`"),
    ],
)
def test_problems_of_a_lock_are_named(text: str, problem: str) -> None:
    problems = lock.problems_of(text, WANTED)
    assert len(problems) == 1
    assert problem in problems[0]


def test_a_lock_of_npm_has_hashes_and_no_address() -> None:
    good = {"": {"name": "x"}, "node_modules/ws": {"version": "8.0.0", "integrity": "sha512-aa"}}
    assert lock.npm_problems_of(json.dumps({"packages": good})) == []
    bad = {"node_modules/ws": {"resolved": "https://packages.example/ws.tgz"}}
    assert lock.npm_problems_of(json.dumps({"packages": bad})) == [
        "node_modules/ws has no hash",
        "names an address at node_modules/ws",
    ]
