"""How phones are put together; `wiring.py` adds them to the service."""

from functools import partial

from services.common.audit_log import AuditWriter
from services.common.server import RoomParts
from services.members.context import MembersContext
from services.members.phones.api.phones import PhonesServicer
from services.members.unit_of_work import MembersStore
from services.members.vault.storage.vault import Vault
from tessera.members.v1 import phones_pb2_grpc


def wire_identity(ctx: MembersContext[MembersStore], audit: AuditWriter, vault: Vault) -> RoomParts:
    """The rooms put together."""
    phones = PhonesServicer(ctx, audit, vault.lasting_digest("phone code digits"))
    return RoomParts([partial(phones_pb2_grpc.add_PhonesServicer_to_server, phones)], [])
