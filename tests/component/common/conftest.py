"""Databases on both drivers, and servers that a test may hurt."""

from collections.abc import AsyncIterator, Iterator

import pytest

from deploy.local.servers import MongoServer, RedisServer, start_mongo, start_redis
from services.common import mongo
from services.common.mongo import Database, Driver


@pytest.fixture(params=["motor", "pymongo"])
def driver(request: pytest.FixtureRequest) -> Driver:
    chosen: Driver = request.param
    return chosen


@pytest.fixture
async def db(mongo_url: str, db_name: str, driver: Driver) -> AsyncIterator[Database]:
    """An empty database on each driver."""
    database = mongo.connect(mongo_url, db_name, driver=driver)
    yield database
    await database.client.drop_database(db_name)
    await mongo.close(database)


@pytest.fixture(scope="session")
def own_mongo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MongoServer]:
    """A MongoDB that may be paused and killed; leave it running."""
    server = start_mongo(tmp_path_factory.mktemp("own_mongo"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def own_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A Redis that may be paused and killed; leave it running."""
    server = start_redis(tmp_path_factory.mktemp("own_redis"))
    yield server
    server.stop()
