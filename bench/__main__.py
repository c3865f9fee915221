"""`python -m bench [--quick] [--lots N] [--members N] [NAME...]`: runs benchmarks; one JSON object
a line for each result.

Progress, and the reasons of skipped parts, go to stderr.
"""

import argparse
import importlib

BENCHES = {
    "gateway": "bench.gateway",
    "subscriptions": "bench.subscriptions",
    "ledger": "bench.ledger",
    "ledger_growth": "bench.ledger_growth",
    "ledger_replicas": "bench.ledger_replicas",
    "awards": "bench.awards",
    "dry_run": "bench.dry_run",
    "event_lag": "bench.event_lag",
    "feedback": "bench.feedback",
    "flash_sale": "bench.flash_sale",
    "insight": "bench.insight",
    "leaderboard": "bench.leaderboard",
    "lots": "bench.lots",
    "member_cards": "bench.member_cards",
    "member_import": "bench.member_import",
    "member_judging": "bench.member_judging",
    "member_recording": "bench.member_recording",
    "reach": "bench.reach",
    "retail_points": "bench.retail_points",
    "retail_year": "bench.retail_year",
    "segment_lag": "bench.segment_lag",
    "sequential": "bench.sequential",
    "tills": "bench.tills",
}
"""Each module has `run(quick: bool) -> None`, which prints with `bench.report.line`."""
SIZED = {"lots": "lots", "leaderboard": "members", "member_judging": "members"}
"""The argument that says of how many a bench is: its `run` takes that number too."""


def main() -> None:
    """Run the benches named, or all of them, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}")
    parser.add_argument("--quick", action="store_true", help="shorter, and rougher")
    for of in dict.fromkeys(SIZED.values()):
        names = " and ".join(name for name, what in SIZED.items() if what == of)
        parser.add_argument(f"--{of}", type=int, default=0, help=f"so many for {names}")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in BENCHES]
    if unknown:
        parser.error(f"no bench {', '.join(unknown)}: there are {', '.join(BENCHES)}")
    for name in arguments.names or BENCHES:
        size = [getattr(arguments, SIZED[name])] if name in SIZED else []
        importlib.import_module(BENCHES[name]).run(arguments.quick, *size)


if __name__ == "__main__":
    main()
