"""The Search service: protos to the command and back."""

import hashlib
import hmac
from typing import Protocol

from services.common import audit, pagination
from services.common.audit import Action
from services.common.auth import Caller, Role, require_whole_brand
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens
from services.common.text import checked, compared, has_control
from services.members.access import require_caller
from services.members.context import MembersContext
from services.members.identities.domain.identity import VALUE_CHARS_MAX
from services.members.search.commands.searching import Page, Place, SearchStore, search
from services.members.search.domain.found import FoundMember, Hit, Wanted
from tessera.members.v1 import members_pb2, search_pb2_grpc
from tessera.members.v1 import search_pb2 as pb

CODE_CHARS_MAX = 64
SEARCHED = "members.Search.SearchMembers"


class AuditLog(Protocol):
    async def append(self, brand: str, action: Action) -> None:
        """Keep an action, for ever."""


class SearchServicer(search_pb2_grpc.SearchServicer):
    """Operators find members of their brand."""

    def __init__(
        self, ctx: MembersContext[SearchStore], audit: AuditLog, page_secret: bytes
    ) -> None:
        self._ctx = ctx
        self._audit = audit
        self._page_secret = page_secret

    async def SearchMembers(
        self, request: pb.SearchMembersRequest, context: ServicerContext
    ) -> pb.SearchMembersResponse:
        """A page of those who were found, once the audit log has the search."""
        caller = require_caller(Role.OPERATOR)
        wanted, size = _wanted(request), pagination.page_size(request.page_size)
        if wanted.segment or not wanted.text:
            # A member who stands at the counter is found by their own; a list is the brand's.
            require_whole_brand(caller)
        tokens = self._tokens(caller.brand, wanted)
        exact, _, after = tokens.place(request.page_token, "0:").partition(":")
        page = await search(self._ctx, caller.brand, wanted, Place(int(exact), after), size)
        await self._audit.append(caller.brand, _action(caller, wanted, page))
        response = pb.SearchMembersResponse(
            members=map(_from_found, page.members),
            names=pb.NameSearch.Value(f"NAME_SEARCH_{page.names.name}"),
        )
        if page.next is not None:
            response.next_page_token = tokens.token(f"{page.next.exact}:{page.next.after}")
        return response

    def _tokens(self, brand: str, wanted: Wanted) -> PlaceTokens:
        # Anybody can read a token, so it has a keyed digest of the text.
        text = hmac.digest(self._page_secret, wanted.text.encode(), hashlib.sha256).hex()
        asked = {"text": text, "tag": wanted.tag, "segment": wanted.segment}
        return PlaceTokens(self._page_secret, {"list": "search", "brand": brand, **asked})


def _wanted(request: pb.SearchMembersRequest) -> Wanted:
    text = checked("text", request.text, VALUE_CHARS_MAX, form=compared)
    if has_control(text):
        raise invalid("text", "no control characters")
    for field in ("tag", "segment"):
        checked(field, getattr(request, field), CODE_CHARS_MAX)
    if not (text or request.tag or request.segment):
        raise invalid("text", "a text, a tag or a segment")
    return Wanted(text, request.tag, request.segment)


def _action(caller: Caller, wanted: Wanted, page: Page) -> Action:
    asked = {"text": "sealed" if wanted.text else "", "tag": wanted.tag, "segment": wanted.segment}
    ids = ",".join(found.member_id for found in page.members)
    return Action(
        subject=caller.subject,
        role=caller.role.value,
        scopes=tuple(sorted(caller.scopes)),
        action=SEARCHED,
        objects=tuple((name, value) for name, value in asked.items() if value),
        after=audit.pairs({"members": str(len(page.members)), "member_ids": ids}),
    )


def _from_found(found: FoundMember) -> pb.FoundMember:
    return pb.FoundMember(member_id=found.member_id, hits=map(_from_hit, found.hits))


def _from_hit(hit: Hit) -> pb.Hit:
    message = pb.Hit(kind=pb.Hit.Kind.Value(f"KIND_{hit.kind.name}"))
    if hit.identity is not None:
        message.identity_kind = members_pb2.IdentityKind.Value(f"IDENTITY_KIND_{hit.identity.name}")
    return message
