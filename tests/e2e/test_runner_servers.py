"""MongoDB and Redis servers: data is found on other ports, a set of three survives a loss."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis
from pymongo import MongoClient

from deploy.local import servers
from deploy.local.ports import free_port
from deploy.local.problem import StartProblem
from tests.e2e.test_runner import _gone


def test_data_is_found_again_on_another_port(tmp_path: Path) -> None:
    for expected in (1, 2):
        server = servers.start_mongo(tmp_path, port=free_port())
        try:
            with MongoClient[dict[str, int]](server.url) as client:
                client.test.things.insert_one({"n": expected})
                assert client.test.things.count_documents({}) == expected
        finally:
            server.stop()
        assert _gone(server.pids[0])


def test_a_set_of_three_elects_another_primary_when_one_is_killed(tmp_path: Path) -> None:
    server = servers.start_mongo(tmp_path, members=3)
    try:
        with MongoClient[dict[str, int]](server.url) as client:
            client.test.things.insert_one({"n": 1})
            address = client.primary
            assert address is not None
            lost = server.ports.index(address[1])
            server.kill(lost)
            client.test.things.insert_one({"n": 2})
            assert client.test.things.count_documents({}) == 2
            server.restart(lost)
            assert server.alive()
    finally:
        server.stop()


def test_redis_comes_back_on_its_port(tmp_path: Path) -> None:
    server = servers.start_redis(tmp_path)
    try:
        server.kill()
        assert not server.alive()
        server.restart()
        with redis.Redis.from_url(server.url) as client:
            assert client.ping()
    finally:
        server.stop()


def test_a_mongod_that_ends_at_once_is_reported_with_the_end_of_its_log(tmp_path: Path) -> None:
    server = servers.start_mongo(tmp_path)
    try:
        with pytest.raises(StartProblem, match=r"mongod did not start .*Another mongod instance"):
            servers.start_mongo(tmp_path)
    finally:
        server.stop()


STARTS_AND_IS_KILLED = """
import os, pathlib, sys
from deploy.local import servers
mongo = servers.start_mongo(pathlib.Path(sys.argv[1], "mongo"))
redis = servers.start_redis(pathlib.Path(sys.argv[1], "redis"))
print(mongo.pids[0], redis.pid, flush=True)
os.kill(os.getpid(), 9)
"""


def test_servers_die_with_the_process_that_started_them(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTS_AND_IS_KILLED, str(tmp_path)]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout
    pids = [int(pid) for pid in told.split()]
    assert len(pids) == 2
    deadline = time.monotonic() + 5
    while not all(_gone(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)
