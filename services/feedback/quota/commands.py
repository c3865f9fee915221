"""Counting what members allow, and telling how much is left."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.common.clock import Clock
from services.common.errors import Refusal
from services.common.exact_json import read_foreign
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Text
from services.feedback.providers.domain.credentials import Credentials
from services.feedback.quota.domain.granting import Granting
from services.feedback.quota.domain.push import PushInvalid, accepted, is_signed, pop_up_of
from services.feedback.reach.domain.section import NOTHING, WECHAT, Reach, Template, reach_section

CALLBACK, CLIENT = "callback", "client"


class Points(Protocol):
    """The ledger of points."""

    async def grant(self, granting: Granting) -> bool:
        """Count permissions: True where the request was known before. Raises REQUEST_ID_REUSED for
        one that was of other content, and what passes by itself while points is away."""
        ...

    async def balances(
        self, brand: str, member_id: str, assets: Collection[str]
    ) -> Mapping[str, int]:
        """How many a member has left, by asset. Raises what passes by itself."""
        ...


class Owners(Protocol):
    """The members service, which knows whose an openid is."""

    async def member_of(self, brand: str, openid: str) -> str | None:
        """The member; None where there is none."""
        ...


class CallbackTokens(Protocol):
    """The credentials of brands at WeChat."""

    def credentials(self, brand: str, channel: str) -> Credentials | None: ...


@dataclass(frozen=True)
class QuotaContext:
    programmes: Programmes
    points: Points
    owners: Owners
    credentials: CallbackTokens
    clock: Clock


@dataclass(frozen=True, slots=True)
class Counted:
    """A template, with how many of its messages a member allows."""

    template: Template
    granted: int
    messages: tuple[Text, ...]


async def reach_of(ctx: QuotaContext, brand: str) -> Reach:
    """The brand's section."""
    programme = await ctx.programmes.of(brand)
    return NOTHING if programme is None else programme.section(reach_section)


async def list_templates(ctx: QuotaContext, brand: str, member_id: str) -> list[Counted]:
    """The templates whose permissions are counted, in the programme's order. Raises what passes by
    itself while points is away."""
    reach = await reach_of(ctx, brand)
    templates = [each for each in reach.templates.values() if each.quota]
    assets = {each.quota for each in templates}
    left = await ctx.points.balances(brand, member_id, assets) if assets else {}
    return [
        Counted(
            each,
            left.get(each.quota, 0),
            tuple(one.name for one in reach.messages.values() if one.template == each.code),
        )
        for each in templates
    ]


async def grant_by_client(
    ctx: QuotaContext,
    brand: str,
    member_id: str,
    request_id: str,
    results: Sequence[tuple[str, str]],
) -> tuple[int, bool]:
    """Count what a mini-program tells of a pop-up: how many, and whether it is a repeat. Nothing
    where the programme counts the pushes of WeChat."""
    reach = await reach_of(ctx, brand)
    assets = _assets(reach, results)
    if reach.grants_from != CLIENT or not assets:
        return 0, False
    id_ = f"wechat/client/{_digest(brand, member_id, request_id)}"
    replayed = await ctx.points.grant(Granting(brand, id_, member_id, assets))
    return len(assets), replayed


async def take_push(
    ctx: QuotaContext, brand: str, signature: tuple[str, str, str], body: bytes
) -> int:
    """Count what WeChat pushes, with the signature, its timestamp and nonce: how many permissions.

    Raises HOOK_NOT_SIGNED, RECEIPTS_INVALID, and what passes by itself; WeChat pushes it again.
    """
    known = ctx.credentials.credentials(brand, WECHAT)
    signed, at_s, nonce = signature
    token = "" if known is None else known.callback_token
    if not is_signed(token, signed, at_s, nonce, ctx.clock.now()):
        raise Refusal("HOOK_NOT_SIGNED")
    if not body:
        return 0
    try:
        document = read_foreign(body)
    except (ValueError, RecursionError):
        raise PushInvalid("body", "JSON, without encryption") from None
    pop_up = pop_up_of(document)
    if pop_up is None:
        return 0
    reach = await reach_of(ctx, brand)
    by_id = {each.id: each.quota for each in reach.templates.values() if each.quota}
    templates = accepted(pop_up.results, by_id)
    if reach.grants_from != CALLBACK or not templates:
        return 0
    member_id = await ctx.owners.member_of(brand, pop_up.openid)
    if member_id is None:
        return 0
    owner = _digest(brand, pop_up.openid)
    for template in templates:
        id_ = f"wechat/{owner}/{template}/{pop_up.created}"
        try:
            await ctx.points.grant(Granting(brand, id_, member_id, [by_id[template]]))
        except Refusal as refusal:
            # The member was merged since: the pop-up was counted for who they were.
            if refusal.reason != "REQUEST_ID_REUSED":
                raise
    return len(templates)


def _assets(reach: Reach, results: Sequence[tuple[str, str]]) -> list[str]:
    by_id = {each.id: each.quota for each in reach.templates.values() if each.quota}
    return [by_id[each] for each in accepted(results, by_id)]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
