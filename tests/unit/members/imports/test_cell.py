"""What cells of an import say."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.members.consent.domain.declaration import ContactChannel, Purpose
from services.members.identities.domain.profile import Gender
from services.members.imports.domain import cell
from services.members.imports.domain.cell import CellInvalid, CellShortened, GivenConsent

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("written", "calendar", "birthday"),
    [
        ("1990-05-04", "", "1990-05-04"),
        ("1990/5/4", "公历", "1990-05-04"),
        ("1990年5月4日", "", "1990-05-04"),
        ("１９９０-０５-０４", "solar", "1990-05-04"),
        ("19900504", "", "1990-05-04"),
        ("5-4", "", "05-04"),
        ("5月4日", "农历", "L05-04"),
        ("1990-8-15", "lunar", "1990-L08-15"),
        ("1990-L08-15", "", "1990-L08-15"),
        ("2020-L4L-1", "lunar", "2020-L04L-01"),
        ("", "农历", ""),
    ],
)
def test_a_birthday_is_read_as_brands_write_it(written: str, calendar: str, birthday: str) -> None:
    assert cell.birthday(written, calendar) == birthday


@pytest.mark.parametrize(("written", "calendar"), [("1990", ""), ("May 4", ""), ("5-4", "moon")])
def test_what_is_no_birthday_is_refused(written: str, calendar: str) -> None:
    with pytest.raises(CellInvalid):
        cell.birthday(written, calendar)


@pytest.mark.parametrize("written", ["1.99E+10", "1.38e10", "１.９９Ｅ+１０", " 1E+12 "])
def test_a_number_that_a_spreadsheet_shortened_is_refused(written: str) -> None:
    with pytest.raises(CellShortened) as error:
        cell.whole_number("phone", written)
    assert error.value.field == "phone"


@pytest.mark.parametrize("written", ["+86 138 0000 0001", "E123", "C1E5X", "13800000001"])
def test_other_numbers_stay(written: str) -> None:
    assert cell.whole_number("pos_card", written) == written


def test_consents_name_purpose_channel_and_version() -> None:
    assert cell.consents("service@1；marketing/sms@2026-01") == (
        GivenConsent(Purpose.SERVICE, ContactChannel.ALL, "1"),
        GivenConsent(Purpose.MARKETING, ContactChannel.SMS, "2026-01"),
    )
    assert cell.consents(" ; ") == ()
    for wrong in ("service", "fun@1", "service/pigeon@1", ";".join(["service@1"] * 21)):
        with pytest.raises(CellInvalid):
            cell.consents(wrong)


def test_a_day_begins_by_the_brands_clock() -> None:
    began = datetime(2026, 1, 30, 16, tzinfo=UTC)
    assert cell.instant("consent_time", "2026-01-31", SHANGHAI) == began
    assert cell.instant("consent_time", "2026/01/31 00:00:00", SHANGHAI) == began
    assert cell.instant("consent_time", "2026-01-30T16:00:00Z", SHANGHAI) == began
    with pytest.raises(CellInvalid):
        cell.instant("consent_time", "soon", SHANGHAI)


def test_words_in_two_languages() -> None:
    assert cell.gender("女") == cell.gender("Female") == Gender.FEMALE
    assert cell.language("中文") == "zh"
    with pytest.raises(CellInvalid):
        cell.gender("dragon")
