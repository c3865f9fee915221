"""The worked example of rule attribution is true."""

import doctest

from services.points.statements.domain import rule_attribution


def test_the_worked_example_of_rule_attribution() -> None:
    result = doctest.testmod(rule_attribution)
    assert (result.failed, result.attempted > 10) == (0, True)
