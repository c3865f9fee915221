"""The demo brand: the same people every time, with orders that add up."""

import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import yaml

from deploy.local import (
    demo,
    demo_desk,
    demo_experiments,
    demo_fixes,
    demo_operators,
    demo_permissions,
    demo_stores,
    demo_work,
)
from services.common.cells import from_cell
from services.feedback.analysis.domain.alike import ALIKE_FROM, signature_of
from services.feedback.imports.domain.row_file import RowProblem, rows_of
from services.feedback.items.domain.submission import Submission
from services.members.stores.api.messages import to_store
from tessera.members.v1 import consents_pb2
from tessera.types.v1 import types_pb2

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def test_the_same_people_come_every_time() -> None:
    everyone = demo.people()
    assert everyone == demo.people()
    assert len({person.phone for person in everyone}) == demo.MEMBERS
    assert everyone[0].phone == "+8619900000001"


def test_most_people_agree_to_service_and_some_to_marketing_in_versions_of_the_programme() -> None:
    given = [person.enrolment(NOW).consents for person in demo.people()]
    by_purpose = Counter(each.purpose for consents in given for each in consents)
    marketing = consents_pb2.CONSENT_PURPOSE_MARKETING
    assert by_purpose[consents_pb2.CONSENT_PURPOSE_SERVICE] > demo.MEMBERS * 0.8
    assert 0 < by_purpose[marketing] < demo.MEMBERS / 2
    section = yaml.safe_load(demo.programmes()[demo.BRAND])["consents"]
    texts = {
        (asked["purpose"], text["version"])
        for asked in section["purposes"]
        for text in asked["texts"]
    }
    names = consents_pb2.ConsentPurpose.Name
    for each in (each for consents in given for each in consents):
        purpose = names(each.purpose).removeprefix("CONSENT_PURPOSE_").lower()
        assert (purpose, each.version) in texts
    # The first person withdraws one of three channels.
    [channel] = demo.withdrawal("mem_1").channels
    [agreed] = [each for each in given[0] if each.purpose == marketing]
    assert channel in agreed.channels


def test_events_have_ids_of_their_own_and_happened_in_the_past() -> None:
    told = list(demo.activities({1: "mem_1", 2: "mem_2"}, NOW))
    assert len({activity.event_id for activity in told}) == len(told)
    assert all(activity.occur_time.ToDatetime(UTC) < NOW for activity in told)
    assert told == list(demo.activities({1: "mem_1", 2: "mem_2"}, NOW))


def test_the_total_of_an_order_is_the_sum_of_its_lines() -> None:
    orders = [a for a in demo.activities({1: "mem_1"}, NOW) if a.HasField("order")]
    assert orders
    for activity in orders:
        lines = activity.order.lines
        assert activity.order.total.minor_units == sum(line.amount_minor for line in lines)


def test_the_first_person_has_a_streak_with_one_missed_day_and_a_card_for_it() -> None:
    kinds = types_pb2.ActivityType
    activities = [a for a in demo.activities({1: "mem_1"}, NOW) if not a.HasField("order")]
    days = {
        (NOW - a.occur_time.ToDatetime(UTC)).days
        for a in activities
        if a.type == kinds.ACTIVITY_TYPE_CHECK_IN
    }
    assert set(range(1, 10)) - days == {demo.MISSED_DAYS_AGO}
    assert [a.type for a in activities].count(kinds.ACTIVITY_TYPE_INVITE) == 1


def test_every_example_programme_is_published_for_a_brand_of_its_name() -> None:
    assert demo.programmes()[demo.BRAND].count("programme: tea") == 1


def test_the_stores_of_every_brand_are_sound_and_orders_name_them() -> None:
    counts = {brand: len(demo_stores.stores(brand)) for brand in demo.programmes()}
    assert counts == {"tea": 6, "fashion": 3, "retail": 4, "car": 3}
    codes = [to_store(s).code for brand in counts for s in demo_stores.stores(brand)]
    assert len(set(codes)) == len(codes)
    told = demo.activities({n: f"mem_{n}" for n in range(1, 20)}, NOW)
    named = {activity.store_id for activity in told if activity.HasField("order")}
    assert named == {store.code for store in demo_stores.stores(demo.BRAND)}
    scanned = {p.origin().store_code for p in demo.people() if p.origin()} - {""}  # type: ignore[union-attr]
    assert scanned <= named


def test_every_kind_of_origin_is_there() -> None:
    assert {(o.source if o else "") for o in (p.origin() for p in demo.people())} == {
        *("", "store_qr", "moments_ad"),
    }


def test_the_staff_have_urgent_waiting_and_answered_feedback_and_an_adjustment_to_approve() -> None:
    keys = [said.key for said in demo_work.FEEDBACK]
    assert len(set(keys)) == len(keys)
    programme = yaml.safe_load(demo.programmes()[demo.BRAND])
    words = {topic["code"]: topic["words"] for topic in programme["feedback"]["topics"]}
    urgent = next(said for said in demo_work.FEEDBACK if said.key == "urgent")
    assert any(word in urgent.text for word in words["safety"])
    answered, waiting = demo_work.FEEDBACK[:2]
    assert [each.message for each in answered.answers("fb_1")]
    assert answered.move("fb_1") is not None
    assert waiting.answers("fb_2") == []
    assert waiting.move("fb_2") is None
    assert answered.submission("mem_1") == answered.submission("mem_1")
    limit = programme.get("adjustments", {}).get("limit_per_operation", 1_000)
    assert demo_work.adjustment({1: "mem_1"}).amount > limit
    file = demo_work.bulk_file({1: "mem_1"})
    assert file.content.decode("gbk").splitlines()[1] == "mem_1,20,"
    assert demo_work.ASKED_BY in {each.subject for each in demo_operators.OPERATORS}


def test_the_benefit_of_the_first_person_is_one_of_the_programme() -> None:
    benefits = yaml.safe_load(demo.programmes()[demo.BRAND])["benefits"]
    assert demo.BENEFIT in [each["code"] for each in benefits if "gold" in each["times"]]


def test_what_is_announced_as_fixed_was_reported_alike_by_several_and_resolved() -> None:
    fixed = [said for said in demo_work.FEEDBACK if said.key.startswith(demo_work.FIXED)]
    assert len({said.number for said in fixed}) == len(fixed) > 1
    first, *others = (signature_of(said.text) for said in fixed)
    assert first is not None
    assert all(other is not None and first.likeness(other) >= ALIKE_FROM for other in others)
    assert all(said.move("fb_1") is not None for said in fixed)
    asked = demo_fixes.announcement("alk_1")
    assert asked == demo_fixes.announcement("alk_1")
    assert all(0 < len(each) <= 60 for each in (asked.title.zh, asked.title.en))


def test_what_members_allow_is_counted_by_the_programme_as_the_mini_program_tells_it() -> None:
    document = yaml.safe_load(demo.programmes()[demo.BRAND])
    wechat = document["reach"]["channels"]["wechat_subscription"]
    assert wechat["grants_from"] == "client"
    quotas = {each["id"]: each["quota"] for each in wechat["templates"] if "quota" in each}
    assert quotas[demo_permissions.TEMPLATE] in document["assets"]
    assert all(number <= demo.MEMBERS for number in demo_permissions.ALLOWED)


def test_what_is_tried_stands_in_the_programme_and_one_waits_for_a_second_operator() -> None:
    written = yaml.safe_load(demo.programmes()[demo.BRAND])["experiments"]
    known = {each["code"]: each for each in written}
    tried = demo_experiments
    collecting, stopped = known[tried.COLLECTING], known[tried.STOPPED]
    assert not collecting.get("second_person")
    assert not stopped.get("second_person")
    # All of the first are exposed at once.
    assert collecting["stages"] == [{"stage": "full"}]
    assert known[tried.ASKED]["second_person"]
    assert tried.stop().arm in [arm["code"] for arm in stopped["arms"]]
    assert tried.start("home_page") == tried.start("home_page")


def test_the_two_who_are_one_can_be_loaded_again() -> None:
    """What somebody did is told by their own id, also after the merge."""
    assert not list(demo.activities({demo_desk.TWICE: "mem_1"}, NOW))


def test_the_month_that_is_closed_has_ended_and_has_the_first_orders() -> None:
    first = date(2026, 1, 1)
    for today in (first + timedelta(days=n) for n in range(366)):
        month = demo_desk.closed_month(today)
        assert month < f"{today:%Y-%m}"


def test_the_managers_of_the_demo_write_to_what_the_programme_has() -> None:
    programme = yaml.safe_load(demo.programmes()[demo.BRAND])
    assert demo_desk.SEGMENT in {each["code"] for each in programme["segments"]}
    assert demo_desk.MESSAGE in {each["code"] for each in programme["reach"]["messages"]}
    assert {demo_desk.FIRST, demo_desk.SECOND} <= {o.subject for o in demo_operators.OPERATORS}


def test_the_reviews_of_the_demo_are_of_its_stores_and_one_has_no_words() -> None:
    file = io.StringIO(demo_desk.REVIEWS, newline="")
    zone = ZoneInfo("Asia/Shanghai")
    rows = [
        each.submission for each in rows_of(demo_desk.REVIEWS_FILE, file, "review", from_cell, zone)
    ]
    *_, wordless = rows
    assert isinstance(wordless, RowProblem)
    reviews = [each for each in rows if isinstance(each, Submission)]
    assert [each.stars for each in reviews] == [5, 2, 3]
    assert {each.store_id for each in reviews} - {""} <= {
        store.code for store in demo_stores.stores(demo.BRAND)
    }
