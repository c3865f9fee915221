"""The demo brand: 200 invented members of the tea club, generated from a seed.

Names are drawn from lists; phone numbers count up through +86 199 0000 xxxx. Requests and events
have the same ids every time, so loading them twice changes nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from google.protobuf import field_mask_pb2, timestamp_pb2

from deploy.local import demo_carts, demo_referrals, demo_stores
from services.common.civil_calendar import lunar_of
from tessera.members.v1 import (
    advisers_pb2,
    consents_pb2,
    contacts_pb2,
    members_pb2,
    tags_pb2,
    tiers_pb2,
)
from tessera.types.v1 import types_pb2

BRAND = "tea"
ZONE = ZoneInfo("Asia/Shanghai")
PROGRAMMES = Path(__file__).resolve().parents[2] / "examples" / "programmes"
MEMBERS = 200
SEED = 20_260_101
ORDERS_MAX = 12
DAYS_BACK = 90
NEW_DAYS = 30
"""Each fourth person joined within so many days, so that the cohorts of a month have members."""
CELEBRATED = (2, 3)
"""People whose birthday is on the day of the demo: the first's is solar, the second's lunar."""
MISSED_DAYS_AGO = 3
"""The day on which the first person did not check in, and may fill with a card."""
BENEFIT = "size_upgrade"
"""The benefit that the first person, of the tier gold, used once."""
COUPONS = ("birthday", "group_price")
"""The types of which the first person holds a coupon."""
LOTTERY, DRAWS = "check_in", 2
"""The lottery in which the first person has had so many draws; the other tickets are left."""
EVENT, SIGNED_UP = "new_tea_tasting", (1, 2, *range(4, 16))
"""The event for which these people signed up: 6 of its 20 seats are left."""
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = [
    "欣怡",
    "浩然",
    "梓涵",
    "子轩",
    "诗涵",
    "宇航",
    "雨桐",
    "思远",
    "若曦",
    "俊杰",
    "静雯",
    "明辉",
]
DRINKS = [  # series, SKU, price in fen
    ("milk_tea", "classic_milk_tea", 1600),
    ("milk_tea", "brown_sugar_pearls", 1900),
    ("fresh_fruit", "grapefruit_green_tea", 2200),
    ("fresh_fruit", "mango_pomelo", 2500),
    ("pure_tea", "jasmine", 1200),
]


@dataclass(frozen=True)
class Person:
    """An invented member. `number` counts from 1."""

    number: int
    name: str

    @property
    def phone(self) -> str:
        """The phone number in E.164, from a range that no subscriber has."""
        return f"+861990000{self.number:04d}"

    def enrolment(self, now: datetime) -> members_pb2.EnrolMemberRequest:
        """The request that enrols this person, who joined in the three months before `now`."""
        kinds = members_pb2.IdentityKind
        return members_pb2.EnrolMemberRequest(
            request_id=f"demo-member-{self.number:04d}",
            identities=[
                members_pb2.Identity(kind=kinds.IDENTITY_KIND_PHONE, value=self.phone),
                members_pb2.Identity(
                    kind=kinds.IDENTITY_KIND_WECHAT_OPENID, value=f"demo-openid-{self.number:04d}"
                ),
            ],
            profile=members_pb2.Profile(name=self.name, language="zh"),
            channel="mini_program",
            consents=self._consents(),
            origin=self.origin(),
            enrol_time=_instant(self.joined(now)),
        )

    def joined(self, now: datetime) -> datetime:
        """When the person joined: a little before all they did, the first three months ago. Invited
        friends join today, for an invite is to be accepted in time."""
        if self.number == 1:
            return now - timedelta(days=DAYS_BACK)
        if self.number in chain.from_iterable(demo_referrals.FRIENDS.values()):
            return now
        times = [a.occur_time.ToDatetime(UTC) for a in activities({self.number: ""}, now)]
        lately = NEW_DAYS if self.number % 4 == 0 else DAYS_BACK
        by_number = now - timedelta(days=self.number * 7 % lately, hours=self.number % 5)
        return min([by_number, *(at - timedelta(minutes=20) for at in times)])

    def _consents(self) -> list[consents_pb2.GivenConsent]:
        """Most agree to service, two of five to marketing and to profiling, one of five to
        surveys."""
        kinds, by = consents_pb2.ConsentPurpose, consents_pb2.ContactChannel
        given = []
        if self.number % 10:
            service = kinds.CONSENT_PURPOSE_SERVICE
            given.append(consents_pb2.GivenConsent(purpose=service, version="2026-01"))
        if self.number % 5 in (1, 2):
            channels = [
                by.CONTACT_CHANNEL_SMS,
                by.CONTACT_CHANNEL_WECHAT,
                by.CONTACT_CHANNEL_IN_APP,
            ]
            given.append(
                consents_pb2.GivenConsent(
                    purpose=kinds.CONSENT_PURPOSE_MARKETING, channels=channels, version="2026-03"
                )
            )
        if self.number % 5 == 1:
            survey = kinds.CONSENT_PURPOSE_SURVEY
            given.append(consents_pb2.GivenConsent(purpose=survey, version="2026-01"))
        if self.number % 5 in (1, 3):
            profiling = kinds.CONSENT_PURPOSE_PROFILING
            given.append(consents_pb2.GivenConsent(purpose=profiling, version="2026-01"))
        return given

    def origin(self) -> members_pb2.Origin | None:
        """Two of three scanned the code of a store or followed a link; nobody knows of the rest."""
        if self.number % 3 == 1:
            store_code = f"store-{self.number % 6 + 1:02d}"
            return members_pb2.Origin(source="store_qr", store_code=store_code)
        if self.number % 3 == 2:
            utm = members_pb2.Utm(source="wechat", medium="moments", campaign="spring_2026")
            return members_pb2.Origin(source="moments_ad", utm=utm)
        return None


def birthdays(ids: Mapping[int, str], today: date) -> Iterator[members_pb2.UpdateMemberRequest]:
    """The requests by which some people, `ids` by number, tell that their birthday is `today`."""
    lunar = lunar_of(today)
    assert lunar is not None, "the lunar calendar goes to 2100"
    told = (
        f"{today:%m-%d}",
        f"L{lunar.month:02d}{'L' if lunar.leap else ''}-{lunar.day:02d}",
    )
    for number, birthday in zip(CELEBRATED, told, strict=True):
        if number in ids:
            yield members_pb2.UpdateMemberRequest(
                request_id=f"demo-birthday-{number:04d}-{today}",
                member_id=ids[number],
                profile=members_pb2.Profile(birthday=birthday),
                update_mask=field_mask_pb2.FieldMask(paths=["birthday"]),
            )


def people() -> list[Person]:
    """The same 200 people at every call."""
    draw = random.Random(SEED)
    return [
        Person(number, draw.choice(SURNAMES) + draw.choice(GIVEN))
        for number in range(1, MEMBERS + 1)
    ]


def programmes() -> dict[str, str]:
    """The example programmes as YAML, by the brand that each is published for."""
    files = sorted(PROGRAMMES.glob("*.yaml"))
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


def withdrawal(member_id: str) -> consents_pb2.WithdrawConsentRequest:
    """The first person wants no more text messages of marketing: they replied so to one."""
    return consents_pb2.WithdrawConsentRequest(
        request_id="demo-0001-withdrawal",
        member_id=member_id,
        purpose=consents_pb2.ConsentPurpose.CONSENT_PURPOSE_MARKETING,
        channels=[consents_pb2.ContactChannel.CONTACT_CHANNEL_SMS],
        given_by="sms",
        reason="withdrawn_by_reply",
        proof="demo-message-0001",
    )


def preferences(member_id: str) -> contacts_pb2.SetContactPreferencesRequest:
    """The first person reads WeChat first, and nothing at night."""
    by = consents_pb2.ContactChannel
    wished = contacts_pb2.ContactPreferences(
        channels=[by.CONTACT_CHANNEL_WECHAT, by.CONTACT_CHANNEL_APP_PUSH],
        quiet_hours=contacts_pb2.QuietHours(**{"from": "22:00", "until": "08:00"}),
    )
    return contacts_pb2.SetContactPreferencesRequest(
        request_id="demo-0001-preferences",
        member_id=member_id,
        preferences=wished,
        reason="demo data",
    )


def tags(member_id: str) -> tags_pb2.ChangeTagsRequest:
    """The first person is of the tasting panel, and likely a student."""
    return tags_pb2.ChangeTagsRequest(
        request_id="demo-0001-tags",
        member_id=member_id,
        set=[
            tags_pb2.TagToSet(code="tasting_panel"),
            tags_pb2.TagToSet(code="student", confidence_percent=80),
        ],
        reason="demo data",
    )


def adviser_for(member_id: str) -> advisers_pb2.SetAdviserRequest:
    """The fourth person has an adviser, whom their feedback goes to first."""
    return advisers_pb2.SetAdviserRequest(
        request_id="demo-adviser",
        member_id=member_id,
        person="op-chen",
        reason="asked for one person to talk to",
    )


def guest_of_honour(member_id: str, enrolled_at: datetime) -> tiers_pb2.GrantTierRequest:
    """The second person holds a tier for half a year without having earned it."""
    last = enrolled_at.astimezone(ZONE).date() + timedelta(days=180)
    return tiers_pb2.GrantTierRequest(
        request_id="demo-0002-tier",
        member_id=member_id,
        ladder="growth",
        tier="diamond",
        until=last.isoformat(),
        reason="guest of honour of the opening",
    )


def activities(ids: Mapping[int, str], now: datetime) -> Iterator[types_pb2.Activity]:
    """Three months of orders and check-ins of each person, in no order; `ids` by number.

    The first person has a streak with a gap, a make-up card, a badge, a task and a streak
    that are begun.
    """
    for number, member_id in ids.items():
        draw = random.Random(SEED + number)
        # The README shows the first member: many orders, and pending points.
        orders = 2 * ORDERS_MAX if number == 1 else draw.randint(0, ORDERS_MAX)
        for n in range(orders):
            days = 2 if number == 1 and n == 0 else draw.uniform(0.1, DAYS_BACK)
            if number % 4 == 0:
                days *= NEW_DAYS / DAYS_BACK
            at = now - timedelta(days=days)
            order = _order(f"demo-{number:04d}-order-{n:02d}", member_id, at, draw)
            yield order
            if number > 3 and n % 3 == 0:
                yield _visit_before(order, at)
        if draw.random() < 0.5 or number == 1:
            at = now - timedelta(hours=draw.uniform(0.1, 12))
            kind = types_pb2.ActivityType.ACTIVITY_TYPE_CHECK_IN
            yield _in_app(f"demo-{number:04d}-check-in", member_id, kind, at)
    if 1 in ids:
        yield from _streak_with_a_gap(ids[1], now)
    if 2 in ids:
        yield from _fond_of_cheese_tea(ids[2], now)
    if (cart_of := ids.get(demo_carts.CART_OF)) is not None:
        yield from demo_carts.left_cart(cart_of, now)


def _streak_with_a_gap(member_id: str, now: datetime) -> Iterator[types_pb2.Activity]:
    """Check-ins of a week and more but for one day, and the invitation that brings its card."""
    kinds = types_pb2.ActivityType
    for ago in (1, 2, *range(MISSED_DAYS_AGO + 1, 10)):
        at, event_id = now - timedelta(days=ago), f"demo-0001-check-in-{ago}"
        yield _in_app(event_id, member_id, kinds.ACTIVITY_TYPE_CHECK_IN, at)
    invited_at = now - timedelta(days=1)
    yield _in_app("demo-0001-invite", member_id, kinds.ACTIVITY_TYPE_INVITE, invited_at)
    # One of three for the badge of tasters, and the first of the new flavours; the invitation has
    # brought another badge.
    reviewed_at = now - timedelta(days=4)
    review = _in_app("demo-0001-review", member_id, kinds.ACTIVITY_TYPE_REVIEW, reviewed_at)
    review.labels["article"] = "osmanthus_oolong"
    yield review
    # One more day at a store brings a coupon.
    for ago in (1, 2):
        at, event_id = now - timedelta(days=ago), f"demo-0001-visit-{ago}"
        visit = _in_app(event_id, member_id, kinds.ACTIVITY_TYPE_VISIT, at)
        visit.store_id = "store-01"
        yield visit


def _fond_of_cheese_tea(member_id: str, now: datetime) -> Iterator[types_pb2.Activity]:
    """Four cheese teas, so that the next order earns by that fact; one of them went back. And a
    survey of a new flavour, which brings points to the first 50."""
    kinds = types_pb2.ActivityType
    for n, days in enumerate((28, 19, 11, 4)):
        at, event_id = now - timedelta(days=days), f"demo-0002-cheese-{n}"
        line = types_pb2.OrderLine(
            line_id="1", sku="cheese_oolong", series="cheese_tea", quantity=1, amount_minor=2300
        )
        yield _sale(
            event_id, member_id, kinds.ACTIVITY_TYPE_ORDER, at, "store-01", event_id, [line]
        )
    at = now - timedelta(days=3)
    kind = kinds.ACTIVITY_TYPE_REFUND
    yield _sale("demo-0002-back", member_id, kind, at, "store-01", event_id, [line])
    taste = _in_app("demo-0002-taste", member_id, kinds.ACTIVITY_TYPE_SURVEY, at)
    taste.labels["new_flavour"] = "yes"
    yield taste
    read = _in_app("demo-0002-read", member_id, kinds.ACTIVITY_TYPE_CONTENT_VIEW, at)
    read.content.content_id, read.content.read_percent = "spring_menu", 90
    yield read


def _in_app(
    event_id: str, member_id: str, kind: types_pb2.ActivityType.ValueType, at: datetime
) -> types_pb2.Activity:
    return types_pb2.Activity(
        channel="mini_program",
        event_id=event_id,
        member_id=member_id,
        type=kind,
        occur_time=_instant(at),
        place=demo_stores.home_of(member_id),
    )


def _order(event_id: str, member_id: str, at: datetime, draw: random.Random) -> types_pb2.Activity:
    lines = []
    for n in range(draw.randint(1, 3)):
        series, sku, price = draw.choice(DRINKS)
        quantity = draw.randint(1, 3)
        lines.append(
            types_pb2.OrderLine(
                line_id=str(n + 1),
                sku=sku,
                series=series,
                quantity=quantity,
                amount_minor=quantity * price,
            )
        )
    # The draw is as it always was, so that amounts stay; there are six stores.
    store_id = f"store-{(draw.randint(1, 8) - 1) % 6 + 1:02d}"
    kind = types_pb2.ActivityType.ACTIVITY_TYPE_ORDER
    return _sale(event_id, member_id, kind, at, store_id, event_id, lines)


def _visit_before(order: types_pb2.Activity, at: datetime) -> types_pb2.Activity:
    """The person came to the store, and ordered a little later."""
    visit = _in_app(
        f"{order.event_id}-visit",
        order.member_id,
        types_pb2.ActivityType.ACTIVITY_TYPE_VISIT,
        at - timedelta(minutes=12),
    )
    visit.store_id = order.store_id
    return visit


def _sale(
    event_id: str,
    member_id: str,
    kind: types_pb2.ActivityType.ValueType,
    at: datetime,
    store_id: str,
    order_id: str,
    lines: Sequence[types_pb2.OrderLine],
) -> types_pb2.Activity:
    total = types_pb2.Money(
        currency_code="CNY", minor_units=sum(line.amount_minor for line in lines)
    )
    return types_pb2.Activity(
        channel="pos",
        event_id=event_id,
        member_id=member_id,
        type=kind,
        occur_time=_instant(at),
        store_id=store_id,
        order=types_pb2.Order(order_id=order_id, total=total, lines=lines),
    )


def _instant(at: datetime) -> timestamp_pb2.Timestamp:
    instant = timestamp_pb2.Timestamp()
    instant.FromDatetime(at)
    return instant
