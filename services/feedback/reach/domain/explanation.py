"""What a decision says of itself: to operators check by check, to its member in one sentence."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from services.feedback.audience.domain import Purpose
from services.feedback.channels.domain import WECOM
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.case import Check
from services.feedback.reach.domain.checks import NO_PROFILING, UNKNOWN
from services.feedback.reach.domain.wish import Occasion

PASSED: Mapping[str, Text] = {
    "alive": Text("会员有效", "The member is there"),
    "fresh": Text("未过期", "It is not too late"),
    "purpose": Text("有对应消息", "There is a message for it"),
    "approved": Text("与审批时内容一致", "It says what was approved"),
    "switched": Text("消息未停用", "The message is not switched off"),
    "consent": Text("会员已同意", "The member agreed to it"),
    "profiling": Text("个性化规则已核对", "Rows that read the member were allowed, or passed over"),
    "holdout": Text("不在对照组", "The member is not held out"),
    "cap": Text("未达上限", "A place of the cap is free"),
    "pressure": Text("在降频上限之内", "Within the lowered cap"),
    "quiet": Text("不在免打扰时段", "No quiet hours"),
    "window": Text("在发送时段内", "Its class is sent at this hour"),
    "store": Text("门店未在营业", "The group's store is not open, or has no hours"),
    "posts": Text("今日该群可再发", "The group had fewer posts today than it may"),
    "share": Text("在占比上限之内", "Within the share that the programme allows"),
    "channel": Text("有可用渠道", "A channel takes it"),
    "quota": Text("会员已授权此模板消息", "The member allows a message of its template"),
    "content": Text("内容完整", "The text is complete"),
}
NOT_PASSED: Mapping[str, Text] = {
    "alive": Text("会员未知或已注销", "The member is not known, or erased"),
    "fresh": Text("已过期", "Too late"),
    "purpose": Text("没有适用的消息", "No message applies"),
    "approved": Text(
        "内容在审批后有变更，未发送：请重新审批群发",
        "What it says changed since it was approved: approve the broadcast anew",
    ),
    "switched": Text(
        "消息已停用：恢复后一小时内发送，逾期则不发",
        "The message is switched off: it goes within the hour after somebody switches it on, unless"
        " it is too late by then",
    ),
    "consent": Text("会员未同意", "The member did not agree to it"),
    "profiling": Text("会员未同意个性化", "The member did not agree to profiling"),
    "holdout": Text("属于对照组，不发送营销", "Held out of marketing, as the measure of it"),
    "cap": Text("已达上限", "The cap is full"),
    "pressure": Text(
        "连续触达的会员过多，品牌已降频：到所示时间后可再次发送",
        "The brand says less, since too many members were touched on days running: wait until the"
        " time shown",
    ),
    "quiet": Text("免打扰时段", "Quiet hours"),
    "window": Text("不在发送时段", "Its class is not sent at this hour"),
    "store": Text(
        "门店营业中，此类内容不发群：请在打烊后发",
        "Its class is not posted while the group's store is open: wait until it closes",
    ),
    "posts": Text(
        "今日该群已发满：请于所示时间后再发",
        "The group had as many posts today as it may: wait until the time shown",
    ),
    "share": Text(
        "发送后占比将超过上限：请先发更多其他消息，或等旧的群消息超出统计天数",
        "It would exceed the share that the programme allows: say other things first, or wait until"
        " earlier posts are out of the days that count",
    ),
    "channel": Text("没有可用渠道", "No channel takes it"),
    "quota": Text(
        "会员没有剩余的消息授权：请在小程序中再次请求授权，或为消息添加其他渠道",
        "The member allows no more of it: ask again in the mini-program, or give the message"
        " another channel",
    ),
    "content": Text("内容缺少信息或过长", "The text misses something, or is too long"),
    "confirmed": Text(
        "员工未在时限内确认发送，任务已停止：可再次发送",
        "No member of staff confirmed it in time, and the task was stopped: it can be sent again",
    ),
    "stopped": Text("群发已停止", "The broadcast was stopped"),
}
MONTH = {
    True: Text(
        "本月企业微信消息未达上限（当月天数）",
        "The customer may get more by WeCom this month, which allows as many as it has days",
    ),
    False: Text(
        "本月企业微信消息已达上限（当月天数）：下月可再次发送，或为消息添加其他渠道",
        "The customer has had as many by WeCom as the month has days: wait for the next month, or"
        " give the message another channel",
    ),
}
"""Of the check `quota` on WeCom, by whether it passed."""
LEVELS: Mapping[str, Text] = {
    "active": Text("活跃", "active"),
    "semi_active": Text("半活跃", "semi-active"),
    "dormant": Text("沉睡", "dormant"),
    "lost": Text("流失", "lost"),
    NO_PROFILING: Text("会员未同意个性化", "of all, as the member did not agree to profiling"),
    UNKNOWN: Text("尚未判定", "of all, as nobody judged it yet"),
}
"""Of a cap that follows the member's own activity."""
BY_ACTIVITY = Text("，按您近期的活跃情况", ", by how active you were of late")
OCCASIONS: Mapping[str, Text] = {
    "member_enrolled": Text("您加入了会员", "you became a member"),
    "birthday": Text("您的生日", "of your birthday"),
    "enrolment_anniversary": Text("您的入会周年", "of the anniversary of your membership"),
    "first_order_anniversary": Text("您的首单周年", "of the anniversary of your first order"),
    "tier_changed": Text("您的等级变化", "your tier changed"),
    "stage_entered": Text("您与我们往来的情况", "of how far you have come with us"),
    "level_entered": Text("您近期的活跃情况", "of how active you were of late"),
    "segment_entered": Text("您所属的会员分组", "of a group of members that you are in"),
    "feedback_received": Text("您提交了反馈", "you sent us feedback"),
    "feedback_progress": Text("您的反馈有了进展", "somebody is working on your feedback"),
    "feedback_replied": Text("我们回复了您的反馈", "we answered your feedback"),
    "feedback_resolved": Text("您的反馈已处理", "your feedback was dealt with"),
    "feedback_reopened": Text("您的反馈已重新处理", "your feedback was opened again"),
    "feedback_ask": Text("您的反馈已处理", "your feedback was dealt with"),
    "idea_moved": Text("您提出或支持的创意有了进展", "an idea that you wanted moved on"),
    "trial_opened": Text("您受邀参加试用", "you are invited to a trial"),
    "issue_fixed": Text("您反馈过的问题已解决", "a problem that you told us of is solved"),
    "segment_left": Text("您所属的会员分组变化", "of a group of members that you were in"),
    "first_order": Text("您的首次下单", "of your first order"),
    "activity": Text("您近期的互动", "of what you did of late"),
    "points_expiring": Text("您有积分即将到期", "points of yours expire soon"),
    "tier_ends": Text("您的等级即将到期", "your tier ends soon"),
    "wake_up_opened": Text("您有一段时间没有获得积分", "you earned nothing for a while"),
    "cart_left": Text("您的购物车中还有商品", "something is still in your cart"),
    "broadcast": Text("您所属的会员分组", "of a group of members that you are in"),
}
"""By the code of the occasion: after "because" in English."""
PURPOSES: Mapping[Purpose, Text] = {
    Purpose.SERVICE: Text("属于会员服务", "It belongs to your membership"),
    Purpose.MARKETING: Text("您同意接收营销消息", "You agreed to offers"),
    Purpose.SURVEY: Text("您同意接收调研", "You agreed to be asked"),
}


def check_text(check: Check) -> Text:
    """What a check found, for operators."""
    if check.name == "quota" and check.rule == WECOM:
        return MONTH[check.passed]
    found = (PASSED if check.passed else NOT_PASSED)[check.name]
    level = LEVELS.get(dict(check.inputs).get("activity_level", ""))
    if level is None:
        return found
    return Text(
        f"{found.zh}（按会员活跃度：{level.zh}，{check.limit}条）",
        f"{found.en}: it is {check.limit}, by the member's activity: {level.en}",
    )


def why(
    occasion: Occasion,
    purpose: Purpose,
    checks: Sequence[Check],
    consent_at: datetime | None,
    zone: ZoneInfo,
) -> Text:
    """The reason for a message in the member's own facts; `consent_at` is when they agreed."""
    because = OCCASIONS[occasion.code]
    agreed = PURPOSES[purpose]
    zh, en = f"原因：{because.zh}。{agreed.zh}", f"Because {because.en}. {agreed.en}"
    if consent_at is not None:
        day = consent_at.astimezone(zone).date().isoformat()
        zh, en = f"{zh}（{day}）", f"{en} on {day}"
    zh, en = f"{zh}。", f"{en}."
    for check in checks:
        if check.name == "cap" and check.passed:
            inputs = dict(check.inputs)
            number = int(inputs["taken"]) + 1
            follows = inputs.get("activity_level", NO_PROFILING) not in (NO_PROFILING, UNKNOWN)
            by = BY_ACTIVITY if follows else Text("", "")
            zh += f"这是第{number}条，上限{check.limit}条{by.zh}。"
            en += f" It is number {number} of at most {check.limit}{by.en}."
    return Text(zh, en)
