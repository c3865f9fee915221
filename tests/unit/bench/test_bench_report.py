"""Results are one JSON object a line."""

import json

import pytest

from bench import report


def test_a_result_has_its_name_machine_and_commit(capsys: pytest.CaptureFixture[str]) -> None:
    report.line("card", 2.3456, "x", divided_by="yoga (1,830 requests/s)", p99_ms=12.3456)
    line = capsys.readouterr().out
    assert line.count("\n") == 1
    result = json.loads(line)
    assert result["value"] == 2.35
    assert result["p99_ms"] == 12.3
    assert result["divided_by"] == "yoga (1,830 requests/s)"
    assert result["machine"]
    assert result["commit"]


@pytest.mark.parametrize(("value", "told"), [(0.12345, 0.123), (99.96, 100.0), (12_345.6, 12_346)])
def test_figures_have_the_digits_that_they_deserve(value: float, told: float) -> None:
    assert report.significant(value) == told
