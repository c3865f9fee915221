"""How often a test without an effect is told as one, by an interval of fixed size and a sequential
one, where somebody looks 20 times; and what an arm costs.

4,000 seeded runs, of 10,000 members an arm with a rate of 10 %.
"""

import random
import time

from bench import report
from services.feedback.experiments.domain.assignment import arm_index
from services.feedback.experiments.domain.intervals import (
    Proportion,
    newcombe,
    sequential_rates,
)

RUNS, QUICK_RUNS, LOOKS, AN_ARM, RATE = 4_000, 400, 20, 10_000, 0.1
ALPHA, TUNING, SEED = 0.05, 5_000, 41
ARMS_ASKED = 100_000


def run(quick: bool) -> None:
    """Print the shares of wrong runs, and the time of an assignment."""
    draw, runs = random.Random(SEED), QUICK_RUNS if quick else RUNS
    fixed = sequential = 0
    for _ in range(runs):
        one, other = _wrong(draw)
        fixed += one
        sequential += other
    report.line(
        "experiments/A against A, looked at 20 times/sequential",
        sequential / fixed,
        "x",
        divided_by=f"an interval of fixed size, wrong in {fixed / runs:.1%}",
        wrong_percent=100 * sequential / runs,
        runs=runs,
    )
    start = time.perf_counter()
    for number in range(ARMS_ASKED):
        arm_index("welcome_offer", "s1", (50, 50), f"mem_{number}")
    took = time.perf_counter() - start
    report.line("experiments/the arm of a member", 1e6 * took / ARMS_ASKED, "us")


def _wrong(draw: random.Random) -> tuple[bool, bool]:
    """Whether any of the looks told a difference, by either interval."""
    fixed = sequential = False
    did, size = [0, 0], AN_ARM // LOOKS
    for look in range(1, LOOKS + 1):
        for arm in (0, 1):
            # The normal shape of a binomial number of so many.
            did[arm] += round(draw.gauss(size * RATE, (size * RATE * (1 - RATE)) ** 0.5))
        rates = Proportion(did[0], look * size), Proportion(did[1], look * size)
        one, other = newcombe(*rates, ALPHA), sequential_rates(*rates, ALPHA, TUNING)
        fixed |= one.low > 0 or one.high < 0
        sequential |= other.low > 0 or other.high < 0
    return fixed, sequential
