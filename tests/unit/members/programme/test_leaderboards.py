"""What a brand may write wrong about leaderboards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.members.programme.domain.programme import contradictions
from tests.activities import document

NAME = {"zh": "季", "en": "Season"}


def season(code: str, first: str, last: str) -> dict[str, Any]:
    return {"code": code, "name": NAME, "from": first, "until": last}


def problems(change: Callable[[list[dict[str, Any]]], Any]) -> list[str]:
    written = document("tea")
    change(written["leaderboards"])
    return [".".join(map(str, path)) for path, _ in contradictions(written)]


def test_the_examples_contradict_nothing() -> None:
    assert problems(lambda boards: None) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda b: b[1].update(code="month_points"), "1.code"),
        (lambda b: b[0]["measures"].update(asset="NOTHING"), "0.measures.asset"),
        (lambda b: b[0]["measures"].update(rules=["task:none"]), "0.measures.rules.0"),
        (lambda b: b[0].update(per="season"), "0.seasons"),
        (lambda b: b[0].update(seasons=[season("s", "2026-01-01", "2026-01-02")]), "0.seasons"),
        (
            lambda b: b[0].update(per="season", seasons=[season("s", "2026-01-02", "2026-01-01")]),
            "0.seasons.0.until",
        ),
        (
            lambda b: b[0].update(per="season", seasons=[season("s", "2026-01-01", "2027-01-03")]),
            "0.seasons.0.until",
        ),
        (
            lambda b: b[0].update(per="season", seasons=[season("s", "2200-01-01", "2200-01-03")]),
            "0.seasons.0.from",
        ),
        (
            lambda b: b[0].update(
                per="season",
                seasons=[
                    season("a", "2026-01-01", "2026-01-09"),
                    season("b", "2026-01-09", "2026-01-10"),
                ],
            ),
            "0.seasons.1.from",
        ),
    ],
)
def test_each_contradiction_names_its_place(
    change: Callable[[list[dict[str, Any]]], Any], place: str
) -> None:
    assert problems(change) == [f"leaderboards.{place}"]
