"""Searching: candidates by what few have, each judged by all that is asked."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple, Protocol

from services.common.errors import Refusal
from services.members.context import MembersContext
from services.members.identities.commands.identities import PhoneInvalid, normalised
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.member import Member
from services.members.programme.domain.rules import Rules
from services.members.search.commands.indexing import NamesReader
from services.members.search.domain.found import (
    LOOKED_AT_MAX,
    FoundMember,
    Hit,
    HitKind,
    NameSearch,
    SearchTooBroad,
    Wanted,
)
from services.members.search.domain.name_tokens import is_in, sought
from services.members.search.domain.section import search_section
from services.members.segments.commands.definitions import definitions
from services.members.segments.domain.membership import NOWHERE, Membership
from services.members.segments.domain.section import Segment, SegmentNotFound
from services.members.tags.domain.section import tag_definitions
from services.members.tags.domain.tags import NO_TAGS, Tags, TagUnknown

LOOKED_AT_ONCE = 500

Candidates = Callable[[str, int], Awaitable[Sequence[str]]]
"""Ids of members behind an id, by id, up to a number; fewer only at the end."""


class SearchedNames(NamesReader, Protocol):
    async def having(
        self, brand: str, tokens: Sequence[str], after: str, limit: int
    ) -> Sequence[str]:
        """Members behind the id `after` whose name has all of `tokens`, by id."""


class SearchedIdentities(Protocol):
    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        """The brand's members among `ids`."""

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        """When each member was enrolled, of those that exist."""

    async def owners(self, brand: str, identities: Collection[Identity]) -> Mapping[Identity, str]:
        """The owner of each identity that has one."""

    async def survivors(self, brand: str, ids: Collection[str]) -> Mapping[str, str]:
        """Who stands for each of the members among `ids` who were merged."""


class SearchedTags(Protocol):
    async def tags(self, brand: str, ids: Collection[str]) -> Mapping[str, Tags]:
        """By member, of those who ever had any."""

    async def having(self, brand: str, code: str, after: str, limit: int) -> Sequence[str]:
        """Members behind the id `after` who were given the tag, by id; it may have lapsed."""


class SearchedSegments(Protocol):
    async def saved(self, brand: str) -> Sequence[Segment]:
        """The segments that operators of the brand saved, by code."""

    async def memberships(self, brand: str, ids: Collection[str]) -> Mapping[str, Membership]:
        """By member, of those who were judged."""

    async def listed(
        self, brand: str, code: str, after: str, size: int
    ) -> Sequence[tuple[str, datetime]]:
        """Members in a segment with the time since when, by id, from behind the id `after`."""


class SearchStore(Protocol):
    """What is searched."""

    @property
    def names(self) -> SearchedNames: ...
    @property
    def identities(self) -> SearchedIdentities: ...
    @property
    def tags(self) -> SearchedTags: ...
    @property
    def segments(self) -> SearchedSegments: ...


class Place(NamedTuple):
    """Where a page begins: behind so many of those who have the text as an identity, and behind an
    id of the others."""

    exact: int = 0
    after: str = ""


class Page(NamedTuple):
    """Members who were found, where the next page begins (None at the end), and how far names were
    looked at."""

    members: list[FoundMember]
    next: Place | None
    names: NameSearch


Context = MembersContext[SearchStore]


async def search(ctx: Context, brand: str, wanted: Wanted, place: Place, size: int) -> Page:
    """A page of the members of whom all of `wanted` holds, one part of it at least: who has the
    text as id or identity comes before all others, who come by id.

    Raises TagUnknown, SegmentNotFound and SearchTooBroad.
    """
    rules = await ctx.rulebook.of(brand)
    await _check_known(ctx, rules, brand, wanted)
    kept = await ctx.store.names.kept(brand)
    names = kept.state if search_section(rules).by_name else NameSearch.OFF
    exact = await _exact(ctx, rules, brand, wanted.text)
    first = (await _those_who_fit(ctx, brand, wanted, exact))[place.exact :]
    if len(first) > size:
        return Page(first[:size], Place(place.exact + size, place.after), names)
    candidates = _candidates(ctx, brand, wanted, names)
    if candidates is None:
        return Page(first, None, names)

    behind = place.exact + len(first)
    others: list[FoundMember] = []
    room, after, looked_at = size - len(first), place.after, 0
    while len(others) <= room:
        if looked_at >= LOOKED_AT_MAX:
            # Behind what earlier pages showed more may come, however far on.
            if not first and not others and place == Place():
                raise SearchTooBroad
            return Page(first + others, Place(behind, after), names)
        ids = await candidates(after, LOOKED_AT_ONCE)
        looked_at += len(ids)
        fresh = [id_ for id_ in ids if id_ not in exact]
        named = await _named(ctx, brand, wanted.text, fresh)
        others += await _those_who_fit(ctx, brand, wanted, named)
        if len(ids) < LOOKED_AT_ONCE:
            break
        after = ids[-1]
    if len(others) <= room:
        return Page(first + others, None, names)
    shown = others[:room]
    last = shown[-1].member_id if shown else place.after
    return Page(first + shown, Place(behind, last), names)


async def _check_known(ctx: Context, rules: Rules, brand: str, wanted: Wanted) -> None:
    if wanted.tag and wanted.tag not in tag_definitions(rules):
        raise TagUnknown(wanted.tag, "tag")
    if wanted.segment:
        saved = await ctx.store.segments.saved(brand)
        if wanted.segment not in definitions(brand, rules, saved).segments:
            raise SegmentNotFound(f"no segment {wanted.segment}")


async def _exact(ctx: Context, rules: Rules, brand: str, text: str) -> dict[str, list[Hit]]:
    """By member, those who have the text as their id or as an identity."""
    if not text:
        return {}
    hits: dict[str, list[Hit]] = {}
    stands = (await ctx.store.identities.survivors(brand, [text])).get(text, text)
    if stands in await ctx.store.identities.enrolled(brand, [stands]):
        hits[stands] = [Hit(HitKind.MEMBER_ID)]
    owners = await ctx.store.identities.owners(brand, _identities(text, rules.region))
    for identity, owner in owners.items():
        hit = Hit(HitKind.IDENTITY, identity.kind)
        if hit not in hits.setdefault(owner, []):
            hits[owner].append(hit)
    return hits


def _identities(text: str, region: str) -> list[Identity]:
    """All that the text may be as an identity."""
    # Card numbers are printed in groups.
    forms = {text, text.replace(" ", "").replace("-", "")}
    found = []
    for kind in IdentityKind:
        for form in sorted(forms) if kind is IdentityKind.POS_CARD else [text]:
            with suppress(PhoneInvalid, Refusal):
                found.append(normalised(kind, form, region, "text"))
    return found


def _candidates(ctx: Context, brand: str, wanted: Wanted, names: NameSearch) -> Candidates | None:
    """Who may be found beside those who have the text as an identity; None for nobody."""
    store, tokens = ctx.store, sought(wanted.text)
    if wanted.text:
        if names is NameSearch.OFF or not tokens:
            return None

        async def by_name(after: str, limit: int) -> Sequence[str]:
            return await store.names.having(brand, tokens, after, limit)

        return by_name

    async def by_segment(after: str, limit: int) -> Sequence[str]:
        listed = await store.segments.listed(brand, wanted.segment, after, limit)
        return [member_id for member_id, _ in listed]

    async def by_tag(after: str, limit: int) -> Sequence[str]:
        return await store.tags.having(brand, wanted.tag, after, limit)

    return by_segment if wanted.segment else by_tag


async def _named(ctx: Context, brand: str, text: str, ids: Sequence[str]) -> dict[str, list[Hit]]:
    """Of the members, those whose name has the text; all where none is asked for."""
    if not text:
        return {id_: [] for id_ in ids}
    members = await ctx.store.identities.members(brand, ids)
    return {
        id_: [Hit(HitKind.NAME)]
        for id_ in ids
        if id_ in members and is_in(text, members[id_].profile.name)
    }


async def _those_who_fit(
    ctx: Context, brand: str, wanted: Wanted, hits: Mapping[str, Sequence[Hit]]
) -> list[FoundMember]:
    """Those of whom tag and segment hold too."""
    ids = list(hits)
    more: list[Hit] = []
    if wanted.tag:
        tags, now = await ctx.store.tags.tags(brand, ids), ctx.clock.now()
        ids = [id_ for id_ in ids if wanted.tag in tags.get(id_, NO_TAGS).current(now)]
        more.append(Hit(HitKind.TAG))
    if wanted.segment:
        within = await ctx.store.segments.memberships(brand, ids)
        ids = [id_ for id_ in ids if wanted.segment in within.get(id_, NOWHERE).since]
        more.append(Hit(HitKind.SEGMENT))
    return [FoundMember(id_, (*hits[id_], *more)) for id_ in ids]
