"""The Programmes service: protos to commands and back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from google.protobuf.json_format import MessageToJson
from google.protobuf.message import Message

from services.common import approvals_api, pagination
from services.common.approvals import Approval
from services.common.auth import Caller, Role, current_caller, require_role
from services.common.clock import Clock
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.members.access import EVERYONE, require_caller
from services.members.programme.commands import publish as programmes
from services.members.programme.commands.publish import (
    ProgrammeStore,
    Publication,
    Rollback,
)
from services.members.programme.commands.publish_wishes import Wish, WishUnit, wished
from services.members.programme.commands.rulebook import RuleBook
from services.members.programme.domain.look import look_of
from services.members.programme.domain.programme import Problem, Programme, ProgrammeMissing
from services.members.programme.domain.rules import Rules, SectionParser
from tessera.approvals.v1 import approvals_pb2
from tessera.members.v1 import programmes_pb2 as pb
from tessera.members.v1 import programmes_pb2_grpc
from tessera.types.v1 import types_pb2

PUBLISH = "members.Programmes.PublishProgramme"
ROLL_BACK = "members.Programmes.RollbackProgramme"
"""The kinds of approvals: the methods that they are for."""
WishRequest: TypeAlias = pb.PublishProgrammeRequest | pb.RollbackProgrammeRequest
M = TypeVar("M", bound=Message)
T = TypeVar("T")
_READING = ThreadPoolExecutor(1, thread_name_prefix="programme")
"""One for all brands: files that wait take turns, and calls with them."""


class Store(ProgrammeStore, Protocol):
    """The storage of this service."""

    async def once(
        self,
        brand: str,
        request_id: str,
        request: Message,
        work: Callable[[WishUnit], Awaitable[M]],
    ) -> tuple[M, bool]:
        """Do `work` in one transaction, once: its answer, and whether it is a replay."""


@dataclass(frozen=True, slots=True)
class Sections:
    """Functions of the rooms above, which read their sections of a programme.

    `parsers`: by section; each refuses a document whose section its room can't read.
    `public_ladders`: the messages of the section `ladders`. `public_preferences`: of `profile`.
    """

    parsers: Mapping[str, SectionParser]
    public_ladders: Callable[[Rules], Sequence[pb.PublicLadder]]
    public_preferences: Callable[[Rules], Sequence[pb.PublicPreference]]


class ProgrammesServicer(programmes_pb2_grpc.ProgrammesServicer):
    """Publishes, rolls back and answers a brand's programmes.

    For operators, but for the public part, which any caller of the brand may read.
    """

    def __init__(
        self,
        store: Store,
        rulebook: RuleBook,
        clock: Clock,
        page_secret: bytes,
        sections: Sections,
    ) -> None:
        self._store = store
        self._rulebook = rulebook
        self._clock = clock
        self._page_secret = page_secret
        self._sections = sections

    async def ValidateProgramme(
        self, request: pb.ValidateProgrammeRequest, context: ServicerContext
    ) -> pb.ValidateProgrammeResponse:
        """The problems in a file, by line and key."""
        caller = require_caller(Role.OPERATOR, Role.SERVICE)
        judged = await self._aside(programmes.validate, request.source_yaml, caller.brand)
        return pb.ValidateProgrammeResponse(
            problems=map(_problem, judged.problems),
            warnings=map(_problem, judged.warnings),
            counts=[pb.ProgrammeCount(name=n, count=c) for n, c in judged.counts.items()],
            document_json=judged.document if caller.role is Role.SERVICE else "",
        )

    async def PublishProgramme(
        self, request: pb.PublishProgrammeRequest, context: ServicerContext
    ) -> pb.PublishProgrammeResponse:
        """The file in force as the next version."""
        caller = _publisher()
        publication = await self._publication(caller.brand, request, caller.subject)

        async def publish(unit: WishUnit) -> pb.PublishProgrammeResponse:
            if (wish := await self._wished(unit, caller, PUBLISH, request)) is not None:
                return pb.PublishProgrammeResponse(approval=wish)
            programme = await programmes.publish(unit, self._clock, publication)
            return pb.PublishProgrammeResponse(programme=_programme(programme))

        response, replayed = await self._store.once(
            caller.brand, request.request_id, request, publish
        )
        response.replayed = replayed
        return response

    async def RollbackProgramme(
        self, request: pb.RollbackProgrammeRequest, context: ServicerContext
    ) -> pb.RollbackProgrammeResponse:
        """An earlier version's content in force, as a new version."""
        caller = _publisher()
        rollback = Rollback(
            brand=caller.brand,
            version=request.version,
            note=request.note,
            by=caller.subject,
            base=_base(request),
        )

        async def roll_back(unit: WishUnit) -> pb.RollbackProgrammeResponse:
            # Before it waits: nobody approves a version that there never was.
            if await unit.get(caller.brand, request.version) is None:
                raise ProgrammeMissing(caller.brand, request.version)
            if (wish := await self._wished(unit, caller, ROLL_BACK, request)) is not None:
                return pb.RollbackProgrammeResponse(approval=wish)
            programme = await programmes.roll_back(
                unit, self._clock, rollback, self._sections.parsers
            )
            return pb.RollbackProgrammeResponse(programme=_programme(programme))

        response, replayed = await self._store.once(
            caller.brand, request.request_id, request, roll_back
        )
        response.replayed = replayed
        return response

    async def read_wish(self, brand: str, approval: Approval) -> Publication | Rollback:
        """The wish in an approval of `brand`, judged anew. Raises ProgrammeInvalid."""
        wish, by = request_of(approval), approval.asked_by
        if isinstance(wish, pb.RollbackProgrammeRequest):
            return Rollback(
                brand=brand, version=wish.version, note=wish.note, by=by, base=_base(wish)
            )
        return await self._publication(brand, wish, by)

    async def _publication(
        self, brand: str, request: pb.PublishProgrammeRequest, by: str
    ) -> Publication:
        return Publication(
            brand=brand,
            source_yaml=request.source_yaml,
            document_json=await self._aside(programmes.document_of, request.source_yaml, brand),
            note=request.note,
            by=by,
            base=_base(request),
        )

    async def _wished(
        self, unit: WishUnit, caller: Caller, kind: str, request: WishRequest
    ) -> approvals_pb2.Approval | None:
        """The approval that the request waits for; None where its operator publishes alone."""
        wish = Wish(
            brand=caller.brand,
            kind=kind,
            request_id=request.request_id,
            content=request.SerializeToString(deterministic=True),
            by=caller.subject,
            note=request.note,
            base=_base(request),
        )
        approval = await wished(unit, self._clock, wish)
        if approval is None:
            return None
        return approvals_api.message(approval, wish_json, self._clock.now())

    async def GetProgramme(
        self, request: pb.GetProgrammeRequest, context: ServicerContext
    ) -> pb.GetProgrammeResponse:
        """A version, or the one in force."""
        caller = require_role(current_caller(), Role.OPERATOR)
        programme = await programmes.get(self._store, caller.brand, request.version)
        return pb.GetProgrammeResponse(programme=_programme(programme))

    async def ListProgrammeVersions(
        self, request: pb.ListProgrammeVersionsRequest, context: ServicerContext
    ) -> pb.ListProgrammeVersionsResponse:
        """The versions, newest first, without their files."""
        caller = require_role(current_caller(), Role.OPERATOR)
        size = pagination.page_size(request.page_size)
        scope = {"list": "programmes", "brand": caller.brand}
        below = 0
        if request.page_token:
            token = pagination.decode_token(self._page_secret, request.page_token, **scope)
            below = int(token["below"])
        found = await self._store.page(caller.brand, below=below, size=size + 1)
        response = pb.ListProgrammeVersionsResponse(programmes=map(_programme, found[:size]))
        if len(found) > size:
            response.next_page_token = pagination.encode_token(
                self._page_secret, below=found[size - 1].version, **scope
            )
        return response

    async def DescribeProgramme(
        self, request: pb.DescribeProgrammeRequest, context: ServicerContext
    ) -> pb.DescribeProgrammeResponse:
        """What everyone may know of the programme in force."""
        rules = await self._rulebook.required(require_caller(*EVERYONE).brand)
        response = pb.DescribeProgrammeResponse(
            version=rules.version,
            ladders=self._sections.public_ladders(rules),
            preferences=self._sections.public_preferences(rules),
            name=types_pb2.LocalizedText(**rules.document["name"]),
            time_zone=rules.zone.key,
            language=rules.document["language"],
            currency_code=rules.currency,
        )
        if (look := look_of(rules)) is not None:
            response.look.hue = look.hue
            response.look.chroma_thousandths = look.chroma_thousandths
        return response

    async def _aside(
        self,
        read: Callable[[str, Mapping[str, SectionParser], str, datetime], T],
        source: str,
        brand: str,
    ) -> T:
        """Read a file on the one thread for it: that may take a second, and other calls go on."""
        parsers, now = self._sections.parsers, self._clock.now()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_READING, read, source, parsers, brand, now)


def request_of(approval: Approval) -> WishRequest:
    """The request in an approval of programmes."""
    wish = pb.RollbackProgrammeRequest if approval.kind == ROLL_BACK else pb.PublishProgrammeRequest
    return wish.FromString(approval.content)


def wish_json(approval: Approval) -> str:
    """The request in an approval, as JSON."""
    return MessageToJson(request_of(approval), preserving_proto_field_name=True, indent=None)


def _base(request: WishRequest) -> int | None:
    """The version that the author has seen; None where the request names none."""
    if not request.HasField("base_version"):
        return None
    if request.base_version < 0:
        raise invalid("base_version", "a version is 1 or more, or 0 for none")
    return request.base_version


def _publisher() -> Caller:
    return require_role(current_caller(), Role.OPERATOR)


def _problem(problem: Problem) -> pb.ProgrammeProblem:
    return pb.ProgrammeProblem(
        line=problem.line,
        column=problem.column,
        key=problem.key,
        message=problem.message,
        reason=problem.reason,
    )


def _programme(programme: Programme) -> pb.Programme:
    message = pb.Programme(
        version=programme.version,
        source_yaml=programme.source_yaml,
        document_json=programme.document_json,
        published_by=programme.published_by,
        rollback_of=programme.rollback_of,
        note=programme.note,
    )
    message.publish_time.FromDatetime(programme.published_at)
    return message
