"""The Phones service: protos to commands and back."""

from typing import Protocol

from google.protobuf.timestamp_pb2 import Timestamp

from services.common import text
from services.common.auth import Caller, Role, require_member
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.members.access import require_caller
from services.members.activities.domain.activity import MEMBER_ID_CHARS_MAX
from services.members.cards.api.enrolments import to_enrolment
from services.members.cards.api.messages import from_card
from services.members.cards.commands import cards
from services.members.cards.commands.cards import CardStore
from services.members.context import MembersContext
from services.members.identities.commands.identities import phone_of
from services.members.identities.domain.identity import IDENTITIES_PER_REQUEST_MAX
from services.members.phones.commands.asking import (
    AskingStore,
    AuditLog,
    CodeWish,
    Taking,
    ask_code,
    take_code,
)
from services.members.phones.commands.binding import (
    Binding,
    PhonesStore,
    bind_phone,
    enrol_by_phone,
)
from services.members.phones.domain.phone_code import DIGITS
from services.members.phones.domain.section import DEFAULT_LANGUAGE
from tessera.members.v1 import members_pb2, phones_pb2_grpc
from tessera.members.v1 import phones_pb2 as pb

ADDRESS_CHARS_MAX = 64
CODE_ID_CHARS_MAX = 64
PROOF_CHARS_MAX = 128
LANGUAGES = ("zh", "en")
CALLERS = (Role.MEMBER, Role.CHANNEL, Role.SERVICE)


class Store(CardStore, AskingStore, PhonesStore, Protocol):
    """The storage of this service."""


class PhonesServicer(phones_pb2_grpc.PhonesServicer):
    """Sends codes and takes them, within the caller's brand."""

    def __init__(self, ctx: MembersContext[Store], audit: AuditLog, secret: bytes) -> None:
        """`secret` makes the digits of codes, and is the same in every replica."""
        self._ctx = ctx
        self._audit = audit
        self._secret = secret

    async def SendPhoneCode(
        self, request: pb.SendPhoneCodeRequest, context: ServicerContext
    ) -> pb.SendPhoneCodeResponse:
        """The same for every number."""
        caller = require_caller(*CALLERS)
        if caller.role is Role.MEMBER or request.member_id:
            require_member(caller, _member_id(request.member_id))
        language = request.language or DEFAULT_LANGUAGE
        if language not in LANGUAGES:
            raise invalid("language", f"one of {', '.join(LANGUAGES)}")
        wish = CodeWish(
            request_id=check_request_id(request.request_id),
            phone=await self._phone(caller, request.phone),
            language=language,
            address=text.checked("address", request.address, ADDRESS_CHARS_MAX),
            member_id=request.member_id,
        )
        sent = await ask_code(self._ctx, caller.brand, wish)
        response = pb.SendPhoneCodeResponse(
            again_seconds=int(sent.again.total_seconds()), replayed=sent.replayed
        )
        response.expire_time.FromDatetime(sent.ends_at)
        return response

    async def BindPhone(
        self, request: pb.BindPhoneRequest, context: ServicerContext
    ) -> pb.BindPhoneResponse:
        """The member with the number."""
        caller = require_member(require_caller(*CALLERS), _member_id(request.member_id))
        if request.proof and (caller.role is not Role.SERVICE or request.code):
            raise invalid("proof", "a service's, in the place of a code")
        known = request.proof and not request.phone
        wish = Binding(
            request_id=check_request_id(request.request_id),
            member_id=request.member_id,
            phone="" if known else await self._phone(caller, request.phone),
            code="" if request.proof else checked_code(request.code),
            proof=text.checked("proof", request.proof, PROOF_CHARS_MAX),
        )
        replayed = await bind_phone(self._ctx, caller.brand, wish, self._secret)
        card = await self._card(caller, request.member_id)
        return pb.BindPhoneResponse(member=card, replayed=replayed)

    async def EnrolByPhone(
        self, request: pb.EnrolByPhoneRequest, context: ServicerContext
    ) -> pb.EnrolByPhoneResponse:
        """The member, new or found."""
        caller = require_caller(Role.CHANNEL, Role.SERVICE)
        if len(request.enrolment.identities) >= IDENTITIES_PER_REQUEST_MAX:
            raise invalid("enrolment.identities", f"at most {IDENTITIES_PER_REQUEST_MAX - 1}")
        if request.enrolment.invite_code:
            raise invalid("enrolment.invite_code", "only in EnrolMember")
        phone = await self._phone(caller, request.phone)
        named = members_pb2.EnrolMemberRequest()
        named.CopyFrom(request.enrolment)
        named.identities.add(kind=members_pb2.IDENTITY_KIND_PHONE, value=phone)
        rules = await self._ctx.rulebook.of(caller.brand)
        wish = to_enrolment(named, rules, self._ctx.clock.now(), caller)
        code = checked_code(request.code)
        enrolled = await enrol_by_phone(self._ctx, caller.brand, wish, phone, code, self._secret)
        return pb.EnrolByPhoneResponse(
            member=await self._card(caller, enrolled.member_id),
            created=enrolled.created,
            replayed=enrolled.replayed,
        )

    async def TakePhoneCode(
        self, request: pb.TakePhoneCodeRequest, context: ServicerContext
    ) -> pb.TakePhoneCodeResponse:
        """The number, and the text that is to reach it."""
        caller = require_caller(Role.SERVICE)
        code_id = text.checked("code_id", request.code_id, CODE_ID_CHARS_MAX, least=1)
        taking = Taking(caller.brand, caller.subject, caller.role.value, code_id)
        code, words = await take_code(self._ctx, self._audit, taking, self._secret)
        expires = Timestamp()
        expires.FromDatetime(code.ends_at)
        return pb.TakePhoneCodeResponse(
            phone=code.phone, text=words, language=code.language, expire_time=expires
        )

    async def _phone(self, caller: Caller, sent: str) -> str:
        region = (await self._ctx.rulebook.of(caller.brand)).region
        return phone_of(sent, region, "phone")

    async def _card(self, caller: Caller, member_id: str) -> members_pb2.Member:
        own = caller.role is Role.MEMBER
        return from_card(await cards.one(self._ctx, caller.brand, member_id), clear=own, own=own)


def _member_id(sent: str) -> str:
    if not 1 <= len(sent) <= MEMBER_ID_CHARS_MAX:
        raise invalid("member_id", f"1 to {MEMBER_ID_CHARS_MAX} characters")
    return sent


def checked_code(sent: str) -> str:
    """A code as it may be sent."""
    if len(sent) != DIGITS or not sent.isascii() or not sent.isdigit():
        raise invalid("code", f"{DIGITS} digits")
    return sent
