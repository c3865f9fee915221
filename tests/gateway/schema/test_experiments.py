"""Experiments in GraphQL."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
LOOK = """asOf stage sizes sizesP crossed verdict verdictArm why(lang: EN)
  arms { arm exposed mature value } differences { arm metric primary estimate low high p }
  guardrails { metric arm colour value max members }"""


async def test_an_operator_reads_an_experiment_with_its_looks(
    as_: As, backend: FakeBackend
) -> None:
    told = await as_("operator").data(
        f"""{{ experiment(experiment: "welcome_offer") {{ code name(lang: EN) state draft unit stage
          primaryMetric withinDays sequential plannedSize alpha startedBy horizonAt keptArm rule
          arms {{ code name(lang: ZH) weight message }} stages {{ kind percent stores days }}
          look {{ {LOOK} }} }} experimentLooks(experiment: "welcome_offer") {{ verdict }} }}"""
    )
    shown = told["experiment"]
    assert (shown["code"], shown["name"], shown["state"]) == (
        "welcome_offer",
        "Size of the welcome gift",
        "RUNNING",
    )
    assert (shown["plannedSize"], shown["horizonAt"], shown["keptArm"]) == (5_301, None, None)
    assert shown["arms"] == [
        {"code": "control", "name": "新人礼力度", "weight": 50, "message": "welcome"}
    ]
    look = shown["look"]
    assert (look["verdict"], look["verdictArm"], look["why"]) == (
        "BETTER",
        "stronger",
        "Too little is known.",
    )
    assert [each["value"] for each in look["arms"]] == [0.03, None]
    assert look["differences"][0]["low"] == 0.001
    assert look["guardrails"][0]["colour"] == "YELLOW"
    assert told["experimentLooks"] == [{"verdict": "BETTER"}] * 2


async def test_experiments_come_in_pages(as_: As, backend: FakeBackend) -> None:
    query = """query($after: String) { experiments(first: 1, after: $after) {
      edges { node { code look { verdict } } } pageInfo { hasNextPage endCursor } } }"""
    first = (await as_("operator").data(query, {"after": None}))["experiments"]
    assert first["edges"] == [{"node": {"code": "welcome_offer", "look": {"verdict": "BETTER"}}}]
    after = {"after": first["pageInfo"]["endCursor"]}
    second = (await as_("operator").data(query, after))["experiments"]
    assert second["edges"] == [{"node": {"code": "home_page", "look": None}}]
    assert not second["pageInfo"]["hasNextPage"]
    assert backend.calls["ListExperiments"] == 2


async def test_operators_start_go_on_and_stop(as_: As) -> None:
    for name, more in (("start", {}), ("advance", {}), ("stop", {"words": "Enough"})):
        document = f"""mutation($input: {name.title()}ExperimentInput!) {{
          {name}Experiment(input: $input) {{ replayed experiment {{ code state keptArm }}
            userErrors {{ code field }} }} }}"""
        asked = {"input": {"requestId": f"{name}-1", "code": "welcome_offer", **more}}
        for replayed in (False, True):
            told = (await as_("operator").data(document, asked))[f"{name}Experiment"]
            assert (told["replayed"], told["userErrors"]) == (replayed, [])
            state = "STOPPED" if name == "stop" else "RUNNING"
            assert told["experiment"]["state"] == state
        wrong = {"input": {"requestId": f"{name}-2", "code": "nothing", **more}}
        refused = (await as_("operator").data(document, wrong))[f"{name}Experiment"]
        [error] = refused["userErrors"]
        assert (error["code"], error["field"]) == ("EXPERIMENT_NOT_FOUND", "code")


async def test_a_member_gets_their_own_arm(as_: As, backend: FakeBackend) -> None:
    document = """mutation($code: String!) { useExperiment(input: {code: $code}) {
      arm exposed userErrors { code } } }"""
    told = (await as_("member").data(document, {"code": "welcome_offer"}))["useExperiment"]
    assert told == {"arm": "stronger", "exposed": True, "userErrors": []}
    refused = (await as_("member").data(document, {"code": "nothing"}))["useExperiment"]
    assert (refused["arm"], refused["exposed"]) == (None, False)
    assert refused["userErrors"] == [{"code": "EXPERIMENT_NOT_FOUND"}]
    assert all(each.member_id for _, _, each in backend.requests)
