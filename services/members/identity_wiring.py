"""How phones, requests to merge and advisers are put together; `wiring.py` adds them."""

from collections.abc import Mapping
from functools import partial

from services.common.audit_log import AuditWriter
from services.common.redirects import Redirects
from services.common.server import RoomParts
from services.members.advisers.api.advisers import AdvisersServicer
from services.members.advisers.domain import parse_advisers
from services.members.context import MembersContext
from services.members.merge_requests.api.merge_requests import MergeRequestsServicer
from services.members.phones.api.phones import PhonesServicer
from services.members.phones.domain.section import parse_phone_codes
from services.members.programme.domain.rules import SectionParser
from services.members.unit_of_work import MembersStore
from services.members.vault.storage.vault import Vault
from tessera.members.v1 import advisers_pb2_grpc, merge_requests_pb2_grpc, phones_pb2_grpc

IDENTITY_SECTIONS: Mapping[str, SectionParser] = {
    "advisers": parse_advisers,
    "phone_codes": parse_phone_codes,
}
"""The sections of these rooms, each with its parser."""


def wire_identity(
    ctx: MembersContext[MembersStore],
    audit: AuditWriter,
    vault: Vault,
    redirects: Redirects,
    page_secret: bytes,
) -> RoomParts:
    """The rooms put together."""
    digits = vault.lasting_digest("phone code digits")
    phones = PhonesServicer(ctx, audit, digits)
    merge_requests = MergeRequestsServicer(ctx, redirects, digits, page_secret)
    advisers = AdvisersServicer(ctx)
    return RoomParts(
        [
            partial(phones_pb2_grpc.add_PhonesServicer_to_server, phones),
            partial(merge_requests_pb2_grpc.add_MergeRequestsServicer_to_server, merge_requests),
            partial(advisers_pb2_grpc.add_AdvisersServicer_to_server, advisers),
        ],
        [],
    )
