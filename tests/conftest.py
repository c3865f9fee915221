"""Real servers for the tests: a MongoDB replica set and a Redis for each worker's session."""

import gc
import json
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
import redis as redis_client
import structlog
from pymongo import MongoClient
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from deploy.local.servers import MongoServer, RedisServer, start_mongo, start_redis
from services.common import auth, mongo
from services.common.mongo import Database
from services.common.server import GC_THRESHOLDS
from tests import memory
from tests.databases import Databases

# Examples have no time limit, since machines differ; pytest-timeout ends a test that hangs.
hypothesis.settings.register_profile("tessera", deadline=None)
hypothesis.settings.load_profile("tessera")

# As the services do; the modules of all tests are far more objects, and stay until the end.
gc.set_threshold(*GC_THRESHOLDS)

os.environ["CONSOLE"] = "off"  # suites that tests start build none beside the tests

WITH_PROCESSES = ("tests/e2e/", "tests/chaos/")
"""Their processes share the machine, and their servers are started once: one worker runs them."""


class _Shares(LoadScopeScheduling):  # type: ignore[misc]
    """Each test goes to an idle worker; tests with processes start first, on one worker."""

    def _split_scope(self, nodeid: str) -> str:
        return "processes" if nodeid.startswith(WITH_PROCESSES) else nodeid


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _Shares:
    """Our scheduler, because the groups of xdist 3.8 have no effect with pytest 9.2."""
    return _Shares(config, log)


def pytest_collection_finish() -> None:
    """Looking for cycles among what was collected took a sixth of the tests' processor time."""
    gc.collect()
    gc.freeze()


def _log_plainly() -> None:
    """structlog's own way, but for its tracebacks: drawn in boxes, each takes 0.1 s."""
    structlog.reset_defaults()
    *others, _ = structlog.get_config()["processors"]
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*others, plain], cache_logger_on_first_use=False)


_log_plainly()


@pytest.fixture(autouse=True)
def _logs_of_each_test_are_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that a test configures logs for would else keep that test's captured stdout."""
    configure = structlog.configure

    def uncached(**options: Any) -> None:
        configure(**{**options, "cache_logger_on_first_use": False})

    monkeypatch.setattr(structlog, "configure", uncached)
    yield
    _log_plainly()


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Path]]:
    """Makes an empty folder for the data of a server, in memory where there is enough."""
    in_memory = memory.folder()
    if in_memory is None:
        yield tmp_path_factory.mktemp
        return

    yield lambda name: Path(mkdtemp(prefix=f"{name}-", dir=in_memory))
    shutil.rmtree(in_memory, ignore_errors=True)


@pytest.fixture(scope="session")
def mongo_server(data_folder: Callable[[str], Path]) -> Iterator[MongoServer]:
    """A replica set of one. Tests that pause or kill servers start their own.

    It removes nothing that has expired: it would go by the real time, and the tests have their own.
    """
    server = start_mongo(data_folder("mongo"), parameters={"ttlMonitorEnabled": "false"})
    yield server
    server.stop()


@pytest.fixture(scope="session")
def mongo_url(mongo_server: MongoServer) -> str:
    return mongo_server.url


@pytest.fixture(scope="session")
def redis_server(data_folder: Callable[[str], Path]) -> Iterator[RedisServer]:
    server = start_redis(data_folder("redis"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis_url(redis_server: RedisServer) -> str:
    return redis_server.url


@pytest.fixture
def flushed_redis_url(redis_url: str) -> str:
    """The session's Redis, empty."""
    with redis_client.Redis.from_url(redis_url) as client:
        client.flushall()
    return redis_url


@pytest.fixture
def db_name() -> str:
    """A database name that no other test has."""
    return f"test_{uuid4().hex[:16]}"


@pytest.fixture(scope="session")
def drop_database(mongo_url: str) -> Iterator[Callable[[str], object]]:
    """Drops a database while the tests go on: MongoDB waits 100 ms before it says so."""
    with (
        MongoClient[dict[str, Any]](mongo_url) as client,
        ThreadPoolExecutor(1, thread_name_prefix="drop") as drops,
    ):
        yield lambda name: drops.submit(client.drop_database, name)


@pytest.fixture(scope="session")
def databases(mongo_url: str) -> Iterator[Databases]:
    with MongoClient[dict[str, Any]](mongo_url) as client:
        yield Databases(client)


@pytest.fixture
async def db(
    mongo_url: str, db_name: str, drop_database: Callable[[str], object]
) -> AsyncIterator[Database]:
    """An empty database of its own, dropped afterwards."""
    database = mongo.connect(mongo_url, db_name)
    yield database
    await mongo.close(database)
    drop_database(db_name)


@pytest.fixture(scope="session")
def keys_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key pair, for issuers and verifiers."""
    directory = tmp_path_factory.mktemp("keys")
    auth.make_keys(directory)
    return directory


@pytest.fixture(scope="session")
def jwks(keys_dir: Path) -> dict[str, list[dict[str, str]]]:
    """The public keys as a verifier finds them."""
    document: dict[str, list[dict[str, str]]] = json.loads((keys_dir / "jwks.json").read_text())
    return document
