"""How the commands about keys and times are put together; `wiring.py` has the service."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from services.common.clock import Clock
from services.common.mongo import Database
from services.common.settings import ServerSettings
from services.common.watch import Feed
from services.members.privacy.commands.retention import Retention
from services.members.privacy.domain.rotation import KeysNotTogether
from services.members.privacy.storage.retention import MongoRetention
from services.members.privacy.storage.rotation import MongoRotation
from services.members.programme.commands.rulebook import RuleBook
from services.members.programme.storage import MongoProgrammes
from services.members.vault.storage import vault as vaults


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
