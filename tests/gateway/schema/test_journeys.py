"""Journeys in GraphQL, for operators."""

from collections.abc import Callable
from typing import Any

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]


def step(code: str, kind: str, **more: Any) -> dict[str, Any]:
    """A step as it is told: `more` has what it tells beside its code and kind."""
    nothing = {"messages": [], "waiting": 0, "waitsFor": None, "otherwise": None, "touches": []}
    nothing |= {"gift": None, "tagging": None, "deeds": []}
    return {"code": code, "kind": kind, **nothing, **more}


async def test_an_operator_sees_who_stands_where_in_one_call(as_: As, backend: FakeBackend) -> None:
    query = """{ journey(journey: "first_week") { code name(lang: EN) enterOn untilOn paused
      pausedAt members steps { code kind messages waiting waitsFor otherwise
      touches { state count } deeds { state count }
      gift { couponType asset amount budget } tagging { add remove } } ended { reason count } } }"""
    told = (await as_("operator").data(query))["journey"]
    assert told == {
        "code": "first_week",
        "name": "First week",
        "enterOn": "MEMBER_ENROLLED",
        "untilOn": ["ACTIVITY"],
        "paused": False,
        "pausedAt": None,
        "members": 7,
        "steps": [
            step("settle_in", "wait", waiting=7),
            step(
                "invite",
                "send",
                messages=["first_cup"],
                touches=[{"state": "DELIVERED", "count": 3}],
            ),
            step("order", "wait_for", waitsFor="ACTIVITY", otherwise="end"),
            step(
                "thank",
                "grant",
                gift={"couponType": None, "asset": "POINTS", "amount": 50, "budget": 5000},
                deeds=[{"state": "DONE", "count": 4}],
            ),
            step("note", "tag", tagging={"add": ["student"], "remove": []}),
        ],
        "ended": [{"reason": "UNTIL", "count": 2}],
    }
    assert [method for method, *_ in backend.requests] == ["ListJourneys"]
    assert (await as_("operator").data('{ journey(journey: "none") { code } }'))["journey"] is None


async def test_an_operator_sees_where_a_member_stands_and_why(
    as_: As, backend: FakeBackend
) -> None:
    query = """query($id: ID!, $after: String) { journeyEntries(memberId: $id, first: 2,
      after: $after, ofJourney: "first_week") { edges { node { id state step end dueAt occasion
      journey { code name(lang: EN) } lines { step outcome message touchId programmeRevision
      deed { state reason endedAt gift { couponType asset amount budget } tagging { add } } } } }
      pageInfo { hasNextPage endCursor } } }"""
    asked = {"id": member_id(2), "after": None}
    page = (await as_("operator").data(query, asked))["journeyEntries"]
    first = page["edges"][0]["node"]
    assert (first["id"], first["state"], first["step"], first["end"]) == (
        "ent_3",
        "WAITING",
        "think",
        None,
    )
    assert first["journey"] == {"code": "first_week", "name": "First week"}
    assert first["lines"] == [
        {
            "step": "invite",
            "outcome": "WISHED",
            "message": "first_cup",
            "touchId": "tch_1",
            "programmeRevision": "r1",
            "deed": None,
        },
        {
            "step": "thank",
            "outcome": "ASKED",
            "message": None,
            "touchId": None,
            "programmeRevision": None,
            "deed": {
                "state": "REFUSED",
                "reason": "GRANT_BUDGET_EXHAUSTED",
                "endedAt": "2026-11-18T11:18:20Z",
                "gift": {"couponType": "birthday", "asset": None, "amount": None, "budget": None},
                "tagging": None,
            },
        },
    ]
    rest = await as_("operator").data(query, {**asked, "after": page["pageInfo"]["endCursor"]})
    assert [each["node"]["id"] for each in rest["journeyEntries"]["edges"]] == ["ent_1"]
    (request, _) = [sent for method, _, sent in backend.requests if method == "ListJourneyEntries"]
    assert (request.member_id, request.journey) == (member_id(2), "first_week")


async def test_a_journey_is_paused_and_goes_on_or_the_reason_is_told(as_: As) -> None:
    for name, paused in (("pauseJourney", True), ("resumeJourney", False)):
        kind = f"{name[0].upper()}{name[1:]}Input"
        mutation = f"""mutation($input: {kind}!) {{ {name}(input: $input) {{ replayed
          journey {{ code name(lang: ZH) paused pausedAt }} userErrors {{ code field }} }} }}"""
        asked = {"requestId": f"{name}-1", "journey": "first_week"}
        told = (await as_("operator").data(mutation, {"input": asked}))[name]
        assert (told["replayed"], told["userErrors"]) == (False, [])
        assert told["journey"]["name"] == "新人七天"
        assert told["journey"]["paused"] is paused
        assert (told["journey"]["pausedAt"] is not None) is paused
        assert (await as_("operator").data(mutation, {"input": asked}))[name]["replayed"]
        wrong = {"requestId": f"{name}-2", "journey": "none"}
        refused = (await as_("operator").data(mutation, {"input": wrong}))[name]
        assert refused["journey"] is None
        assert refused["userErrors"] == [{"code": "JOURNEY_NOT_FOUND", "field": "journey"}]
