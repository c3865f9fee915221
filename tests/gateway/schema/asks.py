"""For each root field a document that asks for member 3's things, whoever sends it."""

from gateway.core.ids import to_global
from tests.gateway.schema.ask import Ask
from tests.gateway.schema.ask import mutation_ask as _mutation
from tests.gateway.schema.basket_asks import BASKET_ASKS
from tests.gateway.schema.co_creation_asks import CO_CREATION_ASKS
from tests.gateway.schema.operator_asks import OPERATOR_ASKS
from tests.gateway.services import member_id

MINE = 2
MEMBER = member_id(3)
WHOM = f'memberId: "{MEMBER}"'
FEEDBACK = f"fb_{MEMBER}x1"
ITEM = f'feedbackId: "{FEEDBACK}"'
ASKS: dict[str, Ask] = {
    **OPERATOR_ASKS,
    **BASKET_ASKS,
    **CO_CREATION_ASKS,
    "Query.me": Ask("{ me { id } }"),
    "Query.member": Ask(f'{{ member(id: "{MEMBER}") {{ id phone }} }}'),
    "Query.members": Ask(f'{{ members(ids: ["{member_id(MINE)}", "{MEMBER}"]) {{ id }} }}'),
    "Query.memberByIdentity": Ask('{ memberByIdentity(kind: POS_CARD, value: "17841") { id } }'),
    "Query.rewards": Ask(f'{{ rewards(memberId: "{MEMBER}") {{ edges {{ node {{ code }} }} }} }}'),
    "Query.reward": Ask(f'{{ reward(code: "reward_1", memberId: "{MEMBER}") {{ price }} }}'),
    "Query.redemption": Ask('{ redemption(id: "rdm_1") { price } }', "GetRedemption"),
    "Query.redemptions": Ask(f'{{ redemptions(memberId: "{MEMBER}") {{ edges {{ cursor }} }} }}'),
    "Query.feedbackQueue": Ask("{ feedbackQueue { edges { node { id } } } }"),
    "Query.feedbackTrends": Ask("{ feedbackTrends { weeksBefore trends { count direction } } }"),
    "Query.feedbackFigures": Ask("{ feedbackFigures { total { taken inTimePercent } } }"),
    "Query.feedbackFixPreview": Ask('{ feedbackFixPreview(alike: "alk_1") { reporters } }'),
    "Query.feedbackFixes": Ask("{ feedbackFixes { edges { node { id told } } } }"),
    "Query.publicNotices": Ask("{ publicNotices { edges { node { title } } } }"),
    "Query.surveys": Ask("{ surveys { code offered } }"),
    "Query.survey": Ask('{ survey(code: "recommend") { results { answers } } }', "ListSurveys"),
    "Query.surveyComments": Ask(
        '{ surveyComments(code: "recommend") { edges { node { text } } } }'
    ),
    "Query.feedbackReaders": Ask('{ feedbackReaders(feedbackId: "fdb_1") { readers } }'),
    "Query.businessHours": Ask("{ businessHours { isOpen unknownYears } }"),
    "Query.conditionFacts": Ask('{ conditionFacts(kind: "segments.member") { name type } }'),
    "Query.failingConditions": Ask("{ failingConditions { rule } }"),
    "Query.waitingRefunds": Ask("{ waitingRefunds { edges { node { orderId } } } }"),
    "Query.dataQuality": Ask("{ dataQuality { edges { node { channel } } } }"),
    "Query.voucher": Ask('{ voucher(code: "V-1") { state } }'),
    "Query.storeVouchers": Ask('{ storeVouchers(storeId: "s1") { edges { node { code } } } }'),
    "Query.acquisition": Ask("{ acquisition { currencyCode } }"),
    "Query.nextOffers": Ask(f'{{ nextOffers(memberId: "{MEMBER}") {{ byProfile }} }}'),
    "Query.explainNextOffers": Ask(f'{{ explainNextOffers(whom: "{MEMBER}") {{ byProfile }} }}'),
    "Query.offerFigures": Ask("{ offerFigures { code shown } }"),
    "Query.associations": Ask("{ associations { buyers } }"),
    "Query.inbox": Ask(f'{{ inbox(memberId: "{MEMBER}") {{ edges {{ node {{ id }} }} }} }}'),
    "Query.subscriptions": Ask(
        f'{{ subscriptions(memberId: "{MEMBER}") {{ templates {{ code granted }} }} }}'
    ),
    "Query.pressure": Ask("{ pressure { days loweredSince } }"),
    "Query.messageChannels": Ask("{ messageChannels { code configured } }"),
    "Query.touches": Ask("{ touches { edges { node { id } } } }"),
    "Query.explainTouch": Ask('{ explainTouch(touchId: "tch_1") { id } }'),
    "Query.previewMessage": Ask(
        f'{{ previewMessage(whom: "{MEMBER}", message: "birthday") {{ state }} }}'
    ),
    "Query.wakeUps": Ask("{ wakeUps { edges { node { state } } } }"),
    "Query.wakeUpFigures": Ask("{ wakeUpFigures { opened } }"),
    "Query.coupons": Ask(f'{{ coupons(memberId: "{MEMBER}") {{ edges {{ node {{ id }} }} }} }}'),
    "Query.couponTypes": Ask("{ couponTypes { edges { node { code granted } } } }"),
    "Query.logins": Ask(f'{{ logins(memberId: "{MEMBER}") {{ beganAt }} }}'),
    "Mutation.sendPhoneCode": _mutation("sendPhoneCode", "", 'phone: "13812340001"'),
    "Query.mergeRequest": Ask(f'{{ mergeRequest(memberId: "{MEMBER}") {{ id state }} }}'),
    "Mutation.requestMerge": _mutation("requestMerge", "", 'phone: "13812340001", code: "123456"'),
    "Mutation.bindPhone": _mutation("bindPhone", "", 'phone: "13812340001", code: "123456"'),
    "Mutation.bindWechatPhone": _mutation("bindWechatPhone", "", 'code: "c"'),
    "Query.advisers": Ask("{ advisers { person members } }"),
    "Mutation.setAdviser": _mutation("setAdviser", "", f'memberId: "{MEMBER}", reason: "a VIP"'),
    "Mutation.endAllLogins": _mutation("endAllLogins", "", f'memberId: "{MEMBER}", reason: "lost"'),
    "Query.tierBacktest": Ask("{ tierBacktest { id state } }"),
    "Mutation.startTierBacktest": _mutation("startTierBacktest", "", 'sourceYaml: "a: 1"'),
    "Query.dryRun": Ask("{ dryRun { id state } }"),
    "Query.bulkFile": Ask('{ bulkFile(id: "blk_1") { id state } }'),
    "Query.bulkFiles": Ask("{ bulkFiles { edges { node { id state } } } }"),
    "Query.bulkRows": Ask('{ bulkRows(fileId: "blk_1") { edges { node { line state } } } }'),
    "Query.budgets": Ask("{ budgets { edges { node { limit issued } } } }"),
    "Query.restocks": Ask('{ restocks(rewardCode: "free_drink") { edges { node { pieces } } } }'),
    "Query.campaigns": Ask("{ campaigns { edges { node { percent } } } }"),
    "Query.campaignReport": Ask('{ campaignReport(code: "spring") { issued complete } }'),
    "Query.lottery": Ask(f'{{ lottery(code: "spring", memberId: "{MEMBER}") {{ code }} }}'),
    "Query.lotteries": Ask("{ lotteries { edges { node { code } } } }"),
    "Query.leaderboard": Ask(
        f'{{ leaderboard(code: "spring", memberId: "{MEMBER}") {{ entries {{ memberId }} }} }}'
    ),
    "Query.groupLeaderboard": Ask(
        '{ groupLeaderboard(code: "spring", groupId: "grp_1") { entries { rank } } }'
    ),
    "Query.leaderboards": Ask("{ leaderboards { edges { node { code } } } }"),
    "Query.draws": Ask(f'{{ draws(memberId: "{MEMBER}") {{ edges {{ node {{ id }} }} }} }}'),
    "Query.events": Ask(f'{{ events(memberId: "{MEMBER}") {{ edges {{ node {{ code }} }} }} }}'),
    "Query.signUps": Ask(f'{{ signUps(memberId: "{MEMBER}") {{ edges {{ node {{ id }} }} }} }}'),
    "Query.lotteryOdds": Ask('{ lotteryOdds(code: "spring") { code } }'),
    "Query.lotterySeeds": Ask('{ lotterySeeds(code: "spring") { edges { node { day } } } }'),
    "Query.approvals": Ask("{ approvals { edges { node { id } } } }"),
    "Query.auditEntries": Ask("{ auditEntries { edges { node { actor } } } }"),
    "Query.trialBalance": Ask("{ trialBalance { asOf } }"),
    "Query.closedPeriod": Ask("{ closedPeriod { month } }"),
    "Query.verify": Ask("{ verify { colour } }"),
    "Query.liability": Ask("{ liability { outstanding } }"),
    "Query.ruleTotals": Ask('{ ruleTotals(monthFrom: "2026-02") { sum { issued } } }'),
    "Query.storeTotals": Ask('{ storeTotals(day: "2026-02-01") { sum { issued } } }'),
    "Query.previewAward": Ask(
        f'{{ previewAward(activity: {{memberId: "{MEMBER}", type: VISIT}})'
        " { awards { base } } }"
    ),
    "Query.previewRefund": Ask(
        f'{{ previewRefund(refund: {{memberId: "{MEMBER}", type: REFUND}})'
        " { clawbacks { due } } }"
    ),
    "Query.programmeVersions": Ask("{ programmeVersions { edges { node { version } } } }"),
    "Query.programmeVersion": Ask("{ programmeVersion { sourceYaml } }"),
    "Query.validateProgramme": Ask('{ validateProgramme(sourceYaml: "x") { counts { name } } }'),
    "Query.programmeSchema": Ask("{ programmeSchema }"),
    "Query.catalogue": Ask("{ catalogue { edges { node { code } } } }"),
    "Query.programme": Ask("{ programme { version } }"),
    "Query.store": Ask('{ store(code: "SH1") { name } }'),
    "Query.stores": Ask("{ stores { edges { node { code } } } }"),
    "Query.nearestStores": Ask("{ nearestStores(latitude: 31.2, longitude: 121.4) { code } }"),
    "Query.viewer": Ask("{ viewer { subject } }"),
    "Query.changesSince": Ask(f'{{ changesSince(memberId: "{MEMBER}") {{ token }} }}'),
    "Query.benefitUses": Ask(f'{{ benefitUses(memberId: "{MEMBER}") {{ edges {{ cursor }} }} }}'),
    "Query.consentHistory": Ask(f'{{ consentHistory(memberId: "{MEMBER}") {{ __typename }} }}'),
    "Mutation.giveConsent": _mutation(
        "giveConsent", "", f'memberId: "{MEMBER}", purpose: MARKETING, version: "2026-03"'
    ),
    "Mutation.withdrawConsent": _mutation(
        "withdrawConsent", "", f'memberId: "{MEMBER}", purpose: MARKETING'
    ),
    "Mutation.setContactPreferences": _mutation(
        "setContactPreferences", "", f'memberId: "{MEMBER}", channels: [SMS]'
    ),
    "Mutation.changeTags": _mutation(
        "changeTags", "", f'memberId: "{MEMBER}", remove: ["vip"], reason: "asked"'
    ),
    "Query.board": Ask("{ board { asOf } }"),
    "Query.metric": Ask('{ metric(code: "conversion") { asOf } }'),
    "Query.metricCatalogue": Ask("{ metricCatalogue { metrics { code } } }"),
    "Query.contentFigures": Ask("{ contentFigures(about: SERIES) { asOf } }"),
    "Query.attribution": Ask("{ attribution(model: LINEAR) { asOf } }"),
    "Query.cohorts": Ask("{ cohorts { asOf } }"),
    "Query.funnel": Ask('{ funnel(code: "to_store") { open } }'),
    "Query.metricMembers": Ask(
        '{ metricMembers(code: "conversion", day: "2026-03-01") { edges { cursor } } }'
    ),
    "Query.cohortMembers": Ask('{ cohortMembers(day: "2026-03-01") { edges { cursor } } }'),
    "Query.funnelMembers": Ask('{ funnelMembers(code: "to_store", step: 1) { edges { cursor } } }'),
    "Query.metricAlarms": Ask("{ metricAlarms { edges { cursor } } }"),
    "Query.insightReports": Ask("{ insightReports { edges { cursor } } }"),
    "Query.metricTodos": Ask("{ metricTodos { edges { cursor } } }"),
    "Mutation.moveMetricTodo": _mutation(
        "moveMetricTodo", "", 'todoId: "2026-03-01-conversion-too_few", state: TAKEN'
    ),
    "Mutation.moveMetricAlarm": _mutation(
        "moveMetricAlarm", "", 'alarmId: "2026-03-01-conversion", state: CLOSED, words: "rain"'
    ),
    "Query.memberGroups": Ask(f'{{ memberGroups(memberId: "{MEMBER}") {{ kinds {{ code }} }} }}'),
    "Query.group": Ask('{ group(groupId: "grp_1") { id } }'),
    "Query.groups": Ask("{ groups { edges { node { id } } } }"),
    "Query.groupMembers": Ask('{ groupMembers(groupId: "grp_1") { edges { cursor } } }'),
    "Mutation.joinGroup": _mutation("joinGroup", "", f'memberId: "{MEMBER}", kind: "club"'),
    "Mutation.leaveGroup": _mutation("leaveGroup", "", f'memberId: "{MEMBER}", groupId: "grp_1"'),
    "Mutation.setGroupRole": _mutation(
        "setGroupRole",
        "",
        f'memberId: "{MEMBER}", groupId: "grp_1", role: OWNER, reason: "runs it"',
    ),
    "Query.invite": Ask(f'{{ invite(memberId: "{MEMBER}") {{ code }} }}'),
    "Query.referrals": Ask(f'{{ referrals(memberId: "{MEMBER}") {{ edges {{ cursor }} }} }}'),
    "Mutation.acceptInvite": _mutation(
        "acceptInvite", "", f'memberId: "{MEMBER}", code: "ACDEFGH3"'
    ),
    "Query.webhookEndpoints": Ask("{ webhookEndpoints { edges { node { id } } } }"),
    "Query.webhookEventTypes": Ask("{ webhookEventTypes }"),
    "Query.webhookBacklog": Ask(
        '{ webhookBacklog(endpointId: "whe_1") { edges { node { id } } } }'
    ),
    "Query.webhookAttempts": Ask(
        '{ webhookAttempts(endpointId: "whe_1") { edges { node { id } } } }'
    ),
    "Query.broadcast": Ask('{ broadcast(broadcastId: "brc_1") { broadcast { id } } }'),
    "Query.broadcasts": Ask("{ broadcasts { edges { node { id } } } }"),
    "Query.previewBroadcast": Ask('{ previewBroadcast(broadcastId: "brc_1") { members } }'),
    "Mutation.draftBroadcast": _mutation(
        "draftBroadcast", "", 'name: "New", segment: "vips", message: "we_miss_you"'
    ),
    "Mutation.testBroadcast": _mutation(
        "testBroadcast", "", f'broadcastId: "brc_1", memberId: "{MEMBER}"'
    ),
    "Mutation.approveBroadcast": _mutation("approveBroadcast", "", 'broadcastId: "brc_1"'),
    "Mutation.stopBroadcast": _mutation("stopBroadcast", "", 'broadcastId: "brc_1"'),
    "Mutation.sendBroadcastWinner": _mutation(
        "sendBroadcastWinner", "", 'broadcastId: "brc_1", message: "come_back", words: "better"'
    ),
    "Query.experiment": Ask('{ experiment(experiment: "welcome_offer") { code } }'),
    "Query.experiments": Ask("{ experiments { edges { node { code } } } }"),
    "Query.experimentLooks": Ask(
        '{ experimentLooks(experiment: "welcome_offer") { verdict } }', "GetExperiment"
    ),
    "Mutation.useExperiment": Ask(
        'mutation { useExperiment(input: {code: "welcome_offer"}) { userErrors { code } } }'
    ),
    "Mutation.startExperiment": _mutation("startExperiment", "", 'code: "welcome_offer"'),
    "Mutation.advanceExperiment": _mutation("advanceExperiment", "", 'code: "welcome_offer"'),
    "Mutation.stopExperiment": _mutation(
        "stopExperiment", "", 'code: "welcome_offer", words: "Enough"'
    ),
    "Query.journey": Ask('{ journey(journey: "first_week") { members } }'),
    "Query.journeyEntries": Ask(
        f'{{ journeyEntries(memberId: "{MEMBER}") {{ edges {{ node {{ id }} }} }} }}'
    ),
    "Query.journeys": Ask("{ journeys { edges { node { code } } } }"),
    "Mutation.pauseJourney": _mutation("pauseJourney", "", 'journey: "first_week"'),
    "Query.programmeMessages": Ask("{ programmeMessages { code } }"),
    "Mutation.switchMessage": _mutation(
        "switchMessage", "", 'message: "news", off: true, reason: "wrong"'
    ),
    "Mutation.resumeJourney": _mutation("resumeJourney", "", 'journey: "first_week"'),
    "Mutation.createWebhookEndpoint": _mutation(
        "createWebhookEndpoint", "", 'url: "https://crm.partner.example/"'
    ),
    "Mutation.updateWebhookEndpoint": _mutation(
        "updateWebhookEndpoint", "", 'endpointId: "whe_1", types: [], enabled: true'
    ),
    "Mutation.deleteWebhookEndpoint": _mutation("deleteWebhookEndpoint", "", 'endpointId: "whe_1"'),
    "Mutation.rotateWebhookSecret": _mutation("rotateWebhookSecret", "", 'endpointId: "whe_1"'),
    "Mutation.resendDelivery": _mutation("resendDelivery", "", 'deliveryId: "whe_1/evt_1"'),
    "Mutation.testWebhookEndpoint": _mutation("testWebhookEndpoint", "", 'endpointId: "whe_1"'),
    "Mutation.replayWebhooks": _mutation(
        "replayWebhooks", "", 'endpointId: "whe_1", fromTime: "2026-03-01T00:00:00Z"'
    ),
    "Query.segments": Ask("{ segments { asOf } }"),
    "Query.rfm": Ask("{ rfm { running } }"),
    "Mutation.runRfm": _mutation("runRfm", "", ""),
    "Query.segmentLtv": Ask('{ segmentLtv(code: "vips") { counted } }'),
    "Query.segmentMembers": Ask('{ segmentMembers(code: "vips", first: 2) { edges { cursor } } }'),
    "Query.previewSegment": Ask('{ previewSegment(when: "stats.orders > 0") { members } }'),
    "Query.memberSegments": Ask(f'{{ memberSegments(id: "{MEMBER}") {{ since }} }}'),
    "Mutation.saveSegment": _mutation(
        "saveSegment", "", 'code: "fresh", nameEn: "Fresh", when: "stats.orders > 0"'
    ),
    "Mutation.deleteSegment": _mutation("deleteSegment", "", 'code: "fresh"'),
    "Query.stageCounts": Ask("{ stageCounts { asOf } }"),
    "Query.activationCounts": Ask("{ activationCounts { asOf } }"),
    "Query.tags": Ask("{ tags { code } }"),
    "Query.retentionTimes": Ask("{ retentionTimes { kind days } }"),
    "Query.disclosures": Ask(f'{{ disclosures(memberId: "{MEMBER}") {{ reason }} }}'),
    "Query.erasure": Ask(f'{{ erasure(memberId: "{MEMBER}") {{ state }} }}'),
    "Mutation.requestErasure": _mutation(
        "requestErasure", "", f'memberId: "{MEMBER}", reason: "asked by letter"'
    ),
    "Mutation.cancelErasure": _mutation(
        "cancelErasure", "", f'memberId: "{MEMBER}", reason: "asked by phone"'
    ),
    "Mutation.grantTier": _mutation(
        "grantTier",
        "",
        f'memberId: "{MEMBER}", ladder: "growth", tier: "gold", until: "2026-06-30",'
        ' reason: "guest of the year"',
    ),
    "Mutation.endTier": _mutation(
        "endTier", "", f'memberId: "{MEMBER}", ladder: "growth", reason: "mistaken"'
    ),
    "Query.merge": Ask('{ merge(id: "mrg_1") { points { state } } }'),
    "Query.merges": Ask("{ merges(first: 2) { edges { cursor } } }"),
    "Query.previewMerge": Ask(
        f'{{ previewMerge(fromMemberId: "{MEMBER}", intoMemberId: "mem_9") {{ moved }} }}'
    ),
    "Mutation.mergeMembers": _mutation(
        "mergeMembers",
        "",
        f'fromMemberId: "{MEMBER}", intoMemberId: "mem_9", reason: "one person"',
    ),
    "Mutation.undoMerge": _mutation("undoMerge", "", 'mergeId: "mrg_1", reason: "two people"'),
    "Query.node": Ask(f'{{ node(id: "{to_global("Member", MEMBER)}") {{ id }} }}'),
    "Mutation.checkIn": _mutation("checkIn", "", f'memberId: "{MEMBER}"'),
    "Mutation.makeUpCheckIn": _mutation(
        "makeUpCheckIn", "", f'memberId: "{MEMBER}", day: "2026-03-02"'
    ),
    "Mutation.redeem": _mutation("redeem", "", f'memberId: "{MEMBER}", rewardCode: "reward_1"'),
    "Mutation.confirmRedemption": _mutation(
        "confirmRedemption", "ConfirmRedemption", 'redemptionId: "rdm_1"'
    ),
    "Mutation.cancelRedemption": _mutation(
        "cancelRedemption", "CancelRedemption", 'redemptionId: "rdm_1"'
    ),
    "Mutation.redeemVoucher": _mutation("redeemVoucher", "", 'code: "V-1", storeId: "s1"'),
    "Mutation.reverseVoucher": _mutation("reverseVoucher", "", 'code: "V-1", storeId: "s1"'),
    "Mutation.cancelVoucher": _mutation("cancelVoucher", "", 'code: "V-1", reason: "lost"'),
    "Mutation.givePoints": _mutation("givePoints", "", f'receiverId: "{MEMBER}", amount: 5'),
    "Mutation.startDryRun": _mutation("startDryRun", "", 'sourceYaml: "a: 1", days: 7'),
    "Mutation.startBulkFile": _mutation("startBulkFile", "", 'fileId: "blk_1"'),
    "Mutation.discardBulkFile": _mutation("discardBulkFile", "", 'fileId: "blk_1"'),
    "Mutation.useBenefit": _mutation(
        "useBenefit", "", f'memberId: "{MEMBER}", benefit: "b", storeId: "s"'
    ),
    "Mutation.reverseBenefitUse": _mutation("reverseBenefitUse", "", 'useId: "b", storeId: "s"'),
    "Mutation.submitFeedback": _mutation("submitFeedback", "", f'memberId: "{MEMBER}", text: "x"'),
    "Mutation.continueFeedback": _mutation(
        "continueFeedback", "ContinueFeedback", f'{ITEM}, text: "x"'
    ),
    "Mutation.rateFeedback": _mutation("rateFeedback", "RateFeedback", f"{ITEM}, score: 5"),
    "Mutation.confirmFeedback": _mutation("confirmFeedback", "MoveFeedback", ITEM),
    "Mutation.reopenFeedback": _mutation("reopenFeedback", "MoveFeedback", ITEM),
    "Mutation.replyFeedback": _mutation("replyFeedback", "", f'{ITEM}, message: "x"'),
    "Mutation.noteFeedback": _mutation("noteFeedback", "", f'{ITEM}, note: "x"'),
    "Mutation.rerouteFeedback": _mutation(
        "rerouteFeedback", "", f'{ITEM}, priority: URGENT, team: "quality"'
    ),
    "Mutation.moveFeedback": _mutation("moveFeedback", "", f"{ITEM}, state: RESOLVED"),
    "Mutation.adjustPoints": _mutation(
        "adjustPoints", "", f'memberId: "{MEMBER}", amount: 5, reason: "cup spilt"'
    ),
    "Mutation.announceFix": _mutation(
        "announceFix", "", 'group: "alk_1", title: {zh: "好", en: "x"}, text: {zh: "好", en: "x"}'
    ),
    "Mutation.withdrawNotice": _mutation("withdrawNotice", "", 'fixId: "fix_1"'),
    "Mutation.resendTouch": _mutation("resendTouch", "", 'touchId: "tch_1"'),
    "Mutation.grantSubscriptions": _mutation(
        "grantSubscriptions",
        "GrantSubscriptions",
        'results: [{templateId: "W25", result: "accept"}]',
    ),
    "Mutation.openMessage": _mutation("openMessage", "OpenMessage", 'messageId: "tch_3"'),
    "Mutation.grantCoupon": _mutation(
        "grantCoupon",
        "",
        f'memberId: "{MEMBER}", couponType: "birthday", reason: "a cup was spilt"',
    ),
    "Mutation.revokeCoupon": _mutation(
        "revokeCoupon", "", 'couponId: "cpn_2", reason: "by mistake"'
    ),
    "Mutation.putChannelCosts": _mutation("putChannelCosts", "", 'month: "2026-02", costs: []'),
    "Mutation.showNextOffers": _mutation("showNextOffers", "", f'{WHOM}, offers: ["hats"]'),
    "Mutation.declineNextOffer": _mutation("declineNextOffer", "", f'{WHOM}, offer: "hats"'),
    "Mutation.answerSurvey": _mutation(
        "answerSurvey", "", f'memberId: "{MEMBER}", offerId: "svo_1", replies: []'
    ),
    "Mutation.drawLottery": _mutation("drawLottery", "", f'memberId: "{MEMBER}", lottery: "s"'),
    "Mutation.signUpForEvent": _mutation(
        "signUpForEvent", "", f'memberId: "{MEMBER}", event: "tasting"'
    ),
    "Mutation.cancelSignUp": _mutation("cancelSignUp", "CancelSignUp", 'signUpId: "sup_1"'),
    "Mutation.recordAttendance": _mutation("recordAttendance", "", 'signUpId: "sup_1"'),
    "Mutation.changeIdentities": _mutation(
        "changeIdentities", "", f'memberId: "{MEMBER}", link: {{kind: POS_CARD, value: "1"}}'
    ),
    "Mutation.revealMember": Ask(
        f'mutation {{ revealMember(input: {{memberId: "{MEMBER}", reason: "she asked"}})'
        " { userErrors { code } } }"
    ),
    "Mutation.updateProfile": _mutation("updateProfile", "", f'memberId: "{MEMBER}", name: "x"'),
    "Mutation.upsertStore": _mutation(
        "upsertStore", "", 'code: "SH1", city: "上海", timeZone: "Asia/Shanghai", nameZh: "店"'
    ),
    "Mutation.requestUpload": _mutation("requestUpload", "", 'contentType: "x/y", sizeBytes: 9'),
    "Subscription.pointsChanged": Ask(
        f'subscription {{ pointsChanged(memberId: "{MEMBER}") {{ entry {{ amount }} }} }}'
    ),
    "Subscription.tierChanged": Ask(
        f'subscription {{ tierChanged(memberId: "{MEMBER}") {{ id }} }}'
    ),
    "Subscription.feedbackQueueChanged": Ask(
        "subscription { feedbackQueueChanged { feedback { id } } }"
    ),
    "Subscription.feedbackChanged": Ask(
        f'subscription {{ feedbackChanged(memberId: "{MEMBER}") {{ at }} }}'
    ),
}
