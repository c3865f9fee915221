"""Which scope each method of feedback asks for."""

from services.feedback.wiring import PROTO_SERVICES
from tests.component.feedback.conftest import Feedback
from tests.component.scopes import check_scopes

ASKED = {
    "Merges.GetMerge": "merging:read",
    "Audit.ListAuditEntries": "audit:read",
    "BusinessHours.GetBusinessHours": "feedback:read",
    "Conditions.ListFailingConditions": "programmes:read",
    "Events.Watch": "",
    "FeedbackFigures.GetFeedbackFigures": "feedback:read",
    "FeedbackFigures.GetFeedbackTrends": "feedback:read",
    "FeedbackItems.BatchListMemberFeedback": "feedback:read",
    "FeedbackItems.CountFeedback": "feedback:read",
    "FeedbackItems.GetFeedback": "feedback:read",
    "FeedbackItems.ListFeedback": "feedback:read",
    "FeedbackItems.MoveFeedback": "feedback:write",
    "FeedbackItems.RateFeedback": "feedback:write",
    "FeedbackItems.ReplyFeedback": "feedback:write",
    "FeedbackItems.RerouteFeedback": "feedback:write",
    "FeedbackItems.SubmitFeedback": "feedback:write",
    "FollowUp.AnnounceFix": "feedback:write",
    "FollowUp.ListFixes": "feedback:read",
    "FollowUp.ListNotices": "",
    "FollowUp.PreviewFix": "feedback:read",
    "FollowUp.WithdrawNotice": "feedback:write",
    "Ideas.AnswerIdea": "feedback:write",
    "Ideas.GetIdea": "feedback:read",
    "Ideas.GetIdeaPlan": "feedback:read",
    "Ideas.ListIdeas": "feedback:read",
    "Ideas.MergeIdeas": "feedback:write",
    "Ideas.ModerateIdea": "feedback:write",
    "Ideas.MoveIdea": "feedback:write",
    "Ideas.ProposeIdea": "feedback:write",
    "Ideas.VoteIdea": "feedback:write",
    "Partners.CreateEndpoint": "webhooks:write",
    "Partners.DeleteEndpoint": "webhooks:write",
    "Partners.ListAttempts": "webhooks:read",
    "Partners.ListBacklog": "webhooks:read",
    "Partners.ListEndpoints": "webhooks:read",
    "Partners.Replay": "webhooks:write",
    "Partners.ResendDelivery": "webhooks:write",
    "Partners.RotateSecret": "webhooks:write",
    "Partners.UpdateEndpoint": "webhooks:write",
    "Privacy.ExportMember": "pii:read",
    "Reach.ExplainTouch": "feedback:read",
    "Reach.ListInbox": "feedback:read",
    "Reach.ListTouches": "feedback:read",
    "Reach.OpenMessage": "feedback:write",
    "Reach.PreviewTouch": "feedback:read",
    "Surveys.AnswerSurvey": "feedback:write",
    "Surveys.GetSurveyResults": "feedback:read",
    "Surveys.ListMemberSurveys": "feedback:read",
    "Surveys.ListSurveyComments": "feedback:read",
    "Surveys.ListSurveys": "feedback:read",
    "Trials.AnswerTrial": "feedback:write",
    "Trials.ListMemberTrials": "feedback:read",
    "Trials.ListTrials": "feedback:read",
    "Trials.OpenTrial": "feedback:write",
}


async def test_every_method_asks_operators_and_channels_for_the_scope_of_its_noun_and_verb(
    feedback: Feedback,
) -> None:
    await check_scopes(feedback.running.address, feedback.issuer, PROTO_SERVICES, ASKED)
