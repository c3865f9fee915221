"""A posting explains itself, within what its metadata can hold."""

from dataclasses import replace

from services.points.earning.domain.award import judge
from services.points.earning.domain.explanation import awards_in, of_awards
from services.points.earning.domain.multiplier import Multiplier
from services.points.ledger.domain.metadata_lines import VALUES_MAX
from services.points.ledger.domain.validation import METADATA_VALUE_MAX
from services.points.refunds.domain.explanation import clawbacks_in, of_clawbacks
from services.points.refunds.domain.refund import Clawback
from tests.activities import GOLD, TWO_DRINKS, bought, line, tea

AWARDS = judge(bought(*TWO_DRINKS), GOLD, tea(version=3), {}).awards


def test_awards_can_be_read_back() -> None:
    awards = awards_in(of_awards(AWARDS, 3))
    without_lots = [
        replace(award, available_at=None, expire_at=None, by_line=()) for award in AWARDS
    ]
    assert list(awards) == without_lots


def test_a_base_that_was_rounded_is_kept_with_its_fraction() -> None:
    award = judge(bought(line("1", 1990)), GOLD, tea(), {}).awards[0]
    assert (award.amount, award.base, award.base_hundredths) == (25, 19, 1990)
    (read,) = awards_in(of_awards([award], 3))
    assert (read.base, read.base_hundredths) == (19, 1990)


def test_clawbacks_can_be_read_back() -> None:
    clawbacks = (Clawback("POINTS", 51, 40, 40, -11), Clawback("GROWTH", 36, 36, 0, 0))
    assert clawbacks_in(of_clawbacks(clawbacks)) == clawbacks


def test_multipliers_that_do_not_fit_are_left_out_and_the_award_stays() -> None:
    many = tuple(Multiplier(f"campaign:{'x' * 40}_{n}", 101) for n in range(9))
    metadata = of_awards([replace(AWARDS[0], multipliers=many)], 3)
    assert all(len(value) <= METADATA_VALUE_MAX for value in metadata.values())
    read = awards_in(metadata)[0]
    assert (read.amount, read.base) == (46, 36)
    assert read.multipliers == many[: len(read.multipliers)]


def test_hundreds_of_awards_stay_within_the_metadata() -> None:
    metadata = of_awards([replace(AWARDS[0], rule=f"rule_{n}") for n in range(300)], 3)
    assert len(metadata) == VALUES_MAX + 1
    assert all(len(value) <= METADATA_VALUE_MAX for value in metadata.values())
