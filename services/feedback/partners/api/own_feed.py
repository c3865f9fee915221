"""Feedback's own feed as partners see it: ids and codes, and nothing that anybody wrote."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.feedback.partners.api.words import at, full, word
from services.feedback.partners.domain.message import Message
from tessera.feedback.v1 import experiments_pb2, feedback_pb2, ideas_pb2, topics_pb2


def of_feedback(events: Sequence[feedback_pb2.Event]) -> list[Message]:
    """What feedback publishes."""
    return [_of_feedback(event) for event in events]


def _of_feedback(event: feedback_pb2.Event) -> Message:
    if event.HasField("survey_offered"):
        offered = event.survey_offered
        data = {"survey": offered.survey, "offer_id": offered.offer_id}
        return _feedback_message(event, "survey.offered", data)
    if event.HasField("survey_answered"):
        # Not the score: of an anonymous survey there is none, and of others it is an opinion.
        answered = event.survey_answered
        data = {"survey": answered.survey, "offer_id": answered.offer_id}
        return _feedback_message(event, "survey.answered", data)
    if event.HasField("idea_changed"):
        return _feedback_message(event, "idea.changed", _of_idea(event.idea_changed))
    if event.HasField("post_changed"):
        return _feedback_message(event, "post.changed", _of_post(event.post_changed))
    if event.HasField("slot_changed"):
        return _feedback_message(event, "slot.changed", _of_slot(event.slot_changed))
    if event.HasField("experiment_changed"):
        told = _of_experiment(event.experiment_changed)
        return _feedback_message(event, "experiment.changed", told)
    return _of_item(event)


def _of_experiment(told: experiments_pb2.ExperimentChanged) -> dict[str, Any]:
    data = {
        "experiment": told.experiment,
        "change": word(experiments_pb2.ExperimentNews, told.news, "EXPERIMENT_NEWS_"),
        "stage": word(experiments_pb2.ExperimentStageKind, told.stage, "EXPERIMENT_STAGE_KIND_"),
        "cause": word(experiments_pb2.ExperimentStopCause, told.cause, "EXPERIMENT_STOP_CAUSE_"),
        "arm": told.arm,
        "verdict": word(experiments_pb2.ExperimentVerdict, told.verdict, "EXPERIMENT_VERDICT_"),
    }
    return full(data) | ({"percent": told.percent} if told.percent else {})


def _of_post(told: feedback_pb2.PostChanged) -> dict[str, Any]:
    return {
        "post_id": told.post_id,
        "topic": told.topic,
        "change": word(topics_pb2.PostStepKind, told.kind, "POST_STEP_KIND_"),
        "state": word(topics_pb2.PostState, told.state, "POST_STATE_"),
    }


def _of_slot(told: feedback_pb2.SlotChanged) -> dict[str, Any]:
    return {
        "slot": told.slot,
        "topic": told.topic,
        "opened": told.opened,
        "alternative": told.alternative,
    }


def _of_idea(told: feedback_pb2.IdeaChanged) -> dict[str, Any]:
    data = {
        "idea_id": told.idea_id,
        "change": word(ideas_pb2.IdeaStepKind, told.kind, "IDEA_STEP_KIND_"),
        "state": word(ideas_pb2.IdeaState, told.state, "IDEA_STATE_"),
        "shelf": word(ideas_pb2.IdeaShelf, told.shelf, "IDEA_SHELF_"),
        "other_idea_id": told.other_idea_id,
    }
    return {**full(data), "votes": told.votes}


def _feedback_message(event: feedback_pb2.Event, type_: str, data: Mapping[str, Any]) -> Message:
    recorded = at(event.record_time)
    return Message(event.id, event.brand, event.member_id, type_, recorded, recorded, data)


def _of_item(event: feedback_pb2.Event) -> Message:
    item = event.feedback
    data: dict[str, Any] = full(
        {
            "feedback_id": item.id,
            "state": word(feedback_pb2.FeedbackState, item.state, "FEEDBACK_STATE_"),
            "priority": word(feedback_pb2.Priority, item.priority, "PRIORITY_"),
            "category": item.category,
            "channel": item.channel,
            "team": event.team,
            "order_id": item.order_id,
            "store_id": item.store_id,
        }
    )
    data["by_clock"] = event.by_clock
    return _feedback_message(event, "feedback.changed", data)
