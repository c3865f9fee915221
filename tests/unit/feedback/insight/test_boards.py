"""Boards: everybody's, and those of people with other duties."""

from typing import Any

import pytest

from services.common.auth import Caller, Role, has_scope
from services.feedback.insight.domain.boards import MAIN, Board, BoardNotFound, chosen
from services.feedback.insight.domain.section import insight_section
from services.feedback.programme.domain import Programme, Text


def board(code: str, *scopes: str) -> Board:
    return Board(code, Text(code, code), scopes, ("orders",))


BOARDS = (board(MAIN), board("care", "feedback:write"), board("money", "points:read", "audit:read"))


def opens(*scopes: str) -> str:
    caller = Caller("tea", "ann", Role.OPERATOR, None, frozenset(scopes))
    return chosen(BOARDS, "", lambda scope: has_scope(caller, scope)).code


def test_the_first_board_opens_whose_scopes_an_operator_has_all() -> None:
    assert opens("insight:read", "feedback:write", "points:read", "audit:read") == "care"
    assert opens("insight:read", "feedback") == "care"
    assert opens("points:read", "audit:read") == "money"


def test_everybody_s_board_opens_where_no_other_does() -> None:
    assert opens("insight:read", "points:read", "feedback:read") == MAIN


def test_each_board_is_reached_by_its_code_whoever_asks() -> None:
    assert [chosen(BOARDS, each.code, lambda scope: False) for each in BOARDS] == list(BOARDS)
    with pytest.raises(BoardNotFound):
        chosen(BOARDS, "none", lambda scope: True)


def test_a_brand_without_boards_has_everybody_s_alone() -> None:
    [only] = insight_section(Programme("tea")).boards
    assert (only.code, only.scopes) == (MAIN, ())
    assert only.metrics == insight_section(Programme("tea")).board


def test_boards_stand_behind_everybody_s_in_the_order_of_the_programme() -> None:
    name = {"zh": "客服", "en": "Care"}
    care = {"code": "care", "name": name, "scopes": ["feedback:write"], "metrics": ["csat", "nps"]}
    section: Any = {"board": ["orders"], "boards": [care]}
    found = insight_section(Programme("tea", document={"insight": section}))
    assert [(each.code, each.metrics) for each in found.boards] == [
        (MAIN, ("orders",)),
        ("care", ("csat", "nps")),
    ]
    assert found.boards[1].scopes == ("feedback:write",)
