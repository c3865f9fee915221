"""Which person of a team gets an item."""

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.programme.domain import Text
from services.feedback.routing.domain.teams import Team, least_loaded, teams
from tests.unit.feedback.samples import programme

PEOPLE = ("ann", "bob", "cai")
TEAM = Team("quality", Text("质量", "Quality"), PEOPLE, by_load=True)


def test_whoever_has_the_fewest_gets_it_and_nobody_where_people_take_items_themselves() -> None:
    assert least_loaded(TEAM, {"ann": 2, "bob": 1, "cai": 3}, "fbk_1") == "bob"
    assert least_loaded(TEAM, {"ann": 2, "bob": 1}, "fbk_1") == "cai"
    assert least_loaded(Team("x", TEAM.name, PEOPLE), {}, "fbk_1") == ""
    assert least_loaded(Team("x", TEAM.name, (), by_load=True), {}, "fbk_1") == ""


def test_items_that_come_at_once_are_spread() -> None:
    chosen = [least_loaded(TEAM, {}, f"fbk_{number}") for number in range(300)]
    assert all(chosen.count(person) > 60 for person in PEOPLE)


@given(st.integers(0, 200))
def test_one_after_the_other_nobody_gets_two_more_than_another(items: int) -> None:
    loads = dict.fromkeys(PEOPLE, 0)
    for number in range(items):
        loads[least_loaded(TEAM, loads, f"fbk_{number}")] += 1
    assert max(loads.values()) - min(loads.values()) <= 1


def test_the_section_is_read_whole() -> None:
    name = {"zh": "质量", "en": "Quality"}
    written = [
        {"code": "quality", "name": name, "people": ["ann"], "assign": "least_load"},
        {"code": "brand", "name": name},
    ]
    found = programme({"feedback": {"teams": written}}).section(teams)
    assert found["quality"] == Team("quality", Text("质量", "Quality"), ("ann",), by_load=True)
    assert (found["brand"].people, found["brand"].by_load) == ((), False)
