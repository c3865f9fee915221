"""A phone on a bad network repeats its requests: each mutation repeats its first answer."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from gateway.schema.core.refusals import REFUSALS
from tests.e2e.brand import Brand, Person, unique
from tests.e2e.feedback_wishes import FEEDBACK_WISHES
from tests.e2e.file_wishes import OF_FILES, file_for
from tests.e2e.front_end import FrontEnd
from tests.e2e.idea_wishes import IDEA_WISHES, with_post
from tests.e2e.member_wishes import HOOK_URL, MEMBER_WISHES
from tests.e2e.test_check_in_journey import missed_day
from tests.e2e.test_feedback_journey import asked_of
from tests.e2e.test_rewards_journey import with_points
from tests.e2e.wish import Wish

KEPT_NOWHERE = {"readReveal", "requestUpload", "revealMember", "useExperiment"}
"""A new link is signed each time; each look at personal data is an entry of the audit log; a member
is exposed to an experiment once."""
DECIDED = {
    *("approve", "reject", "approveBroadcast", "sendBroadcastWinner"),
    *("acceptMergeRequest", "refuseMergeRequest"),
}
"""Of a second operator: tests/component/{points/transfers,feedback/broadcasts,members/merging}."""
AFTER_FIVE_WEEKS = {"moveMetricAlarm", "moveMetricTodo", "restoreSlot"}
"""They take weeks: tests/component/feedback/{insight/test_insight,topics/test_topics}.py."""
ELSEWHERE = {"resendTouch", "bindPhone", "bindWechatPhone", "requestMerge", "refundOrder"}
"""Providers: tests/component/{feedback/reach/test_sending.py,members}; test_refund_journey.py."""
TRIED = {"code": "order_note"}
REDEMPTION = "redemption { id state price rewardCode createdAt voucher { code expiresAt } }"
STREAK = "streak bonus { asset amount }"
USED = "voucher { state usedAt storeId }"
BENEFIT = "use { id benefit { code } usedAt storeId reversedAt }"
SIGN_UP = "signUp { id state createdAt changedAt storeId }"
GOODS = {"lines": [{"lineId": "1", "amountMinor": 3600}], "points": 100}
UPGRADE = {"asset": "SIZE_UPGRADE", "amount": 1, "reason": "waited too long"}
GRANT = {"ladder": "growth", "tier": "diamond", "reason": "guest of the year"}
COSTS = [{"channel": "stores", "minorUnits": 100}]
SEGMENT = {"code": "e2e_retry", "nameEn": "Retry", "when": "stats.orders > 0"}
NEWS = {"name": "New tea", "segment": "high_value", "message": "we_miss_you"}
WISHES = [
    Wish("checkIn", f"{STREAK} alreadyCheckedIn checkIn {{ at awards {{ amount }} }}", {}),
    Wish("makeUpCheckIn", f"{STREAK} member {{ checkIns {{ streak makeUpCards }} }}", {}),
    Wish("redeem", REDEMPTION, {"rewardCode": "free_drink"}),
    Wish("confirmRedemption", REDEMPTION, {}, needs="redeem", its_id="redemptionId"),
    Wish("cancelRedemption", REDEMPTION, {}, needs="redeem", its_id="redemptionId"),
    Wish(
        "answerSurvey",
        "survey { id answered expiresAt }",
        {"replies": [{"question": "likely", "number": 9}]},
    ),
    Wish("putChannelCosts", "taken", {"month": "2026-01", "costs": COSTS}, True),
    Wish("showNextOffers", "shown", {"offers": ["fruit_season"]}),
    Wish("declineNextOffer", "until", {"offer": "fruit_season"}),
    Wish("openMessage", "message { id code text readAt }", {}),
    *FEEDBACK_WISHES,
    Wish(
        "upsertStore",
        "store { code city openNow etag }",
        {"code": "e2e-1", "city": "上海", "timeZone": "Asia/Shanghai", "nameZh": "测试店"},
        True,
    ),
    Wish("adjustPoints", "postingId", {"amount": 5, "reason": "a cup was spilt"}, True),
    Wish(
        "grantCoupon",
        "coupon { id type state expiresOn code conditions }",
        {"couponType": "birthday", "reason": "a cup was spilt"},
        by_staff=True,
    ),
    Wish("revokeCoupon", "coupon { state }", {"reason": "lost"}, True, "grantCoupon", "couponId"),
    Wish("holdBasket", "basket { id state holdExpiresAt quote { points } }", {"basket": GOODS}),
    Wish("cancelBasket", "basket { state }", {}, False, "holdBasket", "basketId"),
    Wish(
        "drawLottery",
        "draw { id number roll drawn reason prize { code } voucherCode couponId commitment }",
        {"lottery": "check_in"},
    ),
    Wish("signUpForEvent", SIGN_UP, {"event": "new_tea_tasting"}),
    Wish("cancelSignUp", SIGN_UP, {}, needs="signUpForEvent", its_id="signUpId"),
    Wish(
        "recordAttendance",
        f"{SIGN_UP} awards {{ amount }}",
        {"storeId": "store-01"},
        by_staff=True,
        needs="signUpForEvent",
        its_id="signUpId",
    ),
    Wish("redeemVoucher", USED, {"storeId": "store-01"}, True, "confirmRedemption", "code"),
    Wish(
        "reverseVoucher",
        USED,
        {"storeId": "store-01"},
        by_staff=True,
        needs="confirmRedemption",
        its_id="code",
        before=(("redeemVoucher", {"storeId": "store-01"}),),
    ),
    Wish(
        "changeTags",
        "tags { tag { code } setAt expiresAt }",
        {"set": [{"code": "student"}], "reason": "showed a card"},
        by_staff=True,
    ),
    Wish("saveSegment", "segment { code when etag }", SEGMENT, by_staff=True),
    Wish("runRfm", "", {}, by_staff=True),
    Wish("deleteSegment", "", {"code": "e2e_retry"}, by_staff=True),
    Wish(
        "changeIdentities",
        "member { identities { kind value } }",
        {"link": {"kind": "POS_CARD", "value": "card-of-a-retry"}},
        by_staff=True,
    ),
    Wish(
        "mergeMembers",
        "merge { id mergedAt parts { what moved kept } }",
        {"reason": "one person"},
        by_staff=True,
    ),
    Wish(
        "undoMerge",
        "merge { id undoneAt returned { what moved kept } }",
        {"reason": "two people"},
        by_staff=True,
        needs="mergeMembers",
        its_id="mergeId",
    ),
    Wish(
        "announceFix",
        "fix { id group announcedAt }",
        {
            "title": {"zh": "已解决", "en": "Fixed"},
            "text": {"zh": "已换", "en": "Changed"},
            "isPublic": True,
        },
        by_staff=True,
    ),
    *IDEA_WISHES,
    *MEMBER_WISHES,
    Wish("withdrawNotice", "fix { id withdrawnAt }", {}, True, "announceFix", "fixId"),
    Wish("grantTier", "approval { id }", GRANT, True),
    Wish("endAllLogins", "", {}),
    Wish("endTier", "", {"ladder": "growth", "reason": "it was a mistake"}, True),
    Wish("requestErasure", "erasure { state askedAt dueAt } approval { id }", {}),
    Wish("cancelErasure", "erasure { state askedAt endedAt }", {}),
    Wish("closePeriod", "closed { month closedAt }", {"month": "2024-01"}, True),
    Wish(
        "publishProgramme",
        "programme { version note publishedAt }",
        {"note": "again"},
        by_staff=True,
    ),
    Wish("rollbackProgramme", "programme { version rollbackOf }", {"version": 1}, True),
    Wish("updateProfile", "member { profile { name } }", {"name": "王小明"}),
    Wish("givePoints", "gift { id amount asset at }", {"amount": 5}),
    Wish("startTierBacktest", "backtest { id askedAt inForceVersion }", {}, True),
    Wish("startDryRun", "dryRun { id since askedAt }", {"days": 1}, True),
    Wish("startBulkFile", "file { id rows startedBy startedAt }", {}, True),
    Wish("discardBulkFile", "file { id state endedAt }", {}, True),
    Wish("draftBroadcast", "broadcast { id state draftedAt }", NEWS, True),
    Wish("testBroadcast", "touchId", {}, True, "draftBroadcast", "broadcastId"),
    Wish("stopBroadcast", "broadcast { id endedAt }", {}, True, "draftBroadcast", "broadcastId"),
    Wish("startExperiment", "experiment { state stageSince }", TRIED, True),
    Wish("advanceExperiment", "experiment { stage stageSince }", TRIED, True),
    Wish("stopExperiment", "experiment { stoppedAt }", {**TRIED, "words": "Enough"}, True),
    Wish("pauseJourney", "journey { code pausedAt }", {"journey": "first_week"}, True),
    Wish("resumeJourney", "journey { code pausedAt }", {"journey": "first_week"}, True),
    Wish("switchMessage", "message { code }", {"message": "birthday", "off": False}, True),
    Wish("useBenefit", BENEFIT, {"benefit": "size_upgrade", "storeId": "store-01"}, True),
    Wish("reverseBenefitUse", BENEFIT, {"storeId": "store-01"}, True, "useBenefit", "useId"),
    Wish("cancelVoucher", USED, {"reason": "lost"}, True, "confirmRedemption", "code"),
]
ON_HOOKS = (
    *("updateWebhookEndpoint", "deleteWebhookEndpoint", "rotateWebhookSecret"),
    *("resendDelivery", "replayWebhooks", "testWebhookEndpoint"),
)
OF_A_MEMBER = (
    *("setGroupRole", "setAdviser"),
    *("adjustPoints", "changeIdentities", "changeTags", "grantCoupon", "useBenefit"),
    *("grantTier", "endTier", "testBroadcast"),
)
BY_NAME = {wish.name: wish for wish in WISHES}


def test_every_mutation_is_tested_here() -> None:
    assert set(BY_NAME) | KEPT_NOWHERE | DECIDED | AFTER_FIVE_WEEKS | ELSEWHERE == set(REFUSALS)


@pytest.fixture
async def person(tea: Brand) -> Person:
    return await with_points(tea, 1_000)


async def _do(front: FrontEnd, wish: Wish, given: dict[str, Any]) -> Any:
    shared = {"confirmFeedback": "OwnFeedback", "reopenFeedback": "OwnFeedback"}
    kind = shared.get(wish.name) or wish.name[0].upper() + wish.name[1:]
    query = f"""mutation($input: {kind}Input!) {{ {wish.name}(input: $input) {{
      replayed userErrors {{ code }} {wish.selected} }} }}"""
    payload = await front.ask(query, input=given)
    assert payload.pop("userErrors") == []
    return payload


async def _prepared(tea: Brand, person: Person, wish: Wish) -> dict[str, Any]:
    """The input of `wish`, after the mutations that it needs."""
    given = {"requestId": unique(wish.name), **wish.given}
    if wish.name == "makeUpCheckIn":
        given["day"] = await missed_day(tea, person)
    if wish.name == "answerSurvey":
        given["offerId"] = (await asked_of(tea, person))["id"]
    if wish.name == "drawLottery":  # a check-in brings the ticket
        await _do(person.front, BY_NAME["checkIn"], {"requestId": unique("checkIn")})
    if wish.name == "openMessage":
        given["messageId"] = (await greeting(person))["id"]
    if wish.name == "cancelErasure":
        await _do(person.front, BY_NAME["requestErasure"], {"requestId": unique("erase")})
    if wish.name == "changeIdentities":
        given["link"] = {"kind": "POS_CARD", "value": unique("card")}
    if wish.name == "joinGroup":
        store = {**BY_NAME["upsertStore"].given, "code": unique("store")}
        await _do(tea.staff, BY_NAME["upsertStore"], {"requestId": unique("open"), **store})
        given["storeId"] = store["code"]
    if wish.name in ("leaveGroup", "postToGroup", "setGroupRole"):
        joined = BY_NAME["joinGroup"]
        made = await _do(person.front, joined, await _prepared(tea, person, joined))
        given["groupId"] = made["membership"]["groupId"]
    if wish.name == "acceptInvite":
        given["code"] = (await (await tea.enrol()).front.ask("{ invite { code } }"))["code"]
    if wish.name in ("publishProgramme", "startDryRun", "startTierBacktest"):
        now = await tea.staff.ask("{ programmeVersion { sourceYaml } }")
        given["sourceYaml"] = now["sourceYaml"]
    if wish.name == "announceFix":
        given["group"] = await _group(tea, person)
    if wish.name == "mergeMembers":
        given["fromMemberId"], given["intoMemberId"] = person.id, (await tea.enrol()).id
    if wish.name == "requestReveal":
        given["memberIds"] = [person.id]
    if wish.name in OF_FILES:
        given["fileId"] = await file_for(tea, person, wish.name)
    if wish.name == "mergeIdeas":
        other = {"requestId": unique("other"), **BY_NAME["proposeIdea"].given}
        kept = await _do(person.front, BY_NAME["proposeIdea"], other)
        given["intoIdeaId"] = kept["idea"]["id"]
    if wish.name == "openTrial":
        last = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=9)
        given |= {"closes": f"{last:%Y-%m-%d}", "memberIds": [person.id]}
    await with_post(tea, wish.name, given)
    if wish.name in OF_A_MEMBER:
        given["memberId"] = person.id
    if wish.name in ("grantTier", "endTier"):
        today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    if wish.name == "grantTier":
        given["until"] = today
    if wish.name == "endTier":
        granted = BY_NAME["grantTier"]
        wanted = {"requestId": unique("tier"), "memberId": person.id, "until": today}
        await _do(tea.staff, granted, {**wanted, **granted.given})
    if wish.name == "givePoints":
        given["receiverId"] = (await with_points(tea, 10)).id  # of whom points has heard
    if wish.name == "useBenefit":
        adjusted = {"requestId": unique("upgrade"), "memberId": person.id, **UPGRADE}
        await _do(tea.staff, BY_NAME["adjustPoints"], adjusted)
    if wish.name == "recordAttendance":
        await _hold_the_event_now(tea)
    if wish.name == "deleteSegment":
        await _do(tea.staff, BY_NAME["saveSegment"], {"requestId": unique("save"), **SEGMENT})
    if wish.name in ON_HOOKS:
        given |= await _hook(tea, wish.name)
    if wish.needs:
        needed = BY_NAME[wish.needs]
        front = tea.staff if needed.by_staff else person.front
        made = await _do(front, needed, await _prepared(tea, person, needed))
        kinds = (
            *("redemption", "feedback", "use", "signUp", "merge", "fix", "idea", "trial", "post"),
            *("coupon", "broadcast", "basket", "client"),
        )
        (thing,) = (made[key] for key in kinds if key in made)
        its_id = thing["voucher"]["code"] if wish.its_id == "code" else thing["id"]
        given[wish.its_id] = its_id
        for name, more in wish.before:
            moved = {"requestId": unique(name), wish.its_id: its_id, **more}
            await _do(tea.staff, BY_NAME[name], moved)
    return given


async def _group(tea: Brand, person: Person) -> str:
    """The group of a complaint that nobody made before."""
    said = {
        "requestId": unique("alike"),
        # Hardly a run of characters is that of another complaint.
        "text": "奶茶里有异物" + "".join(chr(0x4E00 + each) for each in uuid4().bytes * 2),
        "channel": "app",
    }
    await _do(person.front, Wish("submitFeedback", "feedback { id }", {}), said)
    query = "{ feedbackQueue(first: 100) { edges { node { text group } } } }"
    async with asyncio.timeout(30):
        while True:
            found = (await tea.staff.ask(query))["edges"]
            for node in (edge["node"] for edge in found):
                if node["text"] == said["text"] and node["group"]:
                    return str(node["group"])
            await asyncio.sleep(0.2)


async def _hook(tea: Brand, name: str) -> dict[str, Any]:
    """An endpoint that nobody answers at; for a delivery, one that waits."""
    given = {"requestId": unique("hook"), "url": HOOK_URL}
    made = await _do(tea.staff, BY_NAME["createWebhookEndpoint"], given)
    endpoint = {"endpointId": made["endpoint"]["id"]}
    if name != "resendDelivery":
        return endpoint
    await tea.enrol()
    query = """query($endpointId: ID!) { webhookBacklog(endpointId: $endpointId) {
      edges { node { id } } } }"""
    async with asyncio.timeout(20):
        while not (waiting := (await tea.staff.ask(query, **endpoint))["edges"]):
            await asyncio.sleep(0.2)
    return {"deliveryId": waiting[0]["node"]["id"]}


async def greeting(person: Person) -> dict[str, Any]:
    """The first message in the person's inbox, which welcomes them, as soon as it is there."""
    query = "{ inbox(first: 1) { unread edges { node { id code title text why readAt } } } }"
    async with asyncio.timeout(30):
        while not (edges := (await person.front.ask(query))["edges"]):
            await asyncio.sleep(0.2)
    node: dict[str, Any] = edges[0]["node"]
    return node


async def _hold_the_event_now(tea: Brand) -> None:
    """The event began a moment ago, so that its door is open; members still sign up."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    begins = f"{now - timedelta(minutes=15):%Y-%m-%dT%H:%M}"
    ends = f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}"
    held = (await tea.staff.ask("{ programmeVersion { sourceYaml } }"))["sourceYaml"]
    for was, is_now in (
        ('starts: "2027-02-20T14:00"', f'starts: "{begins}"'),
        ('ends: "2027-02-20T16:00"', f'ends: "{ends}"\n    closes: "{ends}"'),
        ('cancel_until: "2027-02-19T18:00"', f'cancel_until: "{ends}"'),
    ):
        assert was in held
        held = held.replace(was, is_now)
    published = {"requestId": unique("hold"), "sourceYaml": held}
    await _do(tea.staff, BY_NAME["publishProgramme"], published)
    query = "{ events { edges { node { code startsAt } } } }"
    async with asyncio.timeout(60):
        while True:
            found = (await tea.staff.ask(query))["edges"]
            starts = {edge["node"]["code"]: edge["node"]["startsAt"] for edge in found}
            if not starts["new_tea_tasting"].startswith("2027"):
                return
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("name", BY_NAME)
async def test_a_repeated_request_gets_the_same_answer_and_takes_effect_once(
    tea: Brand, person: Person, name: str
) -> None:
    wish = BY_NAME[name]
    front = tea.staff if wish.by_staff else person.front
    given = await _prepared(tea, person, wish)
    first = await _do(front, wish, given)
    assert not first.pop("replayed") or front.again
    for _ in range(2):
        again = await _do(front, wish, given)
        assert again.pop("replayed") is True
        assert again == first
