"""Joining a group, leaving it, and its roles."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from weakref import WeakValueDictionary

from services.common import audit
from services.members.context import MembersContext
from services.members.events.domain import GroupJoined
from services.members.groups.commands.unit import GroupStore, GroupUnit
from services.members.groups.domain.membership import (
    GROUPS_MAX,
    PLACES,
    GroupNotJoined,
    GroupRoleTaken,
    MemberGroupsFull,
    Membership,
    Role,
    Standing,
)
from services.members.groups.domain.section import GroupKind, group_kinds, kind_of
from services.members.identities.domain.member import MemberNotFound
from services.members.programme.domain.rules import Rules
from services.members.stores.domain.store import StoreNotFound
from services.members.tags.commands import put
from services.members.tags.domain.section import tag_definitions
from services.members.tags.domain.tag import Tag, TagSource
from services.members.transactions import Answered, Asked, took_effect

GROUP_READ = 1_000
"""More than any group has members."""


@dataclass(frozen=True, slots=True)
class JoinWish:
    """A member joins a group of the kind, at a store where the kind has groups of stores; `by`: the
    subject of the caller who chose the preferences for them, and "" for the member."""

    request_id: str
    member_id: str
    kind: str
    store: str
    preferences: tuple[str, ...]
    source: TagSource
    by: str

    def asked(self) -> Asked:
        chosen = sorted(self.preferences)
        return Asked(
            self.request_id, ("join_group", self.member_id, self.kind, self.store, *chosen)
        )


@dataclass(frozen=True, slots=True)
class LeaveWish:
    """A member leaves a group, or an operator takes them out for a reason."""

    request_id: str
    member_id: str
    group_id: str
    reason: str = ""

    def asked(self) -> Asked:
        # Requests from before there were reasons have the same content as ever.
        why = (self.reason,) if self.reason else ()
        return Asked(self.request_id, ("leave_group", self.member_id, self.group_id, *why))


@dataclass(frozen=True, slots=True)
class RoleWish:
    """A member of a group gets a role in it, for that reason."""

    request_id: str
    member_id: str
    group_id: str
    role: Role
    reason: str

    def asked(self) -> Asked:
        content = ("group_role", self.member_id, self.group_id, self.role.value, self.reason)
        return Asked(self.request_id, content)


class Turns:
    """Lets those of one process who join the same groups wait for one another: all of them write
    the group with room, and of transactions at once all but one would lose and run again."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[tuple[str, ...], asyncio.Lock] = WeakValueDictionary()

    def of(self, *place: str) -> asyncio.Lock:
        """The lock of the groups of a brand, kind and store."""
        lock = self._locks.get(place) or asyncio.Lock()
        self._locks[place] = lock
        return lock


async def join_group(
    ctx: MembersContext[GroupStore], brand: str, wish: JoinWish, turns: Turns
) -> tuple[Membership, bool]:
    """The membership, and whether this request joined before.

    Raises MemberNotFound, GroupKindUnknown, PreferenceUnknown, StoreNotFound, MemberGroupsFull,
    TagsFull, and a REQUEST_ID_REUSED refusal.
    """
    rules = await ctx.rulebook.of(brand)

    async def work(unit: GroupUnit) -> tuple[Membership, bool]:
        asked = wish.asked()
        replayed = await took_effect(unit, brand, asked)
        if not await unit.identities.enrolled(brand, [wish.member_id]):
            raise MemberNotFound(f"no member {wish.member_id}")
        known = await unit.groups.memberships(brand, wish.member_id)
        was = next((m for m in known if (m.kind, m.store) == (wish.kind, wish.store)), None)
        if replayed and was is not None:
            return was, True
        kind = kind_of(rules, wish.kind)
        kind.check(wish.preferences)
        await _check_store(unit, brand, kind, wish.store)
        now = ctx.clock.now()
        membership = was if was is not None and was.is_in else None
        if membership is None:
            if sum(each.is_in for each in known) >= GROUPS_MAX:
                raise MemberGroupsFull(f"at most {GROUPS_MAX}")
            membership = await _join(unit, brand, kind, wish, was, now)
        await _choose(unit, brand, wish, rules, now)
        await unit.answers.remember(brand, [(asked, Answered(wish.member_id))])
        audit.changed(after={"group_id": membership.group_id})
        return membership, False

    async with turns.of(brand, wish.kind, wish.store):
        return await ctx.store.transact(work)


async def _join(
    unit: GroupUnit,
    brand: str,
    kind: GroupKind,
    wish: JoinWish,
    was: Membership | None,
    now: datetime,
) -> Membership:
    group = await unit.groups.take_place(brand, kind.code, wish.store, kind.limit, now)
    made = Membership(
        *(wish.member_id, brand, group.id, kind.code, wish.store, group.number, now),
        silences=was.silences if was else 0,
    )
    await unit.groups.keep(made, made.due_at(kind))
    if was is None:
        joined = GroupJoined(wish.member_id, group.id, kind.code, wish.store, now)
        await unit.events.publish(brand, [joined], now)
    return made


async def _check_store(unit: GroupUnit, brand: str, kind: GroupKind, store: str) -> None:
    if kind.of_store != bool(store) or (
        store and store not in await unit.stores.stores(brand, [store])
    ):
        raise StoreNotFound(f"no store {store}" if kind.of_store else "a club has no store")


async def _choose(unit: GroupUnit, brand: str, wish: JoinWish, rules: Rules, now: datetime) -> None:
    """Set the tags that the member chose."""
    definitions = tag_definitions(rules)
    tags = [
        Tag(code, wish.source, wish.by, now, expires_at=definitions[code].lapses(now, rules))
        for code in wish.preferences
        if code in definitions
    ]
    if tags:
        await put(unit, brand, {wish.member_id: (tags, ())}, rules, now)


async def leave_group(ctx: MembersContext[GroupStore], brand: str, wish: LeaveWish) -> bool:
    """Take the member out; True when this request did that before.

    Raises GroupNotJoined, and a REQUEST_ID_REUSED refusal.
    """

    async def work(unit: GroupUnit) -> bool:
        asked = wish.asked()
        if await took_effect(unit, brand, asked):
            return True
        known = await _membership(unit, brand, wish.member_id, wish.group_id)
        await unit.groups.free_place(brand, known.group_id)
        await unit.groups.keep(replace(known, standing=Standing.LEFT, role=Role.MEMBER), None)
        await unit.answers.remember(brand, [(asked, Answered(wish.member_id))])
        audit.changed(after={"group_id": wish.group_id})
        return False

    return await ctx.store.transact(work)


async def set_role(
    ctx: MembersContext[GroupStore], brand: str, wish: RoleWish
) -> tuple[Membership, bool]:
    """The membership with its role, and whether this request gave it before.

    Raises GroupNotJoined, GroupRoleTaken, and a REQUEST_ID_REUSED refusal.
    """
    rules = await ctx.rulebook.of(brand)

    async def work(unit: GroupUnit) -> tuple[Membership, bool]:
        asked = wish.asked()
        replayed = await took_effect(unit, brand, asked)
        known = await _membership(unit, brand, wish.member_id, wish.group_id)
        if replayed:
            return known, True
        others = await unit.groups.within(brand, wish.group_id, "", GROUP_READ)
        _check_place(others, known, wish.role)
        given = replace(known, role=wish.role)
        kind = group_kinds(rules).get(known.kind)
        await unit.groups.keep(given, None if kind is None else given.due_at(kind))
        # Two who take one role at once both write the group, so one of them sees the other.
        await unit.groups.touch(brand, wish.group_id)
        await unit.answers.remember(brand, [(asked, Answered(wish.member_id))])
        audit.changed(after={"group_id": wish.group_id, "role": wish.role.value})
        return given, False

    return await ctx.store.transact(work)


def _check_place(others: Sequence[Membership], known: Membership, role: Role) -> None:
    held = sum(each.role is role and each.member_id != known.member_id for each in others)
    if held >= PLACES.get(role, GROUP_READ):
        raise GroupRoleTaken(f"{held} have the role {role}")


async def _membership(unit: GroupUnit, brand: str, member_id: str, group_id: str) -> Membership:
    for each in await unit.groups.memberships(brand, member_id):
        if each.group_id == group_id and each.is_in:
            return each
    raise GroupNotJoined("the member is not in this group")
