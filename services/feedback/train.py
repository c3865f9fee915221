"""Trains the sentiment model from reviews: `python -m services.feedback.train FILE… --out MODEL`.

A file is CSV (also .gz) with the columns `cat`, `label` (1 positive, 0 negative) and `review`. A
digest of a review, in the form in which the model reads it, says what it is for: one in ten
measures, one in ten calibrates, the others train. A review that stands twice is taken once, one
that stands with both labels is not taken; so the order of rows and files makes no difference. Kinds
(`cat`) of `--leave-out` do nothing but measure. The figures go to standard output, as a table in
Markdown.
"""

import argparse
import csv
import gzip
import hashlib
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.feedback.analysis.adapters.weights import read_model, written
from services.feedback.analysis.domain.sentiment import (
    SURE_FROM,
    SentimentModel,
    in_form,
    places_of,
    probability,
)
from services.feedback.analysis.domain.training import (
    Example,
    Figures,
    calibrated,
    figures,
    quantised,
    train,
)

PARTS = 10
MEASURES, CALIBRATES = 0, 1
_HEAD = """\
| reviews never seen | number | accuracy | macro-F1 | calibration error before | after | decided | \
accuracy of those |
|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Review:
    """A review in the form in which the model reads it."""

    kind: str
    positive: bool
    text: str

    @property
    def part(self) -> int:
        """0 to 9, by the text alone."""
        return int.from_bytes(hashlib.sha256(self.text.encode()).digest()[:4], "big") % PARTS


def reviews_of(paths: Sequence[Path]) -> list[Review]:
    """The reviews in files by their text, each once. Raises ValueError for a row that is none."""
    found: dict[str, Review] = {}
    both_labels = set()
    for path in paths:
        for number, row in enumerate(_rows(path), start=2):
            if row.get("label") not in ("0", "1") or not row.get("cat"):
                raise ValueError(f"{path}, row {number}: cat, label (0 or 1) and review are due")
            text = in_form(row.get("review") or "")
            review = Review(row["cat"], row["label"] == "1", text)
            if not text:
                continue
            known = found.setdefault(text, review)
            if known.positive is not review.positive:
                both_labels.add(text)
            # The same words about two kinds are of the kind that comes first by its name.
            found[text] = min(known, review, key=lambda each: each.kind)
    return [found[text] for text in sorted(found) if text not in both_labels]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    opens = gzip.open if path.suffix == ".gz" else open
    with opens(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def trained(reviews: Sequence[Review], left_out: frozenset[str]) -> bytes:
    """The file of the model that `reviews` give. Raises ValueError where too few are left."""
    learnt = [each for each in reviews if each.kind not in left_out]
    calibrating = [each for each in learnt if each.part == CALIBRATES]
    training = [each for each in learnt if each.part not in (MEASURES, CALIBRATES)]
    if not training or not calibrating:
        raise ValueError("too few reviews: none is left to train or to calibrate with")
    examples = [
        Example(array("I", sorted(places_of(each.text))), each.positive) for each in training
    ]
    weights = train(examples)
    numbers, scale = quantised(weights)
    raw = read_model(written(numbers, scale, weights.bias, 1.0, 0.0))
    margins = [raw.margin(each.text) for each in calibrating]
    slope, offset = calibrated(margins, [each.positive for each in calibrating])
    return written(numbers, scale, weights.bias, slope, offset)


def table(model: SentimentModel, reviews: Sequence[Review], left_out: frozenset[str]) -> str:
    """The figures of `model`, for all kinds that it learnt, for each, and for those left out."""
    seen = [each for each in reviews if each.kind not in left_out and each.part == MEASURES]
    unseen = [each for each in reviews if each.kind in left_out]
    groups = {"all kinds in training": seen, "all kinds left out": unseen}
    for each in (*seen, *unseen):
        name = f"{each.kind}, left out" if each.kind in left_out else each.kind
        groups.setdefault(name, []).append(each)
    return _HEAD + "".join(_line(model, name, group) for name, group in groups.items() if group)


def _line(model: SentimentModel, name: str, group: Sequence[Review]) -> str:
    margins = [model.margin(each.text) for each in group]
    labels = [each.positive for each in group]
    before = figures([probability(margin) for margin in margins], labels, SURE_FROM)
    after = figures(
        [probability(model.slope * margin + model.offset) for margin in margins], labels, SURE_FROM
    )
    return _row(name, before, after)


def _row(name: str, before: Figures, after: Figures) -> str:
    return (
        f"| {name} | {after.texts:,} | {after.accuracy:.3f} | {after.macro_f1:.3f}"
        f" | {before.calibration_error:.3f} | {after.calibration_error:.3f}"
        f" | {after.decided:.3f} | {after.decided_accuracy:.3f} |\n"
    )


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The files, the kinds to leave out, and where the model goes."""
    parser = argparse.ArgumentParser(prog="python -m services.feedback.train", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, help="the model's file")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="KIND")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str], say: Callable[[str], object] = sys.stdout.write) -> int:
    """Train, write the model, and say its figures: the exit code."""
    asked = parse(arguments)
    left_out = frozenset(asked.leave_out)
    try:
        reviews = reviews_of(asked.files)
        content = trained(reviews, left_out)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"train: {error}\n")
        return 2
    asked.out.write_bytes(content)
    model = read_model(content)
    say(f"{model.version}\n\n{table(model, reviews, left_out)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
