"""The limit of failures: ten a minute for each client and address, in Redis for all processes.

A secret can't be guessed at any rate; the limit keeps a broken or hostile program from filling the
brand's audit log. It counts failures only, and apart for each address: nobody can keep a client
out by failing in its name from elsewhere. Without Redis nothing is limited, as in `rate_limit`.
"""

from gateway.guards.rate_limit import Buckets, network
from services.common.cache import Key, Pour, key

FAILURES_PER_MINUTE = 10
_MINUTE_US = 60_000_000
_FAILURE_US = _MINUTE_US // FAILURES_PER_MINUTE


class FailureLimit:
    """Counts failures, and says when there were too many."""

    def __init__(self, buckets: Buckets | None) -> None:
        self._buckets = buckets

    async def wait_s(self, client_id: str, address: str) -> int:
        """0, or the seconds until the client may try again from this address."""
        # Nothing is poured; it asks for space for one failure.
        return await self._pour(client_id, address, 0, _MINUTE_US - _FAILURE_US)

    async def failed(self, client_id: str, address: str) -> None:
        """Count a failure."""
        await self._pour(client_id, address, _FAILURE_US, _MINUTE_US)

    async def _pour(self, client_id: str, address: str, amount_us: int, holds_us: int) -> int:
        if self._buckets is None:
            return 0
        waits_s = await self._buckets.pour([Pour(_bucket(client_id, address), amount_us, holds_us)])
        return 0 if not waits_s or waits_s[0] <= 0 else int(waits_s[0]) + 1


def _bucket(client_id: str, address: str) -> Key:
    return key("", "oauth", f"{client_id}/{network(address)}")
