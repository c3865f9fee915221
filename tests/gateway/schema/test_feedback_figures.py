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


async def test_an_operator_sees_what_a_segment_says_more(as_: As) -> None:
    query = """{ feedbackDifferences(segment: "teens", against: "office",
        from: "2026-03-01T00:00:00Z", until: "2026-03-08T00:00:00Z") {
      countedFrom countedUntil segmentMembers againstMembers bothMembers
      differences { kind subject { code name(lang: EN) } segment { members spoke share }
        against { share } difference low high reading } } }"""
    assert (await as_("operator").data(query))["feedbackDifferences"] == {
        "countedFrom": "2026-03-01T00:00:00Z",
        "countedUntil": "2026-03-08T00:00:00Z",
        "segmentMembers": 40,
        "againstMembers": 200,
        "bothMembers": 3,
        "differences": [
            {
                "kind": "TOPIC",
                "subject": {"code": "fit", "name": "Fit"},
                "segment": {"members": 40, "spoke": 20, "share": 0.5},
                "against": {"share": 0.25},
                "difference": 0.25,
                "low": 0.05,
                "high": 0.4375,
                "reading": "HIGHER",
            },
            {
                "kind": "NEGATIVE",
                "subject": None,
                "segment": {"members": 5, "spoke": 0, "share": 0},
                "against": {"share": 0},
                "difference": 0,
                "low": -0.5,
                "high": 0.5,
                "reading": "TOO_FEW",
            },
        ],
    }
