"""tessera.feedback.v1.Trials."""

from services.common import audit, pagination
from services.common.auth import Role, brand_of, current_caller, require_role
from services.common.interceptors import ServicerContext
from services.feedback.ideas.api import messages
from services.feedback.ideas.api.callers import acting_member, write_of
from services.feedback.ideas.commands.context import IdeasContext
from services.feedback.ideas.commands.reading import find_trial, invitations, list_trials
from services.feedback.ideas.commands.trials import Opening, answer_trial, open_trial
from tessera.feedback.v1 import ideas_pb2 as pb
from tessera.feedback.v1 import ideas_pb2_grpc as pb_grpc


class TrialsServicer(pb_grpc.TrialsServicer):
    """Authorises callers, and passes their wishes on to the commands."""

    def __init__(self, ctx: IdeasContext, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def OpenTrial(
        self, request: pb.OpenTrialRequest, context: ServicerContext
    ) -> pb.OpenTrialResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        audit.changed(after={"idea_id": request.idea_id, "places": str(request.places)})
        opening = Opening(
            request.idea_id,
            messages.text_of_message(request.name),
            request.places,
            request.closes,
            request.member_ids,
        )
        write = write_of(caller, request, request.request_id)
        trial_id, replayed = await open_trial(self._ctx, write, opening)
        seen = await find_trial(self._ctx, brand_of(caller), trial_id)
        return pb.OpenTrialResponse(trial=messages.trial_message(seen), replayed=replayed)

    async def ListTrials(
        self, request: pb.ListTrialsRequest, context: ServicerContext
    ) -> pb.ListTrialsResponse:
        brand = brand_of(require_role(current_caller(), Role.OPERATOR))
        size = pagination.page_size(request.page_size)
        scope = {"list": "trials", "brand": brand, "idea": request.idea_id}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        found = await list_trials(self._ctx, brand, request.idea_id, before, size + 1)
        answer = pb.ListTrialsResponse(trials=map(messages.trial_message, found[:size]))
        if len(found) > size:
            answer.next_page_token = tokens.token(found[size - 1].trial.id)
        return answer

    async def ListMemberTrials(
        self, request: pb.ListMemberTrialsRequest, context: ServicerContext
    ) -> pb.ListMemberTrialsResponse:
        caller, member_id = acting_member(request.member_id)
        found = await invitations(self._ctx, brand_of(caller), member_id)
        return pb.ListMemberTrialsResponse(trials=map(messages.trial_message, found))

    async def AnswerTrial(
        self, request: pb.AnswerTrialRequest, context: ServicerContext
    ) -> pb.AnswerTrialResponse:
        caller, member_id = acting_member(request.member_id)
        named = pb.AnswerTrialRequest()
        named.CopyFrom(request)
        named.member_id = member_id
        audit.changed(after={"trial_id": request.trial_id, "accept": str(request.accept)})
        write = write_of(caller, named, request.request_id)
        trial_id, replayed = await answer_trial(
            self._ctx, write, member_id, request.trial_id, accepts=request.accept
        )
        brand = brand_of(caller)
        [*own] = [
            each
            for each in await invitations(self._ctx, brand, member_id)
            if each.trial.id == trial_id
        ]
        seen = own[0] if own else await find_trial(self._ctx, brand, trial_id)
        return pb.AnswerTrialResponse(trial=messages.trial_message(seen), replayed=replayed)
