from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from services.common.settings import ServerSettings, SettingsError, load


@dataclass(frozen=True, kw_only=True)
class Settings(ServerSettings):
    brand: str
    ratio: float = 0.5
    dry: bool = False
    brands: tuple[str, ...] = ()
    mode: Literal["a", "b"] = "a"
    limit: int | None = None


def test_the_environment_is_production_by_default() -> None:
    assert load(ServerSettings, env={}).environment == "production"


def test_variables_go_before_the_file_and_the_file_before_defaults(tmp_path: Path) -> None:
    file = tmp_path / "tessera.yaml"
    file.write_text("port: 1\nmongo_db: from_file\nbrand: tea\n")
    settings = load(Settings, env={"TESSERA_PORT": "2"}, file=file)
    assert (settings.port, settings.mongo_db, settings.host) == (2, "from_file", "127.0.0.1")


def test_each_kind_of_value_is_read() -> None:
    env = {
        "TESSERA_BRAND": "tea",
        "TESSERA_RATIO": "0.25",
        "TESSERA_DRY": "yes",
        "TESSERA_BRANDS": "tea, retail",
        "TESSERA_MODE": "b",
        "TESSERA_LIMIT": "",
        "TESSERA_KEYS_DIR": "/keys",
    }
    settings = load(Settings, env=env)
    assert settings.ratio == 0.25
    assert settings.dry is True
    assert settings.brands == ("tea", "retail")
    assert settings.mode == "b"
    assert settings.limit is None
    assert settings.keys_dir == Path("/keys")


def test_a_secret_comes_from_the_file_that_its_variable_names(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("mongodb://secret/\n")
    env = {"TESSERA_BRAND": "tea", "TESSERA_MONGO_URL_FILE": str(secret)}
    assert load(Settings, env=env).mongo_url == "mongodb://secret/"


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({}, "TESSERA_BRAND"),
        ({"TESSERA_BRAND": "tea", "TESSERA_PORT": "many"}, "TESSERA_PORT: 'many'"),
        ({"TESSERA_BRAND": "tea", "TESSERA_DRY": "maybe"}, "TESSERA_DRY"),
        ({"TESSERA_BRAND": "tea", "TESSERA_MODE": "c"}, "TESSERA_MODE"),
        ({"TESSERA_BRAND": "tea", "TESSERA_MONGO_URL_FILE": "/no/such"}, "TESSERA_MONGO_URL_FILE"),
    ],
)
def test_an_error_names_its_key(env: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load(Settings, env=env)


@pytest.mark.parametrize(
    ("text", "named"),
    [("prot: 1", "unknown key 'prot'"), ("- 1", "mapping"), ("a: [", "not YAML")],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "tessera.yaml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=named):
        load(Settings, env={"TESSERA_BRAND": "tea"}, file=file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.yaml"):
        load(Settings, env={"TESSERA_BRAND": "tea"}, file=tmp_path / "nowhere.yaml")
