"""Figures of the teams in GraphQL."""

from collections.abc import Callable

from tests.gateway.conftest import Client

As = Callable[..., Client]


async def test_an_operator_sees_figures_by_team_and_person(as_: As) -> None:
    query = """{ feedbackFigures(from: "2026-03-01T00:00:00Z", until: "2026-03-08T00:00:00Z") {
      countedFrom countedUntil total { team { code } taken due inTime inTimePercent
        medianResponseSeconds }
      teams { team { code name(lang: EN) } person taken open late inTimePercent }
      people { team { code } person open waiting } } }"""
    assert (await as_("operator").data(query))["feedbackFigures"] == {
        "countedFrom": "2026-03-01T00:00:00Z",
        "countedUntil": "2026-03-08T00:00:00Z",
        "total": {
            "team": None,
            "taken": 5,
            "due": 4,
            "inTime": 3,
            "inTimePercent": 75,
            "medianResponseSeconds": 660,
        },
        "teams": [
            {
                "team": {"code": "quality", "name": "Quality"},
                "person": None,
                "taken": 5,
                "open": 2,
                "late": 1,
                "inTimePercent": None,
            }
        ],
        "people": [{"team": {"code": "quality"}, "person": "ann", "open": 2, "waiting": 1}],
    }
