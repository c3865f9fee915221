"""Servers and processes that tests may kill, and the seed of their random choices."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from deploy.local.servers import MongoServer, start_mongo, start_redis
from services.common import auth
from tests.chaos import suite as processes
from tests.chaos.fleet import Fleet


@pytest.fixture
def seed() -> str:
    """The seed of all random choices: TESSERA_SEED, or a new one. pytest prints it on a failure."""
    chosen = os.environ.get("TESSERA_SEED") or str(random.SystemRandom().randrange(10**9))
    print(f"TESSERA_SEED={chosen}")
    return chosen


@pytest.fixture
def chance(seed: str) -> random.Random:
    return random.Random(seed)


_ending = ExitStack()
"""What the tests of this folder share; it ends with the last of them, for others are to come."""


def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Idle servers would keep a part of a core from the journeys."""
    if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
        _ending.close()


@pytest.fixture(scope="session")
def three_mongo(data_folder: Callable[[str], Path]) -> MongoServer:
    """A replica set of three; a test may kill its primary, and leaves all three running."""
    server = start_mongo(data_folder("three_mongo"), members=3)
    _ending.callback(server.stop)
    return server


@pytest.fixture(scope="session")
def chaos_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys that all processes of these tests share."""
    directory = tmp_path_factory.mktemp("chaos_keys")
    auth.make_keys(directory)
    return directory


@pytest.fixture
def fleet(tmp_path: Path, chaos_keys: Path) -> Iterator[Fleet]:
    """Processes for one test."""
    made = Fleet(tmp_path, chaos_keys)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def running_suite(
    tmp_path_factory: pytest.TempPathFactory,
    data_folder: Callable[[str], Path],
    chaos_keys: Path,
) -> processes.Suite:
    """All processes, MongoDB and Redis, started once."""
    mongo = start_mongo(data_folder("suite_mongo"))
    _ending.callback(mongo.stop)
    redis = start_redis(data_folder("suite_redis"))
    _ending.callback(redis.stop)
    made = Fleet(tmp_path_factory.mktemp("suite"), chaos_keys)
    _ending.callback(made.stop)
    return processes.start(made, mongo, redis)


@pytest.fixture
async def suite(running_suite: processes.Suite) -> processes.Suite:
    """The whole suite, ready for calls."""
    await running_suite.open()
    return running_suite
