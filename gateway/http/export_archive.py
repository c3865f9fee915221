"""The archive of a member's copy: a file of JSON Lines for each part, and an index to read first.

index.html  members/profile.jsonl  points/postings.jsonl  feedback/items.jsonl  …
"""

import html
import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol

from services.common.errors import Refusal

BYTES_MAX = 64 * 1024 * 1024
"""Of the archive as it is sent, which is held in memory."""

PARTS = {
    "members/profile": ("个人资料与身份", "Profile and identities"),
    "members/consents": ("当前授权", "Consents in force"),
    "members/consent_declarations": ("授权与撤回记录", "Consents given and withdrawn"),
    "members/contact_preferences": ("联系偏好", "How you wish to be reached"),
    "members/tags": ("标签", "Tags"),
    "members/segments": ("所属人群", "Segments you are in"),
    "members/lifecycle": ("会员阶段", "Stage of the membership"),
    "members/growth": ("成长值与等级", "Growth and tiers"),
    "members/tier_decisions": ("等级变化记录", "Changes of tiers"),
    "members/facts": ("消费统计", "Sums of what you bought"),
    "members/orders": ("订单", "Orders"),
    "members/activities": ("活动与行为", "What channels told of you"),
    "members/logins": ("登录", "Logins"),
    "members/occasions": ("生日与纪念日", "Birthdays and anniversaries"),
    "members/erasures": ("注销申请", "Wishes to be erased"),
    "members/adviser": ("专属管家", "Your adviser"),
    "members/invite_code": ("邀请码", "Your code of invitation"),
    "members/referrals": ("邀请记录", "Invitations"),
    "members/groups": ("社群与俱乐部", "Groups and clubs"),
    "members/group_messages": ("群聊次数", "How often you wrote in groups"),
    "members/merges": ("账号合并", "Merges of accounts"),
    "members/merge_requests": ("账号合并申请", "Your requests to merge accounts"),
    "members/disclosures": ("工作人员查看记录", "When staff saw your data in clear"),
    "points/accounts": ("积分账户", "Balances"),
    "points/postings": ("积分明细", "Entries of points"),
    "points/voucher": ("兑换券", "Vouchers"),
    "points/coupon": ("优惠券", "Coupons"),
    "points/redemption": ("兑换记录", "Rewards redeemed"),
    "points/checkout": ("结算", "Baskets at tills"),
    "points/draw": ("抽奖记录", "Draws"),
    "points/benefit_use": ("权益使用", "Benefits used"),
    "points/order": ("订单积分", "Points of orders"),
    "points/rule_coupons": ("规则发放的优惠券", "Coupons given by rules"),
    "points/refused": ("未计分的活动", "Activities that got no points"),
    "points/reminder": ("到期提醒", "Reminders of expiry"),
    "points/sign_up": ("活动报名", "Sign-ups for brand events"),
    "points/wake_up": ("沉睡唤醒", "Wake-ups"),
    "points/order_bonus": ("下一单加赠", "The bonus of the next order"),
    "points/check_ins": ("签到", "Check-ins"),
    "points/tasks": ("任务", "Tasks"),
    "points/streaks": ("连续记录", "Streaks"),
    "points/badges": ("徽章", "Badges"),
    "points/cap": ("规则上限计数", "Counts of rules' caps"),
    "points/reward_use": ("兑换次数", "Counts of rewards' limits"),
    "points/coupon_count": ("领券次数", "Counts of coupons"),
    "points/lottery_player": ("抽奖次数", "Counts of draws"),
    "points/given": ("转赠计数", "Counts of gifts"),
    "points/benefit_grant": ("已发权益", "Benefits granted"),
    "points/extension": ("积分延期", "Months for which points are kept longer"),
    "points/known": ("积分服务所知资料", "What points know of you"),
    "feedback/items": ("反馈", "Feedback"),
    "feedback/next_offers": ("为您推荐的商品", "Offers shown to you"),
    "feedback/survey_offers": ("问卷邀请", "Surveys offered"),
    "feedback/survey_answers": ("问卷回答", "Answers to surveys"),
    "feedback/survey_comments": ("问卷留言", "Comments in surveys"),
    "feedback/ideas": ("创意", "Your ideas"),
    "feedback/idea_votes": ("创意投票", "Your votes for ideas"),
    "feedback/idea_places": ("试用邀请", "Invitations to trials"),
    "feedback/experiment_exposures": ("参与的试验", "Trials of wording that you were part of"),
    "feedback/topic_posts": ("话题内容", "Your posts under topics"),
    "feedback/topic_likes": ("点赞", "Your likes of posts"),
    "feedback/journey_entries": ("触达旅程", "Journeys of messages"),
    "feedback/journey_deeds": ("旅程赠送与标签", "Gifts and tags of journeys"),
    "feedback/inbox": ("站内消息", "Inbox"),
    "feedback/touches": ("触达记录", "Messages to you"),
    "feedback/facts": ("反馈服务所知资料", "What feedback knows of you"),
    "feedback/audience": ("触达所用资料", "What messages need of you"),
    "feedback/surveyed": ("问卷所用资料", "What surveys need of you"),
    "feedback/days": ("活跃日期", "Days on which you did something"),
}
"""What the parts are, in Chinese and English. A part without a text is listed by its name."""
_STYLE = (
    "body{font:16px/1.6 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "td{padding:.2rem 1rem .2rem 0}"
)


class Record(Protocol):
    """As a service tells it."""

    @property
    def part(self) -> str: ...

    @property
    def json(self) -> str: ...


class ExportArchive:
    """An archive that grows page by page. Records of one part come together."""

    def __init__(self, brand: str, member_id: str) -> None:
        self._brand = brand
        self._member_id = member_id
        self._buffer = io.BytesIO()
        self._zip = zipfile.ZipFile(self._buffer, "w", zipfile.ZIP_DEFLATED)
        self._counts: dict[str, int] = {}
        self._open: tuple[str, io.BufferedIOBase] | None = None

    def add(self, service: str, records: Iterable[Record]) -> None:
        """Write a page. Refuses EXPORT_TOO_LARGE."""
        for record in records:
            name = f"{service}/{record.part}"
            self._file(name).write(record.json.encode() + b"\n")
            self._counts[name] = self._counts.get(name, 0) + 1
            if self._buffer.tell() > BYTES_MAX:
                limit = str(BYTES_MAX // 1024**2)
                raise Refusal("EXPORT_TOO_LARGE", "too large", metadata={"limit_mib": limit})

    def done(self) -> bytes:
        """The whole archive, with its index."""
        self._end()
        self._zip.writestr("index.html", self._index())
        self._zip.close()
        return self._buffer.getvalue()

    def _file(self, name: str) -> io.BufferedIOBase:
        if self._open is None or self._open[0] != name:
            self._end()
            # The last one may be as large as the archive: its size is not known before.
            file = self._zip.open(f"{name}.jsonl", "w", force_zip64=True)
            self._open = (name, file)  # type: ignore[assignment]
        assert self._open is not None
        return self._open[1]

    def _end(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def _index(self) -> str:
        rows = []
        for name, count in self._counts.items():
            zh, en = PARTS.get(name, (name, name))
            link = html.escape(f"{name}.jsonl", quote=True)
            texts = f"{html.escape(zh)} · {html.escape(en)}"
            rows.append(f'<tr><td><a href="{link}">{texts}</a></td><td>{count}</td></tr>')
        made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        who = html.escape(f"{self._brand} / {self._member_id}")
        return (
            '<!doctype html><html lang="zh"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width">'
            f"<title>我的数据 · My data</title><style>{_STYLE}</style>"
            f"<h1>我的数据 · My data</h1><p>{who}<br>{made}</p>"
            "<p>每个文件每行为一条 JSON 记录；时间为 UTC，金额为最小货币单位（分）。</p>"
            '<p lang="en">Each file has one JSON record a line. Times are in UTC, amounts of money'
            " in minor units. Pictures that you sent are named in your feedback.</p>"
            f"<table>{''.join(rows)}</table></html>"
        )
