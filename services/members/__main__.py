"""The members process: `python -m services.members`, and `… migrate` to build indexes."""

import sys
from collections.abc import Sequence

from services.common import cache, mongo, server
from services.common.checked_clock import CheckedClock
from services.common.settings import load
from services.members.wiring import Settings, connect_points, migrate, wire


async def main(arguments: Sequence[str]) -> None:
    """Serve until the process is asked to end, or `migrate`."""
    settings = load(Settings)
    db = mongo.connect(settings.mongo_url, settings.mongo_db)
    if list(arguments) == ["migrate"]:
        await migrate(db)
        await mongo.close(db)
        return
    entries = cache.connect(settings.redis_url)
    async with connect_points(settings) as points:
        await server.serve(**wire(settings, db, entries, points, CheckedClock(db)))
    # Transactions that are still at work invalidate what they wrote.
    await mongo.close(db)
    await entries.close()


if __name__ == "__main__":
    server.run(main(sys.argv[1:]))
