"""Calls that name a member by an old id are answered as if they named the survivor.

    request -> old ids in it replaced -> handler

The fields of `FIELDS` and `LISTS` name members, wherever they stand in a request, but not inside an
activity: channels report it under the id that they know, and a repeat is compared with all of it.

A repeat of a request from before the merge has the old id in its content. It is refused under the
new one, as a request id that was used; then it goes to the handler as it was sent, and gets its
first answer.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cache
from typing import Any

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from services.common import auth
from services.common.auth import Caller, Role
from services.common.redirects import Redirects

FIELDS = frozenset({"member_id", "owner", "giver_id", "receiver_id"})
LISTS = frozenset({"owners"})
"""Lists of `member_ids` are not among them: their handlers answer by the ids that were asked."""
ACTIVITY = "tessera.types.v1.Activity"
_OURS = "tessera."
_USED = "REQUEST_ID_REUSED"
_UNKNOWN = "MEMBER_NOT_FOUND"

Behaviour = Callable[[Any, Any], Awaitable[Any]]


class RedirectedCalls:
    """Answers calls by the redirects that this process knows."""

    def __init__(self, redirects: Redirects) -> None:
        self._redirects = redirects

    async def answer(
        self, behaviour: Behaviour, request: Message, context: Any, caller: Caller
    ) -> Any:
        """The handler's answer to `request` with survivors in the place of old ids."""
        await self._redirects.ready()
        sent = self._renamed(request, caller)
        if sent is None:
            try:
                return await behaviour(request, context)
            except Exception as error:
                if getattr(error, "reason", "") != _UNKNOWN:
                    raise
                # Another process may have merged the member a moment ago.
                await self._redirects.refresh()
                sent = self._renamed(request, caller)
                if sent is None:
                    raise
        renamed, acting = sent
        auth.set_caller(acting)
        try:
            return await behaviour(renamed, context)
        except Exception as error:
            if getattr(error, "reason", "") != _USED:
                raise
            auth.set_caller(caller)
            return await behaviour(request, context)

    def _renamed(self, request: Message, caller: Caller) -> tuple[Message, Caller] | None:
        """The request and its caller with survivors in them; None where they name none."""
        brand = caller.brand
        if not self._redirects.any(brand):
            return None

        def of(member_id: str) -> str:
            return self._redirects.of(brand, member_id)

        acting = caller
        if caller.role is Role.MEMBER and caller.member_id:
            acting = replace(caller, member_id=of(caller.member_id))
        elif caller.reads_for:
            acting = replace(caller, reads_for=frozenset(map(of, caller.reads_for)))
        renamed = type(request)()
        renamed.CopyFrom(request)
        changed = _rename(renamed, of)
        return (renamed, acting) if changed or acting != caller else None


def _rename(message: Message, of: Callable[[str], str]) -> bool:
    changed = False
    for name, repeated, is_message in _named(message.DESCRIPTOR):
        if is_message:
            if repeated:
                parts = getattr(message, name)
            else:
                parts = [getattr(message, name)] if message.HasField(name) else []
            for part in parts:
                changed = _rename(part, of) or changed
        elif repeated:
            before_all = list(getattr(message, name))
            after_all = list(dict.fromkeys(map(of, before_all)))
            if after_all != before_all and set(after_all) != set(before_all):
                message.ClearField(name)
                getattr(message, name).extend(after_all)
                changed = True
        elif (after := of(before := getattr(message, name))) != before:
            setattr(message, name, after)
            changed = True
    return changed


@cache
def _named(descriptor: Descriptor) -> tuple[tuple[str, bool, bool], ...]:
    """The fields of a message that name members or hold such: name, repeated, a message."""
    return tuple(_fields(descriptor, frozenset()))


def _fields(descriptor: Descriptor, above: frozenset[str]) -> list[tuple[str, bool, bool]]:
    found: list[tuple[str, bool, bool]] = []
    for field in descriptor.fields:
        part = field.message_type
        repeated = field.is_repeated
        if part is None:
            if field.name in (LISTS if repeated else FIELDS):
                found.append((field.name, repeated, False))
        elif _may_name(part, above) and _fields(part, above | {descriptor.full_name}):
            found.append((field.name, repeated, True))
    return found


def _may_name(part: Descriptor, above: frozenset[str]) -> bool:
    is_map = part.GetOptions().map_entry
    ours = part.full_name.startswith(_OURS) and part.full_name != ACTIVITY
    return ours and not is_map and part.full_name not in above
