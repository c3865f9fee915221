"""How phones and advisers are put together; `wiring.py` adds them to the service."""

from functools import partial

from services.common.audit_log import AuditWriter
from services.common.server import RoomParts
from services.members.advisers.api.advisers import AdvisersServicer
from services.members.context import MembersContext
from services.members.phones.api.phones import PhonesServicer
from services.members.unit_of_work import MembersStore
from services.members.vault.storage.vault import Vault
from tessera.members.v1 import advisers_pb2_grpc, phones_pb2_grpc


def wire_identity(ctx: MembersContext[MembersStore], audit: AuditWriter, vault: Vault) -> RoomParts:
    """The rooms put together."""
    phones = PhonesServicer(ctx, audit, vault.lasting_digest("phone code digits"))
    advisers = AdvisersServicer(ctx)
    return RoomParts(
        [
            partial(phones_pb2_grpc.add_PhonesServicer_to_server, phones),
            partial(advisers_pb2_grpc.add_AdvisersServicer_to_server, advisers),
        ],
        [],
    )
