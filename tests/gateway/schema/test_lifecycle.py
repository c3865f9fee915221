"""Where members stand: on the card in its one call, and counted for operators."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.queries import CARD_FIELDS
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
LIFECYCLE = "lifecycle { stage stageSince level levelSince activation { step takenOn dueOn } }"
READS = {"BatchGetMembers": 1, "BatchGetWallets": 1, "BatchListMemberFeedback": 1}


async def test_a_card_with_the_lifecycle_is_still_one_call_to_each_service(
    as_: As, backend: FakeBackend
) -> None:
    me = (await as_().data("{ me { " + CARD_FIELDS + LIFECYCLE + " } }"))["me"]
    assert backend.calls == READS
    assert (me["lifecycle"]["stage"], me["lifecycle"]["level"]) == ("LOYALTY", "SEMI_ACTIVE")
    assert me["lifecycle"]["stageSince"] < me["lifecycle"]["levelSince"]
    assert me["lifecycle"]["activation"] == [
        {"step": step, "takenOn": taken_on, "dueOn": "2026-11-09"}
        for step, taken_on in (
            ("FIRST_VISIT", "2026-11-02"),
            ("FIRST_ORDER", None),
            ("FIRST_REPURCHASE", None),
        )
    ]
    query = "query($ids: [ID!]!) { members(ids: $ids) { lifecycle { stage } } }"
    ids = [member_id(n) for n in (2, 3)]
    found = (await as_("operator").data(query, {"ids": ids}))["members"]
    assert [each["lifecycle"] for each in found] == [{"stage": "LOYALTY"}, None]


async def test_a_card_without_it_does_not_ask_for_it(as_: As, backend: FakeBackend) -> None:
    await as_().data("{ me { " + CARD_FIELDS + " } }")
    [asked] = [request for name, _, request in backend.requests if name == "BatchGetMembers"]
    assert not asked.lifecycle


async def test_operators_count_members_by_stage_and_level(as_: As) -> None:
    query = "{ stageCounts { asOf counts { stage level members } } }"
    counts = (await as_("operator").data(query))["stageCounts"]["counts"]
    assert counts == [{"stage": "INTEREST", "level": "LOST", "members": 12}]


async def test_operators_see_the_first_steps_of_those_who_enrolled_on_some_days(
    as_: As, backend: FakeBackend
) -> None:
    query = (
        '{ activationCounts(enrolledFrom: "2026-11-01", enrolledUntil: "2026-11-30")'
        " { enrolled steps { step members inTime withinDays } } }"
    )
    found = (await as_("operator").data(query))["activationCounts"]
    step = {"step": "FIRST_VISIT", "members": 12, "inTime": 9, "withinDays": 7}
    assert found == {"enrolled": 20, "steps": [step]}
    [asked] = [request for name, _, request in backend.requests if name == "CountActivation"]
    assert (asked.enrolled_from, asked.enrolled_until) == ("2026-11-01", "2026-11-30")
