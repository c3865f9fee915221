"""One member of a brand, and the events that commands publish about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from services.common.clock import ManualClock
from services.members.activities.commands.recording import RecordState, record_activities
from services.members.activities.domain.activity import Activity
from services.members.context import MembersContext
from services.members.events.domain import MemberEvent
from services.members.identities.commands.profiles import ProfileChange, update
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Profile
from services.members.programme.commands.rulebook import RuleBook
from tests.fakes_members import FakeMembersStore, FakeProgrammes

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
TODAY = date(2026, 11, 21)


class World:
    """The member `mem_1` of tea, without a programme's other sections."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.programmes = FakeProgrammes(tea=document)
        self.clock = ManualClock(NOON)
        self.store = FakeMembersStore()
        rulebook = RuleBook(self.programmes, fresh_s=0)
        self.ctx: MembersContext[Any] = MembersContext(self.store, rulebook, self.clock)
        self._wishes = 0

    def publish(self, document: Mapping[str, Any]) -> None:
        self.programmes.publish("tea", document)

    async def record(self, *activities: Activity) -> list[MemberEvent]:
        """The events of these activities, which are taken."""
        await self._enrolled()
        before = len(self.store.events)
        results = await record_activities(self.ctx, "tea", activities)
        assert RecordState.REFUSED not in {each.state for each in results}, results
        return [event for _, event in self.store.events[before:]]

    async def profile(self, profile: Profile, *fields: str) -> list[MemberEvent]:
        """The events of a changed profile."""
        await self._enrolled()
        before = len(self.store.events)
        self._wishes += 1
        names = fields or ("name", "birthday", "language")
        await update(
            self.ctx, "tea", ProfileChange(f"w{self._wishes}", "mem_1", profile, names, "")
        )
        return [event for _, event in self.store.events[before:]]

    async def enrol(self, member_id: str) -> str:
        """The id of a member who is there from now on."""
        member = Member(member_id, "tea", (), Profile(language="zh"), "pos", NOON)
        await self.store.transact(lambda unit: unit.identities.add([member]))
        return member_id

    async def _enrolled(self) -> None:
        if not await self.store.identities.enrolled("tea", ["mem_1"]):
            await self.enrol("mem_1")
