import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common import ids


def test_ids_of_one_process_increase_strictly() -> None:
    made = [ids.new_id("evt") for _ in range(20_000)]
    assert made == sorted(set(made))


def test_an_id_has_its_prefix_and_26_lower_case_characters() -> None:
    prefix, _, ulid = ids.new_id("mem").partition("_")
    assert (prefix, len(ulid)) == ("mem", 26)
    assert set(ulid) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_an_id_contains_the_time_at_which_it_was_made() -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    assert before <= ids.time_of(ids.new_id("evt")) <= datetime.now(UTC)


@given(st.floats(4e7, 7e9))
def test_the_floor_of_an_instant_is_not_above_it_and_within_its_millisecond(unix_s: float) -> None:
    at = datetime.fromtimestamp(unix_s, UTC)
    floor = ids.time_of(ids.floor_id("evt", at))
    assert timedelta(0) <= at - floor < timedelta(milliseconds=2)


def test_every_id_is_time_ordered() -> None:
    assert ids.is_time_ordered(ids.new_id("evt"))
    assert ids.is_time_ordered(ids.floor_id("evt", datetime.now(UTC)))


def test_the_floor_is_below_every_id_made_later() -> None:
    assert ids.floor_id("evt", datetime.now(UTC)) < ids.new_id("evt")


@pytest.mark.parametrize("text", ["", "evt_", "evt_short", "evt_" + "u" * 26])
def test_other_texts_have_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ids.time_of(text)
    assert not ids.is_time_ordered(text)


def test_ids_of_a_sequence_increase_strictly_and_name_it() -> None:
    sequence, other = ids.IdSequence("pst"), ids.IdSequence("pst")
    made = [sequence.next() for _ in range(20_000)]
    assert made == sorted(set(made))
    assert {ids.sequence_of(one) for one in made} == {ids.sequence_of(made[0])}
    assert ids.sequence_of(other.next()) != ids.sequence_of(made[0])
    sequence.begin()
    assert ids.sequence_of(sequence.next()) != ids.sequence_of(made[0])


def test_an_id_of_a_sequence_has_the_form_of_any_other() -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    made = ids.IdSequence("pst").next()
    assert before <= ids.time_of(made) <= datetime.now(UTC)
    assert len(made) == len(ids.new_id("pst"))
    assert ids.floor_id("pst", before) < made < ids.floor_id("pst", before + timedelta(minutes=1))


def test_a_sequence_rises_while_the_clock_stands_still_or_steps_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sequence = ids.IdSequence("pst")
    made = [sequence.next()]
    now = ids.time_of(made[0]).timestamp()
    for back_s in (0, 3600):
        monkeypatch.setattr(time, "time_ns", lambda: int((now - back_s) * 1e9))  # noqa: B023
        made += [sequence.next() for _ in range(200_000)]
    assert made == sorted(set(made))
    assert ids.time_of(made[-1]) - ids.time_of(made[0]) < timedelta(milliseconds=100)
