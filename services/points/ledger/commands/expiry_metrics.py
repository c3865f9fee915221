"""The metrics of expiry: how far the books are behind, and what reminders were written."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

BACKLOG_SECONDS = Gauge(
    "tessera_ledger_expiry_backlog_seconds",
    "Age of the longest expired points that the sweep has not recorded; 0 when there are none.",
)
DAMAGED = Gauge(
    "tessera_ledger_expiry_damaged_accounts",
    "Accounts past expiry that the last sweep could not read, and left.",
)
REMINDERS = Counter("tessera_ledger_expiry_reminders_total", "Reminders of expiry written.")
REMINDERS_FAILED = Counter(
    "tessera_ledger_expiry_reminders_failed_total",
    "Reminders that could not be written: a brand's of a day, tried again, or a member's.",
)
