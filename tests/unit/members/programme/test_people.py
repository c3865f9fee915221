"""What a brand may write wrong about advisers and groups."""

from typing import Any

from services.members.programme.domain.people import people_contradictions

NOTHING: dict[str, Any] = {"feedback": {"messages": {}}}


def at(**sections: Any) -> list[tuple[str | int, ...]]:
    return [place for place, _ in people_contradictions({**NOTHING, **sections})]


def test_an_adviser_stands_once_and_is_away_until_a_later_day() -> None:
    ann = {"person": "ann"}
    assert at(advisers=[ann, {"person": "bob"}]) == []
    assert at(advisers=[ann, ann]) == [("advisers", 1, "person")]
    days = [
        {"from": "2026-10-07", "until": "2026-10-07"},
        {"from": "2026-10-07", "until": "2026-10-01"},
    ]
    assert at(advisers=[{**ann, "away": days}]) == [("advisers", 0, "away", 1, "until")]


def test_the_question_whether_it_helped_names_no_adviser() -> None:
    text = {"zh": "{adviser}帮到您了吗？", "en": "Did it help?"}
    for name, places in [
        ("resolved", []),
        ("did_it_help", [("feedback", "messages", "did_it_help", "zh")]),
    ]:
        assert at(feedback={"messages": {name: text}}) == places


def test_groups_ask_for_tags_that_are_declared() -> None:
    group = {"code": "club", "asks": ["less_sugar", "milk"]}
    tags = [{"code": "less_sugar"}]
    assert at(groups=[group], tags=tags) == [("groups", 0, "asks", 1)]
    assert at(groups=[group]) == [("groups", 0, "asks", 0), ("groups", 0, "asks", 1)]
    assert at(groups=[group, group], tags=[*tags, {"code": "milk"}]) == [("groups", 1, "code")]
