"""The trainer: what it learns, that it does so again, and the figures that it says."""

import csv
import random
from pathlib import Path

import pytest

from services.feedback.analysis.adapters.weights import read_model
from services.feedback.analysis.domain.sentiment import Label, probability
from services.feedback.analysis.domain.training import calibrated, figures
from services.feedback.train import main, reviews_of

KINDS = ("外卖", "水果")


def written_reviews(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("cat", "label", "review"))
        writer.writerows(rows)
    return path


def some_reviews() -> list[tuple[str, str, str]]:
    """400 reviews: 难 makes one negative and 好 positive, the rest is chance."""
    chance = random.Random(7)
    rows = []
    for index in range(400):
        noise = "".join(chance.choice("的了一是和在有我这个店家东西") for _ in range(8))
        label = index % 2
        word = "好吃" if label else "难吃"
        rows.append((KINDS[index // 2 % 2], str(label), noise[:4] + word + noise[4:]))
    return rows


def test_it_learns_the_words_that_tell_and_writes_the_same_file_from_any_order(
    tmp_path: Path,
) -> None:
    rows = some_reviews()
    said: list[str] = []
    files = []
    for name in ("first", "second"):
        out = tmp_path / name
        path = written_reviews(tmp_path / f"{name}.csv", rows)
        assert main([str(path), "--out", str(out), "--leave-out", "水果"], said.append) == 0
        files.append(out.read_bytes())
        random.Random(8).shuffle(rows)
    assert files[0] == files[1]
    model = read_model(files[0])
    assert model.sentiment_of("这个东西好吃").label is Label.POSITIVE
    assert model.sentiment_of("这个东西难吃").label is Label.NEGATIVE
    assert model.version in said[0]
    assert "| 水果, left out | 200 | 1.000 | 1.000 |" in said[0]


def test_a_text_counts_once_and_one_with_both_labels_not_at_all(tmp_path: Path) -> None:
    rows = [
        ("水果", "1", "很好 12"),
        ("外卖", "1", "很好 9"),
        ("外卖", "1", "一般"),
        ("水果", "0", "一般"),
        ("水果", "0", " "),
    ]
    found = reviews_of([written_reviews(tmp_path / "a.csv", rows)])
    assert [(each.kind, each.text) for each in found] == [("外卖", "很好 0")]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([("外卖", "2", "好")], "row 2"),
        ([("外卖", "1", "好"), ("", "1", "好")], "row 3"),
        ([("外卖", "1", "好")], "too few"),
    ],
)
def test_a_file_that_does_not_serve_is_refused_by_name_and_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: list[tuple[str, str, str]], wrong: str
) -> None:
    path, out = written_reviews(tmp_path / "a.csv", rows), tmp_path / "model"
    assert main([str(path), "--out", str(out)]) == 2
    assert wrong in capsys.readouterr().err
    assert not out.exists()


def test_figures_are_those_of_the_worked_example() -> None:
    # Four texts: two right and sure, one right and unsure, one wrong and sure.
    found = figures([0.95, 0.05, 0.55, 0.85], [True, False, True, False], sure_from=0.7)
    assert (found.texts, found.accuracy, found.decided) == (4, 0.75, 0.75)
    assert found.decided_accuracy == pytest.approx(2 / 3)
    # Positive: 2 of 3 said, 2 of 2 found: F1 0.8. Negative: 1 of 1 said, 1 of 2 found: 2/3.
    assert found.macro_f1 == pytest.approx((0.8 + 2 / 3) / 2)
    # Each text is a bin of its own: 0.05, 0.05, 0.45 and 0.85 apart.
    assert found.calibration_error == pytest.approx((0.05 + 0.05 + 0.45 + 0.85) / 4)


def test_calibration_finds_the_slope_and_offset_that_drew_the_labels() -> None:
    chance = random.Random(3)
    margins = [chance.uniform(-4, 4) for _ in range(4_000)]
    labels = [chance.random() < probability(0.5 * margin + 1) for margin in margins]
    slope, offset = calibrated(margins, labels)
    assert slope == pytest.approx(0.5, abs=0.06)
    assert offset == pytest.approx(1, abs=0.12)


def test_a_perfect_split_is_calibrated_to_an_end() -> None:
    slope, offset = calibrated([-1.0] * 50 + [1.0] * 50, [False] * 50 + [True] * 50)
    assert probability(slope + offset) == pytest.approx(51 / 52, abs=0.001)
