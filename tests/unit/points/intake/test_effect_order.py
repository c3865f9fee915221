"""Events of one member keep their order; members do not wait for one another."""

from services.points.activities.domain.activity import Activity
from services.points.activities.domain.standing import MemberEnrolled, Tier, TierChanged
from services.points.intake.domain import Step, effect_order
from services.points.programme.domain.published import ProgrammePublished
from tests.activities import NOON, activity, bought, gave_back


def order(member: str, event: str) -> Activity:
    return bought(total_minor=100, member_id=member, event_id=event)


def refund(member: str, event: str) -> Activity:
    return gave_back(total_minor=100, member_id=member, event_id=event)


def gold(member: str) -> TierChanged:
    return TierChanged("tea", member, Tier("gold", 2, 130), NOON, NOON)


def events_of(step: Step) -> tuple[list[str], list[str], list[str]]:
    return (
        [tier.member_id for tier in step.tiers],
        [award.event_id for award in step.awards],
        [back.event_id for back in step.refunds],
    )


def test_orders_of_all_members_go_together() -> None:
    steps = effect_order([order("a", "1"), order("b", "2"), order("a", "3")])
    assert [events_of(step) for step in steps] == [([], ["1", "2", "3"], [])]


def test_a_refund_waits_for_the_order_before_it_and_the_order_after_waits_for_the_refund() -> None:
    steps = effect_order([order("a", "1"), refund("a", "2"), order("a", "3"), order("b", "4")])
    assert [events_of(step) for step in steps] == [
        ([], ["1", "4"], []),
        ([], [], ["2"]),
        ([], ["3"], []),
    ]


def test_two_refunds_of_a_member_go_one_after_the_other() -> None:
    steps = effect_order([refund("a", "1"), refund("a", "2"), refund("b", "3")])
    assert [events_of(step) for step in steps] == [([], [], ["1", "3"]), ([], [], ["2"])]


def test_a_tier_counts_for_the_activities_after_it_and_not_for_those_before() -> None:
    steps = effect_order([order("a", "1"), gold("a"), order("a", "2"), gold("b"), order("b", "3")])
    assert [events_of(step) for step in steps] == [(["b"], ["1", "3"], []), (["a"], ["2"], [])]


def test_a_new_member_is_enrolled_in_the_step_of_its_first_activity() -> None:
    enrolled = MemberEnrolled("tea", "a", NOON)
    (step,) = effect_order([enrolled, gold("a"), order("a", "1"), order("b", "2")])
    assert step.enrolments == [enrolled]
    assert events_of(step) == (["a"], ["1", "2"], [])


def test_a_programme_waits_for_all_before_it_and_all_after_it_wait() -> None:
    published = ProgrammePublished("tea", 2, {}, NOON)
    steps = effect_order([order("a", "1"), published, order("b", "2"), order("a", "3")])
    assert [len(step.programmes) for step in steps] == [0, 1]
    assert [events_of(step)[1] for step in steps] == [["1"], ["2", "3"]]


def test_members_of_two_brands_are_two_members() -> None:
    steps = effect_order([refund("a", "1"), activity(brand="retail", member_id="a", event_id="2")])
    assert len(steps) == 1
