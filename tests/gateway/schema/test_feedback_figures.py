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


async def test_an_operator_sees_which_topics_rise(as_: As) -> None:
    query = """{ feedbackTrends { countedFrom countedUntil weeksBefore specialDays
      trends { topic { code name(lang: EN) } count expected changePercent direction before } } }"""
    assert (await as_("operator").data(query))["feedbackTrends"] == {
        "countedFrom": "2026-11-22T16:00:00Z",
        "countedUntil": "2026-11-29T16:00:00Z",
        "weeksBefore": 2,
        "specialDays": ["2026-11-27"],
        "trends": [
            {
                "topic": {"code": "taste", "name": "Taste"},
                "count": 30,
                "expected": 10.5,
                "changePercent": 185,
                "direction": "UP",
                "before": [10, 11],
            },
            {
                "topic": {"code": "app", "name": "app"},
                "count": 1,
                "expected": 0,
                "changePercent": None,
                "direction": "TOO_FEW",
                "before": [],
            },
        ],
    }
