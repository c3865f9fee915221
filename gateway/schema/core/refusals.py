"""The codes that each mutation may have in `userErrors`, with the texts of the catalogue.

A refusal with another code is an error of the answer, with the same stable code. So a new refusal
of a service never breaks the enum of a front end that was built before.
"""

from collections.abc import Awaitable, Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

import strawberry

from gateway.schema.core.fields import CALL_COST, Rule, call
from services.common.errors import catalogue

_ANY = ("INVALID_ARGUMENT", "PERMISSION_DENIED", "REQUEST_ID_REUSED")
_MOVED = (*_ANY, "FEEDBACK_NOT_FOUND", "MOVE_NOT_ALLOWED", "TOO_MANY")
_ENDED = (*_ANY, "REDEMPTION_NOT_FOUND", "REDEMPTION_ENDED", "PROGRAMME_MISSING")
_AT_STORE = (*_ANY, "STORE_NOT_YOURS")
_AT_DESK = (*_AT_STORE, "VOUCHER_NOT_FOUND", "VOUCHER_GUESSES", "PROGRAMME_MISSING")
_UNUSABLE = ("VOUCHER_USED", "VOUCHER_EXPIRED", "VOUCHER_CANCELLED")
_IDEA = (*_ANY, "IDEA_NOT_FOUND", "IDEA_MOVE_NOT_ALLOWED")
_CO_CREATING = ("IDEAS_NOT_OFFERED", "IDEA_NOT_ALLOWED", "IDEA_LIMIT_REACHED", "MEMBER_ERASED")
_POST = (*_ANY, "POST_NOT_FOUND", "POST_MOVE_NOT_ALLOWED")
_HOOKED = (*_ANY, "ENDPOINT_NOT_FOUND")
_OF_FILE = (*_ANY, "BULK_FILE_NOT_FOUND", "BULK_FILE_ENDED")
_DECIDED = (*_ANY, "APPROVAL_NOT_FOUND", "APPROVAL_ENDED", "APPROVAL_OWN", "PROGRAMME_MISSING")
_MERGED = (
    *_ANY,
    *("MEMBER_NOT_FOUND", "MERGE_INTO_SELF", "MEMBER_MERGED", "ERASURE_WAITING"),
    "MERGE_TOO_LARGE",
)
_BOUND = (
    *_ANY,
    *("MEMBER_NOT_FOUND", "PHONE_INVALID", "PHONE_CODE_EXPIRED", "PHONE_OF_ANOTHER_MEMBER"),
)
HINDRANCES = (
    "REWARD_UNAVAILABLE",
    "TIER_TOO_LOW",
    "LIMIT_REACHED",
    "OUT_OF_STOCK",
    "REWARD_ALL_TAKEN",
    "INSUFFICIENT_POINTS",
    "INSUFFICIENT_ASSET",
)
"""The reasons that keep a member from a reward, which the catalogue names in advance."""

EVENT_HINDRANCES = (
    "EVENT_ALREADY_SIGNED_UP",
    "EVENT_SIGN_UP_CLOSED",
    "TIER_TOO_LOW",
    "EVENT_NOT_FOR_MEMBER",
    "EVENT_FULL",
    "INSUFFICIENT_POINTS",
    "INSUFFICIENT_ASSET",
)
"""The reasons that keep a member from an event, which the list of events names in advance."""

GIFT_HINDRANCES = ("GIFT_TOO_EARLY", "TIER_TOO_LOW", "GIFT_LIMIT_REACHED", "INSUFFICIENT_POINTS")
"""The reasons for which a member cannot give now, which the card names in advance."""

INVITE_REFUSALS = (
    "INVITE_OWN_CODE",
    "INVITEE_NOT_NEW",
    "INVITE_TAKEN",
    "INVITE_RING",
    "INVITE_TOO_LATE",
)
"""The reasons for which an invite does not count, which a referral names."""

REFUSALS: Mapping[str, tuple[str, ...]] = {
    "checkIn": (*_ANY, "MEMBER_NOT_FOUND", "ACTIVITY_TIME_INVALID", "PROGRAMME_MISSING"),
    "makeUpCheckIn": (
        *_ANY,
        "CHECK_IN_UNAVAILABLE",
        "MAKE_UP_DAY_NOT_PAST",
        "MAKE_UP_DAY_TOO_OLD",
        "MAKE_UP_BEFORE_ENROLMENT",
        "ALREADY_CHECKED_IN",
        "NO_MAKE_UP_CARD",
        "ACCOUNT_FULL",
        "PROGRAMME_MISSING",
    ),
    "redeem": (
        *(*_ANY, "REWARD_NOT_FOUND", *HINDRANCES, "ACCOUNT_FULL", "PROGRAMME_MISSING"),
        *("COUPON_TYPE_NOT_FOUND", "COUPON_TYPE_ENDED"),
    ),
    "confirmRedemption": (*_ENDED, "COUPON_TYPE_NOT_FOUND", "COUPON_TYPE_ENDED"),
    "cancelRedemption": (*_ENDED, "REDEMPTION_SPENT"),
    "redeemVoucher": (*_AT_DESK, *_UNUSABLE),
    "reverseVoucher": (*_AT_DESK, "VOUCHER_NOT_USED", "VOUCHER_NOT_REVERSIBLE"),
    "cancelVoucher": (*_AT_DESK, *_UNUSABLE),
    "givePoints": (
        *_ANY,
        *("GIFTS_UNAVAILABLE", "GIFT_TOO_SMALL", *GIFT_HINDRANCES, "GIFT_TO_SELF"),
        "MEMBER_NOT_FOUND",
        *("ASSET_UNKNOWN", "ACCOUNT_FULL", "TOO_MANY", "PROGRAMME_MISSING"),
    ),
    "holdBasket": (
        *_ANY,
        *("COUPON_NOT_FOUND", "COUPON_USED", "COUPON_EXPIRED", "COUPON_HELD", "COUPON_REVOKED"),
        *("COUPON_NOT_APPLICABLE", "COUPON_NOT_COMBINABLE"),
        *("CHECKOUT_POINTS_UNAVAILABLE", "CHECKOUT_POINTS_INVALID", "INSUFFICIENT_POINTS"),
        *("CHECKOUT_TOO_MANY_HELD", "TOO_MANY", "PROGRAMME_MISSING"),
    ),
    "cancelBasket": (
        *_ANY,
        *("CHECKOUT_NOT_FOUND", "CHECKOUT_ENDED", "CHECKOUT_HELD_BY_TILL", "PROGRAMME_MISSING"),
    ),
    "useBenefit": (
        *_AT_STORE,
        *("BENEFIT_UNKNOWN", "BENEFIT_USED_UP", "MEMBER_NOT_FOUND", "PROGRAMME_MISSING"),
    ),
    "reverseBenefitUse": (
        *_AT_STORE,
        *("BENEFIT_USE_NOT_FOUND", "BENEFIT_USE_NOT_REVERSIBLE", "PROGRAMME_MISSING"),
    ),
    "submitFeedback": (*_ANY, "ATTACHMENT_INVALID", "FEEDBACK_ANONYMOUS", "MEMBER_ERASED"),
    "proposeIdea": (*_ANY, *_CO_CREATING),
    "voteIdea": (*_IDEA, *_CO_CREATING),
    "moderateIdea": _IDEA,
    "submitPost": (
        *_ANY,
        "TOPICS_NOT_OFFERED",
        "TOPIC_NOT_FOUND",
        "TOPIC_NOT_OPEN",
        "TOPIC_NOT_ALLOWED",
        "TOPIC_LIMIT_REACHED",
        "MEMBER_ERASED",
    ),
    "withdrawPost": (*_POST, "MEMBER_ERASED"),
    "likePost": (*_POST, "MEMBER_ERASED"),
    "moderatePost": _POST,
    "praisePost": _POST,
    "restoreSlot": (*_ANY, "TOPICS_NOT_OFFERED", "SLOT_NOT_FOUND", "SLOT_NOT_REPLACED"),
    "moveIdea": (*_IDEA, "IDEAS_NOT_OFFERED"),
    "mergeIdeas": _IDEA,
    "answerIdea": _IDEA,
    "openTrial": (*_IDEA, "IDEAS_NOT_OFFERED"),
    "answerTrial": (*_ANY, "TRIAL_NOT_FOUND", "TRIAL_OVER", "MEMBER_ERASED"),
    "answerSurvey": (
        *_ANY,
        *("SURVEY_OFFER_NOT_FOUND", "SURVEY_EXPIRED", "SURVEY_ANSWERED", "SURVEY_ANSWER_INVALID"),
        *("SURVEY_INCOMPLETE", "SURVEY_ANONYMOUS", "MEMBER_ERASED"),
    ),
    "confirmFeedback": _MOVED,
    "reopenFeedback": _MOVED,
    "continueFeedback": (
        *_ANY,
        *("FEEDBACK_NOT_FOUND", "FEEDBACK_ENDED", "FEEDBACK_ANONYMOUS", "TOO_MANY"),
        "MEMBER_ERASED",
    ),
    "rateFeedback": (
        *_ANY,
        *("FEEDBACK_NOT_FOUND", "FEEDBACK_NOT_RESOLVED", "FEEDBACK_RATED"),
    ),
    "moveFeedback": (*_MOVED, "FEEDBACK_ANONYMOUS"),
    "noteFeedback": (*_ANY, "FEEDBACK_NOT_FOUND", "TOO_MANY", "MEMBER_ERASED"),
    "rerouteFeedback": (*_ANY, "FEEDBACK_NOT_FOUND", "TOO_MANY"),
    "putChannelCosts": (*_ANY, "ACQUISITION_CHANNEL_NOT_FOUND"),
    "showNextOffers": (*_ANY, "NEXT_OFFER_NOT_FOUND"),
    "declineNextOffer": (*_ANY, "NEXT_OFFER_NOT_FOUND"),
    "openMessage": (*_ANY, "INBOX_MESSAGE_NOT_FOUND"),
    "announceFix": (*_ANY, "FEEDBACK_GROUP_NOT_FOUND", "FIX_ANNOUNCED"),
    "withdrawNotice": (*_ANY, "FIX_NOT_FOUND"),
    "replyFeedback": (
        *_ANY,
        *("FEEDBACK_NOT_FOUND", "FEEDBACK_ANONYMOUS", "TOO_MANY", "MEMBER_ERASED"),
    ),
    "adjustPoints": (
        *_ANY,
        *("INSUFFICIENT_POINTS", "ACCOUNT_FULL", "ASSET_UNKNOWN", "AMOUNT_INVALID"),
        *("MEMBER_NOT_FOUND", "PROGRAMME_MISSING"),
    ),
    "grantCoupon": (
        *_ANY,
        *("COUPON_TYPE_NOT_FOUND", "COUPON_TYPE_ENDED", "COUPON_LIMIT_REACHED"),
        *("COUPONS_EXHAUSTED", "ACCOUNT_FULL", "MEMBER_NOT_FOUND", "PROGRAMME_MISSING"),
    ),
    "revokeCoupon": (
        *_ANY,
        *("COUPON_NOT_FOUND", "COUPON_USED", "COUPON_HELD", "COUPON_EXPIRED", "COUPON_REVOKED"),
    ),
    "drawLottery": (
        *_ANY,
        *("LOTTERY_NOT_FOUND", "LOTTERY_CLOSED", "LOTTERY_DAY_LIMIT", "NO_LOTTERY_TICKET"),
        *("LOTTERY_SEED_UNAVAILABLE", "ACCOUNT_FULL", "PROGRAMME_MISSING"),
    ),
    "signUpForEvent": (
        *(*_ANY, "EVENT_NOT_FOUND", *EVENT_HINDRANCES),
        *("MEMBER_NOT_FOUND", "ACCOUNT_FULL", "PROGRAMME_MISSING"),
    ),
    "cancelSignUp": (
        *_ANY,
        *("SIGN_UP_NOT_FOUND", "SIGN_UP_ENDED", "SIGN_UP_CANCEL_TOO_LATE", "PROGRAMME_MISSING"),
    ),
    "recordAttendance": (
        *_AT_STORE,
        *("SIGN_UP_NOT_FOUND", "SIGN_UP_ENDED", "EVENT_ATTENDANCE_CLOSED", "PROGRAMME_MISSING"),
    ),
    "refundOrder": (
        *(*_AT_STORE, "ORDER_NOT_FOUND", "REFUND_EXCEEDS_ORDER", "MEMBER_NOT_FOUND"),
        *("ACTIVITY_TIME_INVALID", "ACTIVITY_OVER_LIMIT", "TOO_MANY", "PROGRAMME_MISSING"),
    ),
    "approve": (
        *_DECIDED,
        *("INSUFFICIENT_POINTS", "ACCOUNT_FULL", "ASSET_UNKNOWN", "AMOUNT_INVALID"),
        *("PROGRAMME_INVALID", "PROGRAMME_OVERTAKEN", "EXPERIMENT_FROZEN"),
        *("LADDER_NOT_FOUND", "TIER_NOT_FOUND", "TIER_NOT_ABOVE"),
    ),
    "reject": _DECIDED,
    "enrolMember": (*_ANY, "PHONE_INVALID", "IDENTITY_TAKEN", "CHANNEL_NOT_OURS"),
    "changeIdentities": (
        *_ANY,
        *("MEMBER_NOT_FOUND", "ETAG_MISMATCH", "PHONE_INVALID", "IDENTITY_TAKEN"),
        *("IDENTITY_NOT_HELD", "LAST_IDENTITY"),
    ),
    "setAdviser": (*_ANY, "MEMBER_NOT_FOUND", "ADVISER_NOT_FOUND", "ADVISER_UNCHANGED"),
    "sendPhoneCode": (
        *_ANY,
        *("PHONE_CODES_NOT_OFFERED", "PHONE_INVALID"),
        *("PHONE_CODE_TOO_SOON", "PHONE_CODE_LIMIT_REACHED"),
    ),
    "bindPhone": (*_BOUND, "PHONE_CODE_WRONG"),
    "bindWechatPhone": _BOUND,
    "updateProfile": (
        *_ANY,
        *("MEMBER_NOT_FOUND", "ETAG_MISMATCH", "PREFERENCE_UNKNOWN", "BIRTHDAY_CHANGE_LIMIT"),
    ),
    "giveConsent": (
        *_ANY,
        *("MEMBER_NOT_FOUND", "CONSENT_NOT_ASKED", "CONSENT_VERSION_UNKNOWN"),
    ),
    "withdrawConsent": (*_ANY, "MEMBER_NOT_FOUND"),
    "setContactPreferences": (*_ANY, "MEMBER_NOT_FOUND"),
    "changeTags": (*_ANY, "MEMBER_NOT_FOUND", "TAG_UNKNOWN", "TAGS_FULL"),
    "grantTier": (
        *_ANY,
        *("MEMBER_NOT_FOUND", "LADDER_NOT_FOUND", "TIER_NOT_FOUND", "TIER_NOT_ABOVE"),
    ),
    "endTier": (*_ANY, "MEMBER_NOT_FOUND", "LADDER_NOT_FOUND", "MANUAL_TIER_NOT_FOUND"),
    "joinGroup": (
        *(*_ANY, "MEMBER_NOT_FOUND", "GROUP_KIND_UNKNOWN", "STORE_NOT_FOUND"),
        *("PREFERENCE_UNKNOWN", "MEMBER_GROUPS_FULL", "TAGS_FULL"),
    ),
    "leaveGroup": (*_ANY, "GROUP_NOT_JOINED"),
    "setGroupRole": (*_ANY, "GROUP_NOT_JOINED", "GROUP_ROLE_TAKEN"),
    "acceptInvite": (
        *(*_ANY, "MEMBER_NOT_FOUND", "REFERRALS_NOT_OFFERED", "INVITE_CODE_UNKNOWN"),
        *INVITE_REFUSALS,
    ),
    "requestErasure": (*_ANY, "MEMBER_NOT_FOUND", "ERASURE_WAITING"),
    "cancelErasure": (*_ANY, "MEMBER_NOT_FOUND", "ERASURE_NOT_WAITING"),
    "undoMerge": (
        *_ANY,
        *("MERGE_NOT_FOUND", "MERGE_UNDONE", "MERGE_UNDO_OVER", "MEMBER_MERGED"),
        *("MEMBER_NOT_FOUND", "ERASURE_WAITING"),
    ),
    "mergeMembers": _MERGED,
    "requestMerge": (
        *_ANY,
        *("PHONE_CODE_EXPIRED", "PHONE_CODE_WRONG", "PHONE_INVALID", "PHONE_NOT_TAKEN"),
        *("MEMBER_NOT_FOUND", "MERGE_REQUEST_WAITING", "MERGE_REQUEST_NOT_FOUND"),
    ),
    "acceptMergeRequest": (*_MERGED, "MERGE_REQUEST_NOT_FOUND", "MERGE_REQUEST_ENDED"),
    "refuseMergeRequest": (*_ANY, "MERGE_REQUEST_NOT_FOUND", "MERGE_REQUEST_ENDED"),
    "saveSegment": (
        *_ANY,
        *("SEGMENT_CONDITION_REFUSED", "SEGMENT_IN_PROGRAMME", "SEGMENTS_FULL", "ETAG_MISMATCH"),
    ),
    "runRfm": (*_ANY, "RFM_UNAVAILABLE"),
    "deleteSegment": (*_ANY, "SEGMENT_NOT_FOUND", "SEGMENT_IN_PROGRAMME"),
    "upsertStore": (*_AT_STORE, "ETAG_MISMATCH", "TOO_MANY"),
    "requestReveal": (
        *_ANY,
        *("MEMBER_NOT_FOUND", "SEGMENT_NOT_FOUND", "REVEAL_LIMIT_REACHED", "PROGRAMME_MISSING"),
    ),
    "readReveal": (
        *("INVALID_ARGUMENT", "PERMISSION_DENIED"),
        *("REVEAL_NOT_FOUND", "REVEAL_NOT_APPROVED", "REVEAL_ENDED"),
    ),
    "revealMember": ("INVALID_ARGUMENT", "PERMISSION_DENIED", "MEMBER_NOT_FOUND"),
    "publishProgramme": (*_ANY, "PROGRAMME_INVALID", "PROGRAMME_OVERTAKEN", "EXPERIMENT_FROZEN"),
    "endAllLogins": (*_ANY, "MEMBER_NOT_FOUND"),
    "saveView": (*_ANY, "VIEWS_FULL", "VIEW_NOT_YOURS"),
    "deleteView": (*_ANY, "VIEW_NOT_YOURS"),
    "startTierBacktest": (*_ANY, "PROGRAMME_INVALID", "PROGRAMME_MISSING"),
    "startDryRun": (*_ANY, "PROGRAMME_INVALID", "PROGRAMME_MISSING"),
    "rollbackProgramme": (
        *_ANY,
        *("PROGRAMME_INVALID", "PROGRAMME_MISSING", "PROGRAMME_OVERTAKEN"),
        "EXPERIMENT_FROZEN",
    ),
    "startBulkFile": (*_OF_FILE, "PROGRAMME_MISSING"),
    "discardBulkFile": _OF_FILE,
    "startFeedbackFile": (*_ANY, "FEEDBACK_FILE_NOT_FOUND", "FEEDBACK_FILE_ENDED"),
    "discardFeedbackFile": (*_ANY, "FEEDBACK_FILE_NOT_FOUND", "FEEDBACK_FILE_ENDED"),
    "startMemberFile": (*_ANY, "MEMBER_FILE_NOT_FOUND", "MEMBER_FILE_ENDED"),
    "discardMemberFile": (*_ANY, "MEMBER_FILE_NOT_FOUND", "MEMBER_FILE_ENDED"),
    "closePeriod": (*_ANY, "PROGRAMME_MISSING"),
    "draftBroadcast": (*_ANY, "MESSAGE_NOT_FOUND", "SEGMENT_NOT_FOUND"),
    "testBroadcast": (*_ANY, "BROADCAST_NOT_FOUND", "BROADCAST_STATE", "MESSAGE_NOT_FOUND"),
    "approveBroadcast": (
        *_ANY,
        "BROADCAST_NOT_FOUND",
        "BROADCAST_STATE",
        "BROADCAST_OWN",
        *("BROADCAST_APPROVED_BEFORE", "BROADCAST_CHANGED"),
        "MESSAGE_NOT_FOUND",
    ),
    "sendBroadcastWinner": (
        *_ANY,
        *("BROADCAST_NOT_FOUND", "BROADCAST_STATE", "BROADCAST_OWN", "MESSAGE_NOT_FOUND"),
        *("BROADCAST_WITHOUT_REST", "BROADCAST_CHANGED"),
    ),
    "stopBroadcast": (*_ANY, "BROADCAST_NOT_FOUND", "BROADCAST_STATE"),
    "postToGroup": (*_ANY, "GROUP_NOT_FOUND", "MESSAGE_NOT_FOUND"),
    "useExperiment": ("INVALID_ARGUMENT", "PERMISSION_DENIED", "EXPERIMENT_NOT_FOUND"),
    "startExperiment": (
        *_ANY,
        *("EXPERIMENT_NOT_FOUND", "EXPERIMENT_STATE", "EXPERIMENT_OWN"),
    ),
    "advanceExperiment": (
        *(*_ANY, "EXPERIMENT_NOT_FOUND", "EXPERIMENT_STATE", "EXPERIMENT_OWN"),
        *("EXPERIMENT_STAGE_TOO_EARLY", "EXPERIMENT_FROZEN"),
    ),
    "stopExperiment": (
        *_ANY,
        *("EXPERIMENT_NOT_FOUND", "EXPERIMENT_STATE", "EXPERIMENT_ARM_NOT_FOUND"),
    ),
    "pauseJourney": (*_ANY, "JOURNEY_NOT_FOUND"),
    "resumeJourney": (*_ANY, "JOURNEY_NOT_FOUND"),
    "switchMessage": (*_ANY, "MESSAGE_NOT_FOUND"),
    "createWebhookEndpoint": (
        *_ANY,
        *("ENDPOINT_URL_INVALID", "EVENT_TYPE_UNKNOWN", "TOO_MANY_ENDPOINTS"),
        "WEBHOOK_KEY_UNAVAILABLE",
    ),
    "updateWebhookEndpoint": (*_HOOKED, "EVENT_TYPE_UNKNOWN"),
    "deleteWebhookEndpoint": _HOOKED,
    "rotateWebhookSecret": (*_HOOKED, "WEBHOOK_KEY_UNAVAILABLE"),
    "moveMetricTodo": (*_ANY, "METRIC_TODO_NOT_FOUND", "METRIC_TODO_MOVED"),
    "moveMetricAlarm": (*_ANY, "METRIC_ALARM_NOT_FOUND", "METRIC_ALARM_MOVED"),
    "grantSubscriptions": _ANY,
    "resendTouch": (*_ANY, "TOUCH_NOT_FOUND", "TOUCH_NOT_RESENDABLE"),
    "resendDelivery": (*_ANY, "DELIVERY_NOT_FOUND", "ENDPOINT_OFF"),
    "testWebhookEndpoint": (*_HOOKED, "ENDPOINT_OFF"),
    "replayWebhooks": (
        *_HOOKED,
        *("ENDPOINT_OFF", "EVENT_TYPE_UNKNOWN", "REPLAY_SPAN_INVALID", "TOO_MANY_REPLAYS"),
    ),
    "createOauthClient": (*_ANY, "CLIENT_SCOPE_NOT_YOURS", "TOO_MANY"),
    "rotateOauthClientSecret": (
        *_ANY,
        *("CLIENT_NOT_FOUND", "CLIENT_REVOKED", "CLIENT_SCOPE_NOT_YOURS"),
    ),
    "revokeOauthClient": (*_ANY, "CLIENT_NOT_FOUND"),
    "requestUpload": ("INVALID_ARGUMENT", "PERMISSION_DENIED"),
}
"""The codes of each mutation."""

_POSSIBLE = {*HINDRANCES, *(code for codes in REFUSALS.values() for code in codes)}


def _values() -> list[tuple[str, Any]]:
    """Every possible code, in the catalogue's order, with its text in both languages."""
    return [
        (code, strawberry.enum_value(code, description=f"{entry.en} {entry.zh}"))
        for code, entry in catalogue().items()
        if code in _POSSIBLE
    ]


if TYPE_CHECKING:

    class UserErrorCode(Enum):
        """Made below, from the catalogue."""
else:
    UserErrorCode = strawberry.enum(
        Enum("UserErrorCode", _values(), module=__name__),
        description="A reason for a refusal; the description of each mutation names its own.",
    )


def mutation(
    name: str,
    fn: Callable[..., Awaitable[Any]],
    description: str,
    *,
    rule: Rule,
    cost: int = CALL_COST,
) -> Any:
    """Declare the mutation `name`; its description names the codes that it may be refused with."""
    refused = f"{description} May be refused: {', '.join(REFUSALS[name])}."
    return call(fn, refused, rule=rule, cost=cost)
