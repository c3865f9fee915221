"""Whether a member's adviser gets an item."""

from datetime import date

from services.feedback.items.domain.member_messages import member_messages
from services.feedback.programme.domain import Text
from services.feedback.routing.domain.advisers import Adviser, advisers
from tests.unit.feedback.samples import programme

NAME = Text("安安", "Ann")
DAY = date(2026, 10, 1)
ANN = Adviser("ann", NAME, 3, ((date(2026, 10, 1), date(2026, 10, 7)),))


def test_an_adviser_gets_items_on_duty_and_below_their_load() -> None:
    duty = date(2026, 10, 8)
    assert ANN.cannot(duty, 2, is_open=True) == ""
    assert ANN.cannot(duty, 3, is_open=True) == "has 3 open items"
    assert ANN.cannot(duty, 0, is_open=False) == "not on duty"
    assert [ANN.is_away(date(2026, 10, day)) for day in (1, 7, 8)] == [True, True, False]
    assert ANN.cannot(DAY, 0, is_open=True) == "not on duty"
    assert not ANN.is_away(date(2026, 9, 30))


def test_the_section_is_read_whole() -> None:
    name = {"zh": "安安", "en": "Ann"}
    away = [{"from": "2026-10-01", "until": "2026-10-07"}]
    written = [{"person": "ann", "name": name, "items_max": 3, "away": away}]
    assert programme({"advisers": written}).section(advisers) == {"ann": ANN}
    assert programme({}).section(advisers) == {}


def test_a_message_names_the_adviser_or_the_team() -> None:
    text = {"zh": "{adviser}正在处理", "en": "It is with {adviser}."}
    messages = programme({"feedback": {"messages": {"progress": text}}}).section(member_messages)
    assert messages.by(NAME).text("progress", "zh") == "安安正在处理"
    assert messages.by(NAME).text("progress", "en") == "It is with Ann."
    assert messages.text("progress", "en") == "It is with our team."
    assert messages.by(NAME).text("received", "en") == ""
