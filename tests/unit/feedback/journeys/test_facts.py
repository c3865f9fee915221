"""Conditions of journeys see the facts that are declared, and no others."""

from services.feedback.fact_store.domain import NOTHING_TOLD
from services.feedback.reach.api.activity_facts import activity_facts
from services.feedback.reach.domain.wish import Occasion
from tessera.types.v1 import types_pb2
from tests.condition_facts import assert_as_declared
from tests.unit.feedback.journeys.test_walk import ENROLLED, RULES

ORDER = types_pb2.Activity(
    channel="pos",
    event_id="o1",
    type=types_pb2.ACTIVITY_TYPE_ORDER,
    order=types_pb2.Order(total=types_pb2.Money(currency_code="CNY", minor_units=1800)),
    labels={"topic": "weekly"},
)


def test_steps_and_events_see_what_is_declared() -> None:
    member = {"tier": "gold", **NOTHING_TOLD.at(ENROLLED, RULES.zone)}
    step = {"member": member, "occasion": dict(Occasion("first_order").facts())}
    assert_as_declared("journeys.step", step)
    facts = activity_facts(ORDER)
    assert_as_declared("journeys.event", {**step, "activity": dict(facts)})
    assert (facts["type"], facts["amount_minor"]) == ("order", 1800)
