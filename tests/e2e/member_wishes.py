"""Mutations on members, their groups, files and webhooks that a phone or a desk repeats."""

from tests.e2e.wish import Wish

CONSENTS = "consents { purpose channel granted version at }"
HOOK = "endpoint { id url types state createdAt }"
HOOK_URL = "http://127.0.0.1:9/hooks"
OF_CLIENT: tuple[str, dict[str, object], bool, str, str] = (
    "client { id name }",
    {},
    True,
    "createOauthClient",
    "clientId",
)
MEMBER_WISHES = [
    Wish(
        "grantSubscriptions",
        # A message may use it up before the wish is repeated: how many are left is not its answer.
        "counted subscriptions { templates { code } }",
        {"results": [{"templateId": "W25vrVdFrfTier0", "result": "accept"}]},
    ),
    Wish(
        "enrolMember",
        "created member { id enrolledAt }",
        {"identities": [{"kind": "POS_CARD", "value": "7001700170017"}], "name": "王芳"},
        True,
    ),
    Wish("acceptInvite", "referral { state acceptedAt }", {}),
    Wish("joinGroup", "membership { groupId number joinedAt }", {"kind": "store_group"}),
    Wish("leaveGroup", "", {}),
    Wish("setAdviser", "adviser { since person }", {"person": "op-chen", "reason": "a VIP"}, True),
    Wish("sendPhoneCode", "expiresAt againSeconds", {"phone": "13912340001"}),
    Wish("setGroupRole", "membership { role }", {"role": "OWNER", "reason": "runs it"}, True),
    Wish("postToGroup", "post { id allowed postedAt }", {"message": "welcome"}, True),
    Wish("giveConsent", CONSENTS, {"purpose": "MARKETING", "version": "2026-03"}),
    Wish("withdrawConsent", CONSENTS, {"purpose": "MARKETING", "channels": ["SMS"]}),
    Wish("createWebhookEndpoint", f"secret {HOOK}", {"url": HOOK_URL}, True),
    Wish("updateWebhookEndpoint", HOOK, {"types": ["tier.changed"], "enabled": True}, True),
    Wish("deleteWebhookEndpoint", HOOK, {}, True),
    Wish("rotateWebhookSecret", f"secret {HOOK}", {}, True),
    Wish("testWebhookEndpoint", "delivery { id type createdAt }", {}, True),
    Wish("resendDelivery", "delivery { id messageId state }", {}, True),
    Wish("replayWebhooks", "replay { id fromTime }", {"fromTime": "2026-01-01T00:00:00Z"}, True),
    Wish(
        "setContactPreferences", "contactPreferences { channels updatedAt }", {"channels": ["SMS"]}
    ),
    Wish(
        "saveView",
        "view { id name }",
        {"name": "Week", "address": "/figures?days=7"},
        True,
    ),
    Wish("requestReveal", "reveal { id members askedAt }", {"reason": "a recall"}, True),
    Wish(
        "createOauthClient",
        # A secret is shown once, and is no part of the first answer that a repeat gets.
        "client { id name scopes createdAt }",
        {"name": "till", "role": "CHANNEL", "scopes": ["orders:write"]},
        True,
    ),
    Wish("rotateOauthClientSecret", *OF_CLIENT),
    Wish("revokeOauthClient", *OF_CLIENT),
    Wish("deleteView", "", {"id": "viw_gone"}, True),
    Wish("startMemberFile", "file { id rows startedAt }", {}, True),
    Wish("discardMemberFile", "file { id rows endedAt }", {}, True),
    Wish("startFeedbackFile", "file { id rows startedAt }", {}, True),
    Wish("discardFeedbackFile", "file { id rows endedAt }", {}, True),
]
