"""Ideas and trials as messages and back."""

from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from services.common.errors import invalid
from services.feedback.ideas.commands.reading import SeenIdea, SeenTrial, Standing
from services.feedback.ideas.domain.idea import Idea, Shelf, State, Step, StepKind
from services.feedback.ideas.domain.trial import Answer
from services.feedback.programme.domain import Text
from tessera.feedback.v1 import feedback_pb2
from tessera.feedback.v1 import ideas_pb2 as pb
from tessera.types.v1 import types_pb2

_STATES = {each: pb.IdeaState.Value(f"IDEA_STATE_{each.name}") for each in State}
_SHELVES = {each: pb.IdeaShelf.Value(f"IDEA_SHELF_{each.name}") for each in Shelf}
_STEPS = {each: pb.IdeaStepKind.Value(f"IDEA_STEP_KIND_{each.name}") for each in StepKind}
_ANSWERS = {
    Answer.NONE: pb.TRIAL_ANSWER_UNSPECIFIED,
    Answer.ACCEPTED: pb.TRIAL_ANSWER_ACCEPTED,
    Answer.DECLINED: pb.TRIAL_ANSWER_DECLINED,
}


class IdeaWire:
    """Implements `ideas.storage.ideas.Wire`."""

    def changed(
        self, event_id: str, brand: str, at: datetime, idea: Idea, kind: StepKind, other: str
    ) -> bytes:
        event = feedback_pb2.Event(
            id=event_id,
            brand=brand,
            member_id=idea.member_id,
            record_time=_timestamp(at),
            idea_changed=feedback_pb2.IdeaChanged(
                idea_id=idea.id,
                kind=_STEPS[kind],
                state=_STATES[idea.state],
                shelf=_SHELVES[idea.shelf],
                votes=idea.votes,
                other_idea_id=other,
            ),
        )
        return event.SerializeToString()


def state_of(number: int) -> State | None:
    """None where it is not set. Raises INVALID_ARGUMENT for a state that is not known."""
    found = {wire: each for each, wire in _STATES.items()}
    if number and number not in found:
        raise invalid("state", "not a state of an idea")
    return found.get(pb.IdeaState.ValueType(number))


def shelf_of(number: int, *, required: bool = False) -> Shelf | None:
    """None where it is not set. Raises INVALID_ARGUMENT for a shelf that is not known, and for none
    where one is `required`."""
    found = {wire: each for each, wire in _SHELVES.items()}
    if number not in found and (number or required):
        raise invalid("shelf", "a shelf of ideas")
    return found.get(pb.IdeaShelf.ValueType(number))


def idea_message(seen: SeenIdea, *, for_operator: bool, whole: bool = True) -> pb.Idea:
    """The idea; `whole` with its history."""
    idea = seen.idea
    return pb.Idea(
        id=idea.id,
        member_id=idea.member_id if for_operator or seen.mine else "",
        title=idea.title,
        text=idea.text,
        state=_STATES[idea.state],
        shelf=_SHELVES[idea.shelf],
        votes=idea.votes,
        voted=seen.voted,
        mine=seen.mine,
        project=_text(idea.project),
        answer=_text(idea.answer),
        into_idea_id=idea.into,
        merged_ideas=len(idea.sources),
        found_words=idea.found_words if for_operator else (),
        propose_time=_timestamp(idea.proposed_at),
        history=[_step(each, for_operator) for each in idea.history] if whole else (),
    )


def _step(step: Step, for_operator: bool) -> pb.IdeaStep:
    return pb.IdeaStep(
        kind=_STEPS[step.kind],
        time=_timestamp(step.at),
        shelf=_SHELVES[step.shelf],
        reason=step.reason,
        operator=step.operator if for_operator else "",
        other_idea_id=step.other,
    )


def plan_message(standing: Standing) -> pb.GetIdeaPlanResponse:
    """What a member may do."""
    return pb.GetIdeaPlanResponse(
        name=_text(standing.plan.name),
        proposals_left=standing.proposals_left,
        votes_left=standing.votes_left,
        text_characters_max=standing.plan.text_characters_max,
    )


def trial_message(seen: SeenTrial) -> pb.Trial:
    """A trial; its members are empty for other than operators."""
    trial = seen.trial
    return pb.Trial(
        id=trial.id,
        idea_id=trial.idea_id,
        name=_text(trial.name),
        places=trial.places,
        taken=trial.taken,
        invited=trial.invited,
        closes=trial.closes.isoformat(),
        open=seen.is_open,
        answer=_ANSWERS[seen.answer],
        member_ids=seen.member_ids,
    )


def text_of_message(message: types_pb2.LocalizedText) -> Text:
    """The text as it was sent."""
    return Text(message.zh, message.en)


def _text(text: Text | None) -> types_pb2.LocalizedText | None:
    return None if text is None else types_pb2.LocalizedText(zh=text.zh, en=text.en)


def _timestamp(at: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(at.astimezone(UTC))
    return stamp
