"""The metrics of group commit: observed once a batch, since once a posting would cost too much.

Postings written are `tessera_ledger_batch_postings_sum`, commits its `_count`.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

from services.common.telemetry import LATENCY_BUCKETS_S

WAITING = Gauge(
    "tessera_ledger_waiting_postings", "Postings in the queue when the last batch was taken."
)
BATCHES = Histogram(
    "tessera_ledger_batch_postings",
    "Postings of each transaction that was committed, expiries among them.",
    buckets=(1, 4, 16, 64, 128, 256, 512, 1024),
)
COMMIT_SECONDS = Histogram(
    "tessera_ledger_commit_seconds",
    "Time to write a batch, with preparing it again where that was needed.",
    buckets=LATENCY_BUCKETS_S,
)
LOST_RACES = Counter(
    "tessera_ledger_lost_races_total", "Batches that met another replica's write, and began anew."
)
OVERLOADED = Counter(
    "tessera_ledger_overloaded_postings_total", "Postings turned away because too many waited."
)
TOO_LATE = Counter(
    "tessera_ledger_late_postings_total", "Postings refused since no time was left to commit them."
)
UNKNOWN = Counter(
    "tessera_ledger_unknown_outcomes_total", "Batches whose answer the storage did not give."
)


def committed(postings: int, seconds: float) -> None:
    """A transaction was. A batch of refusals alone is none, and would make MongoDB look fast."""
    BATCHES.observe(postings)
    COMMIT_SECONDS.observe(seconds)
