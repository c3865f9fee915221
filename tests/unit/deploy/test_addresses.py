"""Addresses: the house's ports, free ones, chosen ones, and the variables of a process."""

from pathlib import Path

import pytest

from deploy.local import addresses, console
from deploy.local.addresses import DEFAULT_PORTS, Addresses
from deploy.local.problem import StartProblem
from services.common.settings import ServerSettings, load


def test_the_house_has_its_own_ports() -> None:
    assert addresses.parse("default") == DEFAULT_PORTS
    assert DEFAULT_PORTS["gateway"] == 8000


def test_chosen_ports_leave_the_others_as_they_are() -> None:
    assert addresses.parse("gateway=8001, mongo=0") == {
        **DEFAULT_PORTS,
        "gateway": 8001,
        "mongo": 0,
    }


@pytest.mark.parametrize("wanted", ["gateway", "gatway=1", "gateway=x", "gateway=70000", ""])
def test_a_malformed_port_list_is_refused_with_the_valid_names(wanted: str) -> None:
    with pytest.raises(StartProblem, match=r"PORTS can't be read at .* members, points"):
        addresses.parse(wanted)


def test_automatic_ports_differ_from_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "has_sources", lambda: True)
    chosen = addresses.choose("auto", env={}).ports
    assert set(chosen) == set(DEFAULT_PORTS)
    assert len(set(chosen.values())) == len(DEFAULT_PORTS)


def test_servers_of_your_own_need_no_port_here() -> None:
    env = {"TESSERA_MONGO_URL": "mongodb://db:27017", "TESSERA_REDIS_URL": "redis://cache:6379"}
    chosen = addresses.choose("auto", env=env)
    assert chosen.own_mongo_url == "mongodb://db:27017"
    assert chosen.own_redis_url == "redis://cache:6379"
    assert not {"mongo", "redis"} & set(chosen.ports)


def test_a_process_reads_its_settings_from_its_variables() -> None:
    env = addresses.environment(
        "points",
        Addresses({**DEFAULT_PORTS, "points": 1234}),
        mongo_url="mongodb://127.0.0.1:1/?replicaSet=rs0",
        redis_url="redis://127.0.0.1:2/0",
        keys_dir="keys",
        env={"TESSERA_LOG_LEVEL": "debug", "TESSERA_PORT": "1"},
    )
    settings = load(ServerSettings, env=env)
    assert (settings.port, settings.metrics_port) == (1234, 9152)
    assert settings.mongo_db == "points"
    assert settings.mongo_url == "mongodb://127.0.0.1:1/?replicaSet=rs0"
    assert settings.log_level == "debug"
    assert env["TESSERA_MEMBERS_ADDRESS"] == "127.0.0.1:50051"


def test_the_gateway_trusts_the_example_screens_by_default() -> None:
    def trusted(env: dict[str, str]) -> str:
        return addresses.environment(
            "gateway", Addresses(DEFAULT_PORTS), mongo_url="", redis_url="", keys_dir="", env=env
        )["TESSERA_TRUSTED_DOCUMENTS"]

    screens = {path.name for path in Path(trusted({})).iterdir()}
    assert screens >= {"card.graphql", "feedback.graphql", "rewards.graphql"}
    assert trusted({"TESSERA_TRUSTED_DOCUMENTS": "mine.json"}) == "mine.json"


def test_nobody_signs_in_here_without_a_console_or_beside_your_own_provider(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(console, "has_sources", lambda: True)
    assert "issuer" in addresses.choose("auto", env={}).processes
    for env in ({"CONSOLE": "off"}, {"TESSERA_TOKEN_ISSUERS": "mine.json"}):
        assert "issuer" not in addresses.choose("auto", env=env).processes


def test_a_store_of_your_own_takes_the_place_of_the_one_here() -> None:
    own = addresses.choose("auto", env={"TESSERA_UPLOADS_URL": "https://bucket.example"})
    assert "objects" not in own.processes
    assert "objects" in addresses.choose("auto", env={}).processes
