"""Databases on both drivers, and servers that a test may hurt."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from deploy.local.servers import MongoServer, RedisServer, start_mongo, start_redis
from services.common import mongo
from services.common.mongo import Database, Driver


@pytest.fixture(params=["motor", "pymongo"])
def driver(request: pytest.FixtureRequest) -> Driver:
    chosen: Driver = request.param
    return chosen


@pytest.fixture
async def db(
    mongo_url: str, db_name: str, driver: Driver, drop_database: Callable[[str], object]
) -> AsyncIterator[Database]:
    """An empty database on each driver."""
    database = mongo.connect(mongo_url, db_name, driver=driver)
    yield database
    await mongo.close(database)
    drop_database(db_name)


@pytest.fixture(scope="session")
def own_mongo(data_folder: Callable[[str], Path]) -> Iterator[MongoServer]:
    """A MongoDB that may be paused and killed; leave it running."""
    server = start_mongo(data_folder("own_mongo"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def own_redis(data_folder: Callable[[str], Path]) -> Iterator[RedisServer]:
    """A Redis that may be paused and killed; leave it running."""
    server = start_redis(data_folder("own_redis"))
    yield server
    server.stop()
