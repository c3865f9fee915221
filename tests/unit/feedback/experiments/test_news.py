"""What others are told of an experiment: each thing once, and nothing of who did it."""

from dataclasses import replace
from datetime import timedelta

from services.feedback.experiments.api.messages import ExperimentNewsWire
from services.feedback.experiments.domain.news import Change, News, news_of, news_of_look
from services.feedback.experiments.domain.running import Cause, Ending, Running
from services.feedback.experiments.domain.sizes import Colour
from services.feedback.experiments.domain.verdict import Look, Verdict
from services.feedback.partners.api.own_feed import of_feedback
from services.feedback.partners.domain.event_types import EVENT_TYPES
from tessera.feedback.v1 import feedback_pb2
from tests.unit.feedback.experiments.samples import START, experiment, running
from tests.unit.feedback.experiments.test_verdict import seen

OPERATOR = Ending(START, Cause.OPERATOR, "stronger", "ann", "words of ann")
GUARDRAIL = Ending(START, Cause.GUARDRAIL, "control", "", "opt_out_rate of stronger")


def changes(before: Running | None, after: Running) -> list[Change]:
    return [each.change for each in news_of(before, after)]


def looked(found: Look, ending: Ending | None = None, **before: bool) -> list[News]:
    told = {"was_judged": False, "were_wrong": False, **before}
    return list(news_of_look(running(), found, ending, **told))


def test_a_start_a_further_stage_and_a_stop_are_told_and_a_word_that_waits_is_not() -> None:
    ready = Running(experiment(second_person=True))
    asked = ready.started("ann", START)
    begun = asked.started("ben", START)
    wanted = begun.advanced("ann", START)
    wider = wanted.advanced("ben", START)
    assert changes(None, asked) == changes(ready, asked) == changes(begun, wanted) == []
    assert changes(asked, begun) == [Change.STARTED]
    assert changes(wanted, wider) == [Change.STAGE_CHANGED]
    [stopped] = news_of(wider, wider.stopped(OPERATOR))
    assert (stopped.change, stopped.cause, stopped.arm) == (
        *(Change.STOPPED, Cause.OPERATOR),
        "stronger",
    )
    assert changes(None, running()) == [Change.STARTED]


def test_a_verdict_is_told_once_and_a_guardrail_stops_it_with_its_cause() -> None:
    found = seen(running(), (300, 10_000), (360, 10_000))
    [told] = looked(found)
    assert (told.change, told.verdict, told.arm) == (Change.CONCLUDED, Verdict.BETTER, "stronger")
    assert looked(found, was_judged=True) == []
    assert looked(seen(running(), (60, 2_000), (90, 2_000))) == []
    [stopped] = looked(found, GUARDRAIL, was_judged=True)
    assert (stopped.change, stopped.cause) == (Change.STOPPED, Cause.GUARDRAIL)


def test_wrong_sizes_are_told_when_they_begin_and_again_when_they_were_right_in_between() -> None:
    wrong = seen(running(), (24_000, 821_588), (30_000, 815_482))
    assert [each.change for each in looked(wrong)] == [Change.SIZES_WRONG]
    assert looked(wrong, were_wrong=True) == []
    yellow = replace(wrong, sizes=replace(wrong.sizes, colour=Colour.YELLOW))
    assert looked(yellow) == []


def test_partners_hear_of_codes_and_nothing_of_people() -> None:
    wire, now = ExperimentNewsWire(), START + timedelta(days=1)
    ended = running().stopped(OPERATOR)
    told = [*news_of(None, running()), *news_of(running(), ended)]
    events = [
        feedback_pb2.Event.FromString(wire.experiment_changed(f"evt_{n}", "tea", now, each))
        for n, each in enumerate(told)
    ]
    started, stopped = of_feedback(events)
    assert {started.type, stopped.type} == {"experiment.changed"} <= set(EVENT_TYPES)
    code = "welcome_offer"
    assert started.data == {
        "experiment": code,
        "change": "started",
        "stage": "part",
        "percent": 10,
    }
    assert stopped.data == {
        "experiment": code,
        "change": "stopped",
        "cause": "operator",
        "arm": "stronger",
    }
    assert (started.member, started.brand, started.recorded_at) == ("", "tea", now)
    assert "ann" not in str(events)
