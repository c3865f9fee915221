"""How the rights of members are put together, and the commands about keys and times; `wiring.py`
adds them to the service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from services.common.approvals_api import Desk
from services.common.audit_log import AuditWriter
from services.common.clock import Clock
from services.common.mongo import Database
from services.common.server import Register
from services.common.settings import ServerSettings
from services.common.watch import Feed
from services.members.context import MembersContext
from services.members.privacy.api.privacy import PrivacyServicer
from services.members.privacy.api.privacy import wish_json as erasure_json
from services.members.privacy.api.reveals import RevealsServicer
from services.members.privacy.api.reveals import wish_json as reveal_json
from services.members.privacy.commands.approvals import erasure_approvals
from services.members.privacy.commands.retention import Retention
from services.members.privacy.commands.reveals import reveal_approvals
from services.members.privacy.domain.rotation import KeysNotTogether
from services.members.privacy.storage.exported import exported
from services.members.privacy.storage.retention import MongoRetention
from services.members.privacy.storage.rotation import MongoRotation
from services.members.programme.commands.rulebook import RuleBook
from services.members.programme.storage import MongoProgrammes
from services.members.unit_of_work import MembersStore
from services.members.vault.storage import vault as vaults
from tessera.members.v1 import privacy_pb2_grpc, reveals_pb2_grpc


class Rights(NamedTuple):
    """The servicers of the room, and where its wishes are decided."""

    register: Sequence[Register]
    desks: Sequence[Desk]


def wire_rights(
    ctx: MembersContext[MembersStore],
    db: Database,
    audit: AuditWriter,
    retention: Retention,
    page_secret: bytes,
) -> Rights:
    """Erasures, copies and reveals put together."""
    copies = exported(db, ctx.store.identities, page_secret)
    privacy = PrivacyServicer(ctx, audit, copies, retention, page_secret)
    reveals = RevealsServicer(ctx, page_secret)
    return Rights(
        [
            partial(privacy_pb2_grpc.add_PrivacyServicer_to_server, privacy),
            partial(reveals_pb2_grpc.add_RevealsServicer_to_server, reveals),
        ],
        [
            Desk("privacy", erasure_approvals(ctx), erasure_json),
            Desk("privacy", reveal_approvals(ctx), reveal_json),
        ],
    )


def rotation_in(settings: ServerSettings, db: Database) -> MongoRotation:
    """The rotation of the keys in the settings' folder."""
    return MongoRotation(db, vaults.load(settings.keys_dir, settings.environment))


def retention_in(db: Database, clock: Clock) -> Retention:
    """The times for which data are kept, for a process that looks at them and ends."""
    rulebook = RuleBook(MongoProgrammes(db, Feed(db), clock))
    return Retention(rulebook, clock, MongoRetention(db))


def _told(step: Callable[[Path], None]) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        try:
            step(folder)
        except vaults.VaultProblem as error:
            raise KeysNotTogether(str(error)) from error

    return do


KEY_FILES = {
    "next": _told(vaults.rotate_next),
    "swap": _told(vaults.rotate_swap),
    "end": _told(vaults.rotate_end),
}
"""What each step of a rotation does to a folder of keys."""
