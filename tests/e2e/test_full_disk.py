"""A disk that fills up under MongoDB, and has space again."""

import asyncio
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.local import binaries, health, supervisor
from deploy.local.servers import MongoServer, start_mongo
from deploy.local.supervisor import Supervisor, Unit

TMPFS = "size=700m"
BLOCK = b"x" * (1 << 20)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", TMPFS, "tmpfs", str(path)]
    try:
        done = subprocess.run(mount, check=False, capture_output=True)
    except FileNotFoundError:
        pytest.skip("mount is absent")
    if done.returncode != 0:
        pytest.skip("only root may mount a small disk")
    yield path
    subprocess.run(["umount", "-l", str(path)], check=True)


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(BLOCK)
        except OSError:
            return


def _write_until_it_ends(server: MongoServer) -> None:
    """It ends when it needs another file for its journal."""
    with MongoClient[dict[str, object]](server.url, serverSelectionTimeoutMS=500) as client:
        for _ in range(500):
            if not server.alive():
                return
            with suppress(PyMongoError):
                client.test.acknowledged.insert_one({"x": os.urandom(1 << 20)})


async def _until(condition: Callable[[], bool], told: list[str]) -> None:
    for _ in range(400):
        if condition():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(told)


@pytest.mark.timeout(120)
async def test_mongod_waits_for_space_and_comes_back_with_its_data(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "FREE_BYTES_MIN", 0)
    monkeypatch.setattr(supervisor, "SHORTAGE_POLL_S", 0.1)
    server = await asyncio.to_thread(start_mongo, disk)
    with MongoClient[dict[str, int]](server.url) as client:
        client.test.acknowledged.insert_one({"n": 1})
    told: list[str] = []
    watching = Supervisor(
        lambda: None, lambda name, text: told.append(text), lambda: binaries.shortage(disk)
    )
    unit = Unit(
        server.members[0], server.ports[0], partial(health.answers, "mongo", server.ports[0]), 30.0
    )
    watching.adopt(unit)
    try:
        await watching.until_ready()
        _fill(disk / "others")
        await asyncio.to_thread(_write_until_it_ends, server)
        await _until(lambda: unit.state == "waiting", told)
        assert "MiB left: free some space, and it starts again by itself" in told[-1]
        (disk / "others").unlink()
        await _until(lambda: unit.state == "ready", told)
        with MongoClient[dict[str, int]](server.url) as client:
            client.test.acknowledged.insert_one({"n": 2})
            assert client.test.acknowledged.count_documents({"n": {"$exists": True}}) == 2
    finally:
        await watching.stop(["mongod"])
