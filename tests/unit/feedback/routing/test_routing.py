"""Which routing a submission gets by the brand's rules."""

from datetime import timedelta

from services.feedback.analysis.domain.reading import Reading, read_text
from services.feedback.analysis.domain.sentiment import UNREAD
from services.feedback.analysis.domain.taxonomy import taxonomy
from services.feedback.programme.domain import Programme, Text
from services.feedback.routing.commands import find_routing
from services.feedback.routing.domain.response_times import ClockKind, Priority, ResponseTimes
from services.feedback.routing.domain.routing import RoutingRules, routing_rules
from tests.unit.feedback.samples import minutes, programme, tea

BUSINESS_HOURS = {"weekly": {"mon": [{"from": "09:00", "until": "18:00"}]}}


def read(brand: Programme, text: str) -> Reading:
    return read_text(text, brand.section(taxonomy), UNREAD)


def test_the_tea_programme_is_read_whole() -> None:
    rules = tea().section(routing_rules)
    assert [rule.priority for rule in rules.rules] == [
        Priority.URGENT,
        Priority.PUBLIC_COMPLAINT,
        Priority.COMPLEX,
        Priority.COMPLEX,
        Priority.COMPLEX,
        Priority.GENERAL,
    ]
    assert rules.times_of(Priority.GENERAL).first_response == timedelta(0)
    assert rules.times_of(Priority.URGENT) == ResponseTimes(minutes(15), minutes(240))


def test_a_programme_without_feedback_has_the_usual_times() -> None:
    rules = programme({"programme": "retail"}).section(routing_rules)
    assert rules == RoutingRules()
    assert rules.times_of(Priority.URGENT) == ResponseTimes(minutes(15))


def test_a_clock_may_leave_the_first_response_to_the_usual_one() -> None:
    document = {"feedback": {"clocks": {"urgent": {"resolution_minutes": 60}}}}
    rules = programme(document).section(routing_rules)
    assert rules.times_of(Priority.URGENT) == ResponseTimes(minutes(15), minutes(60))


def test_the_usual_resolution_and_follow_up_run_in_business_hours() -> None:
    rules = programme({"feedback": {"business_hours": BUSINESS_HOURS}}).section(routing_rules)
    times = rules.times_of(Priority.PUBLIC_COMPLAINT)
    assert times.resolution == timedelta(hours=24)
    assert times.in_business == {ClockKind.RESOLUTION, ClockKind.FOLLOW_UP}


def test_conditions_see_the_given_facts_the_text_and_its_issues() -> None:
    when = (
        'feedback.channel == "app" && "taste" in feedback.topics && feedback.text == "难喝"'
        " && feedback.from_a_test"
    )
    section = {
        "topics": [{"code": "taste", "words": ["难喝"], "name": {"zh": "口味", "en": "Taste"}}],
        "categories": [{"code": "drinks", "name": {"zh": "饮品", "en": "Drinks"}}],
        "routing": [{"when": when, "category": "drinks", "priority": "urgent", "team": "bar"}],
    }
    facts = {"channel": "app", "from_a_test": True}
    brand = programme({"feedback": section})
    routing = find_routing(brand, read(brand, "难喝"), facts, {})
    assert (routing.priority, routing.team) == (Priority.URGENT, "bar")
    assert (routing.category, routing.category_name) == ("drinks", Text("饮品", "Drinks"))
    assert (routing.issues, routing.issue_names) == (("taste",), (Text("口味", "Taste"),))
    assert routing.language == "zh"


def test_where_no_rule_holds_a_person_has_to_look() -> None:
    brand = programme({})
    routing = find_routing(brand, read(brand, "Nice"), {"channel": "app"}, {})
    assert (routing.category, routing.team, routing.priority) == ("", "", Priority.COMPLEX)
    assert routing.times == ResponseTimes(minutes(30))


def test_a_condition_that_cannot_be_compiled_stops_no_other() -> None:
    rules = [
        {"when": "1 +", "category": "a", "priority": "urgent", "team": "b"},
        {"when": "true", "category": "c", "priority": "general", "team": "d"},
    ]
    brand = programme({"feedback": {"routing": rules}})
    assert find_routing(brand, read(brand, "Nice"), {}, {}).team == "d"
