"""The keys of members are changed while both live: nobody is lost, whatever dies meanwhile."""

import argparse
import hmac
from collections.abc import Collection
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from services.common.cache import NoCache
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.watch import Feed
from services.members.context import MembersContext
from services.members.identities.commands.enrolment import Enrolled, Enrolment, enrol
from services.members.identities.commands.linking import IdentityChange, change_identities
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.profile import Profile
from services.members.privacy.api import rotation_command
from services.members.privacy.commands import rotation
from services.members.privacy.domain.rotation import KeysNotTogether
from services.members.privacy.storage.rotation import MongoRotation
from services.members.programme.commands.rulebook import RuleBook
from services.members.programme.storage import MongoProgrammes
from services.members.rights_wiring import KEY_FILES
from services.members.search.commands.indexing import index_members
from services.members.search.domain.found import NamesKept
from services.members.search.domain.name_tokens import sought
from services.members.unit_of_work import MembersStore
from services.members.vault.storage import vault as vaults
from services.members.vault.storage.vault import VaultProblem
from tests.component.members.conftest import NOON

Context = MembersContext[MembersStore]


def phone(number: int) -> Identity:
    return Identity(IdentityKind.PHONE, f"+86138{number:08}")


class Suite:
    """A database, a folder of keys, and processes that began with the keys of their time."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder = db, folder
        vaults.make_keys(folder)

    def process(self) -> Context:
        """A process that starts now."""
        clock, feed = ManualClock(NOON), Feed(self.db)
        store = MembersStore(
            self.db, feed, vaults.load(self.folder, "production"), NoCache(), clock
        )
        return MembersContext(store, RuleBook(MongoProgrammes(self.db, feed, clock)), clock)

    @property
    def rotation(self) -> MongoRotation:
        return MongoRotation(self.db, vaults.load(self.folder, "production"))

    def files(self, step: str) -> None:
        KEY_FILES[step](self.folder)

    async def command(self, verb: str) -> tuple[int, str]:
        out = StringIO()
        code = await rotation_command.run(self.rotation, argparse.Namespace(verb=verb), out)
        return code, out.getvalue()


@pytest.fixture
def suite(db: Database, tmp_path: Path) -> Suite:
    return Suite(db, tmp_path / "keys")


async def joins(process: Context, number: int, request_id: str = "") -> Enrolled:
    wish = Enrolment(
        request_id or f"enrol-{number}",
        (phone(number),),
        Profile(name=f"张{number}", birthday="1990-05-04"),
        "app",
    )
    [result] = await enrol(process, "tea", [wish])
    assert isinstance(result, Enrolled), result
    return result


async def found(process: Context, numbers: Collection[int]) -> dict[int, str]:
    owners = await process.store.identities.owners("tea", [phone(n) for n in numbers])
    return {int(identity.value[-8:]): owner for identity, owner in owners.items()}


async def born(process: Context) -> set[str]:
    found = await process.store.occasions.born_on("tea", ["05-04"], "", 100, None)
    return {each.member_id for each in found}


async def names(process: Context, ids: Collection[str]) -> set[str]:
    members = await process.store.identities.members("tea", ids)
    return {member.profile.name for member in members.values()}


async def test_keys_change_and_everybody_is_found_at_each_step(suite: Suite) -> None:
    before = suite.process()
    ids = {number: (await joins(before, number)).member_id for number in range(30)}

    async def all_are_found(*processes: Context) -> None:
        for process in processes:
            assert await found(process, ids) == ids
            assert await born(process) == set(ids.values())
            assert await names(process, ids.values()) == {f"张{number}" for number in ids}

    suite.files("next")
    knowing = suite.process()
    await all_are_found(before, knowing)
    suite.files("swap")
    swapped = suite.process()
    # Processes of before and after the swap are at work together, and one phone is one member's.
    for number, (first, second) in enumerate(
        [(before, knowing), (knowing, swapped), (swapped, knowing)], start=100
    ):
        ids[number] = (await joins(first, number)).member_id
        other = await joins(second, number, f"again-{number}")
        assert (other.member_id, other.created) == (ids[number], False)
    await all_are_found(knowing, swapped)
    # A request of before is known by its content, and other content is still refused.
    assert (await joins(swapped, 3)).replayed
    with pytest.raises(AssertionError, match="other content"):
        await joins(swapped, 4, "enrol-3")

    assert (await suite.command("verify"))[0] == rotation_command.NOT_YET
    assert (await suite.command("run"))[0] == 0
    code, said = await suite.command("verify")
    assert code == 0, said
    await all_are_found(knowing, swapped)
    # An unlinking takes the indexes by both keys: the number is free for all.
    change = IdentityChange("change", ids[0], link=phone(900), unlink=phone(0), etag="")
    await change_identities(swapped, "tea", change)
    assert await found(knowing, [0]) == await found(swapped, [0]) == {}
    del ids[0]

    with pytest.raises(KeysNotTogether):
        await rotation.clean(suite.rotation)
    suite.files("end")
    assert (suite.folder / "members.kek.last").exists() is False
    ended = suite.process()
    assert await found(ended, ids) == ids
    assert (await suite.command("clean"))[1].startswith("3")
    code, said = await suite.command("verify")
    assert (code, said.splitlines()[-1]) == (0, "0 indexes of identities are by former keys")
    assert await found(ended, ids) == ids
    assert set(ids.values()) < await born(ended)
    assert (await joins(ended, 3)).replayed
    # Who gave a number up is known by the former key too.
    assert set(await ended.store.identities.former_owners("tea", [phone(0)])) == {phone(0)}
    # Nothing needs the keys of before: without those of the past all is there but old repeats.
    (suite.folder / "members.index.past").unlink()
    assert await found(suite.process(), ids) == ids


async def test_names_are_found_by_the_keys_of_each_time(suite: Suite) -> None:
    before = suite.process()
    await before.store.names.keep_kept("tea", NamesKept(wanted=True))
    ids = {(await joins(before, number)).member_id for number in range(3)}
    await index_members(before, "tea", ids)

    async def named(process: Context) -> set[str]:
        return set(await process.store.names.having("tea", sought("张"), "", 10))

    suite.files("next")
    knowing = suite.process()
    suite.files("swap")
    swapped = suite.process()
    new = (await joins(swapped, 7)).member_id
    await index_members(swapped, "tea", [new])
    assert await named(knowing) == await named(swapped) == {*ids, new}
    assert (await suite.command("run"))[0] == 0
    suite.files("end")
    assert await named(suite.process()) == {*ids, new}
    code, said = await suite.command("verify")
    assert (code, "names: done, 4 seen, 0 under another key" in said) == (0, True)


async def test_a_run_that_is_killed_anywhere_goes_on(
    suite: Suite, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = {number: (await joins(suite.process(), number)).member_id for number in range(12)}
    suite.files("next")
    suite.files("swap")
    monkeypatch.setattr(rotation, "SLICE", 5)
    runs = 0
    # Each run dies at its first or second slice, before it took effect or before that was kept.
    for left, after in [(1, False), (1, True), (2, False), (2, True)] * 10:
        Killed.left = left
        store = suite.rotation
        monkeypatch.setattr(store, "renew", Killed(store, after))
        runs += 1
        try:
            async for _ in rotation.rotate(store):
                pass
        except ConnectionError:
            continue
        break
    assert runs > 3
    assert (await suite.command("verify"))[0] == 0
    assert await found(suite.process(), ids) == ids


async def test_files_of_keys_change_step_by_step(suite: Suite) -> None:
    first = (suite.folder / "members.kek").read_text()
    for step in ("swap", "end"):
        with pytest.raises(KeysNotTogether):
            suite.files(step)
    suite.files("next")
    coming = (suite.folder / "members.kek.next").read_text()
    # Asked again, as after a kill, each step changes nothing that is done.
    suite.files("next")
    (suite.folder / "members.index.next").unlink()
    suite.files("next")
    suite.files("swap")
    assert (suite.folder / "members.kek").read_text() == coming
    assert (suite.folder / "members.kek.last").read_text() == first
    assert (suite.folder / "members.kek").read_text() != first
    assert (suite.folder / "members.kek.last").stat().st_mode & 0o777 == 0o600
    with pytest.raises(KeysNotTogether):
        suite.files("next")
    suite.files("end")
    assert len((suite.folder / "members.index.past").read_text().split()) == 1
    for step in ("next", "swap", "end"):
        suite.files(step)
    assert len((suite.folder / "members.index.past").read_text().split()) == 2


async def test_logins_and_pages_outlive_a_rotation(suite: Suite) -> None:
    def secrets() -> bytes:
        return vaults.load(suite.folder, "production").lasting_digest("sessions")

    before = secrets()
    for step in ("next", "swap", "end"):
        suite.files(step)
        assert hmac.compare_digest(secrets(), before), step


async def test_without_the_last_key_what_was_not_renewed_does_not_open(suite: Suite) -> None:
    member_id = (await joins(suite.process(), 1)).member_id
    for step in ("next", "swap", "end"):
        suite.files(step)
    with pytest.raises(VaultProblem):
        await names(suite.process(), [member_id])


class Killed:
    """Renews, and dies after or before some slices."""

    left = 0

    def __init__(self, store: MongoRotation, after: bool) -> None:
        self._renew, self._after = store.renew, after

    async def __call__(self, *arguments: Any) -> Any:
        Killed.left -= 1
        if Killed.left == 0 and not self._after:
            raise ConnectionError("killed before")
        answer = await self._renew(*arguments)
        if Killed.left == 0:
            raise ConnectionError("killed after")
        return answer
