"""The jobs of surveys: the month's rounds, and telling members who answered."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import groupby

from services.common.clock import Clock
from services.common.leased_job import Lease, run_leased
from services.common.setting_aside import passes_by_itself
from services.common.telemetry import log
from services.feedback.surveys.commands.store import Activities, SurveyStore

TOLD_AT_ONCE = 100
REFUSED_WAIT = timedelta(minutes=5)

_log = log("feedback.surveys")


class LeasedJob:
    """Does `work` again and again on the worker with the lease. A failure is told in the log."""

    def __init__(
        self, name: str, work: Callable[[], Awaitable[object]], lease: Lease, pause_s: float
    ) -> None:
        self._name = name
        self._work = work
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled."""
        await run_leased(
            self._work, self._lease, self._pause_s, _log, "surveys_wait", job=self._name
        )


async def tell_answers(store: SurveyStore, activities: Activities, clock: Clock) -> int:
    """Record at members that surveys were answered, for the rules of points: how many.

    Members recognises a repeat, so this may stop anywhere. One brand whose call is refused stops
    no other.
    """
    done, now = 0, clock.now()
    untold = sorted(await store.untold(now, TOLD_AT_ONCE), key=lambda each: each.brand)
    for brand, of_brand in groupby(untold, key=lambda each: each.brand):
        told = list(of_brand)
        try:
            await activities.record(brand, told)
        except Exception as error:
            if passes_by_itself(error):
                raise
            _log.error("answers_not_told", brand=brand, error=repr(error))
            await store.tell_later(told, now + REFUSED_WAIT)
            continue
        await store.told(told)
        done += len(told)
    return done
