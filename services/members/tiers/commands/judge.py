"""Judging members on their ladders within a transaction: growth and spending alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from services.members.events.domain import MemberEvent, TierChanged
from services.members.programme.domain.rules import Rules
from services.members.tiers.commands.unit import JudgingUnit
from services.members.tiers.domain import standing as judging
from services.members.tiers.domain.held import changed
from services.members.tiers.domain.ladder import Basis, Ladder, Source, ladders_of, ladders_on
from services.members.tiers.domain.standing import Judged, NextJudgement, Standing, tier_changed
from services.members.tiers.domain.tiers import Decision, JudgementTime


@dataclass(slots=True)
class Judge:
    """Judges members of one brand at one instant, and keeps what was decided until `close`."""

    rules: Rules
    brand: str
    now: datetime
    enrolled: Mapping[str, datetime]
    judged: list[Judged] = field(default_factory=list)
    _times: dict[str, JudgementTime] = field(default_factory=dict)
    _ladders_on: dict[Source, tuple[Ladder, ...]] = field(default_factory=dict)

    def time(self, member_id: str) -> JudgementTime:
        """Now, as `member_id` is judged: worked out once, because calendars are slow."""
        time = self._times.get(member_id)
        if time is None:
            enrolled_on = self.rules.local_day(self.enrolled[member_id])
            rules = self.rules
            time = JudgementTime(self.now, rules.local_day(self.now), enrolled_on, rules.zone)
            self._times[member_id] = time
        return time

    def settle(self, member_id: str, standing: Standing, source: Source) -> None:
        """Bring the positions up to now, before anything new is counted."""
        ladders, at = self._ladders(source), self.enrolled[member_id]
        self._keep(member_id, judging.settle(standing, ladders, at, self.time(member_id)))

    def judge(
        self,
        member_id: str,
        standing: Standing,
        source: Source,
        *,
        taken: bool,
        counted_at: datetime | None,
    ) -> None:
        """Judge after something was counted, or `taken` away, that happened at `counted_at`."""
        ladders, at = self._ladders(source), self.enrolled[member_id]
        time = self.time(member_id)
        made = judging.judge(standing, ladders, at, time, taken=taken, counted_at=counted_at)
        self._keep(member_id, made)

    def set_aside(
        self, standing: Standing, amount: int, *, of: date, bases: Collection[Basis]
    ) -> None:
        """What came to or went from a local day is nothing to climbs that had not counted it."""
        codes = {one.code for one in self._ladders(Source.PURCHASES) if one.basis in bases}
        if amount and codes:
            standing.set_aside(amount, of=of, ladders=codes)

    def judge_run(self, member_id: str, standing: Standing, *, on: date) -> None:
        """Judge by the class that a run of RFM gave as of the local day `on`."""
        ladders, at = self._ladders(Source.PURCHASES), self.enrolled[member_id]
        time = self.time(member_id)
        self._keep(member_id, judging.judge_run(standing, ladders, at, time, on=on))

    def _keep(self, member_id: str, decisions: Collection[Decision]) -> None:
        self.judged += [Judged(member_id, self.rules.version, made) for made in decisions]

    async def close(
        self,
        unit: JudgingUnit,
        source: Source,
        standings: Mapping[str, Standing],
        events: Collection[MemberEvent] = (),
    ) -> dict[str, NextJudgement]:
        """When each of `standings` is judged next, to be written with it.

        Writes the decisions, and publishes `events` and the changed tiers behind them.
        """
        await unit.tiers.keep_decisions(self.brand, self.judged)
        await unit.events.publish(self.brand, [*events, *self._changes()], self.now)
        return {
            member_id: NextJudgement(
                self._judged_next(member_id, standing, source), self.rules.version
            )
            for member_id, standing in standings.items()
        }

    def _judged_next(self, member_id: str, standing: Standing, source: Source) -> datetime | None:
        enrolled_on = self.time(member_id).enrolled_on
        day = judging.next_judgement(standing, self._ladders(source), enrolled_on)
        return None if day is None else self.rules.midnight(day)

    def _ladders(self, source: Source) -> tuple[Ladder, ...]:
        ladders = self._ladders_on.get(source)
        if ladders is None:
            ladders = self._ladders_on[source] = ladders_on(self.rules, source)
        return ladders

    def _changes(self) -> list[TierChanged]:
        ladders = {ladder.code: ladder for ladder in ladders_of(self.rules)}
        return [
            tier_changed(judged.member_id, ladders[judged.decision.ladder], judged.decision)
            for judged in self.judged
            if changed([judged.decision])
        ]
