"""Settings: a frozen dataclass, filled from environment variables, a YAML file and its defaults.

A variable wins over the file, the file over the default. The variable of the field `mongo_url` is
`TESSERA_MONGO_URL`; `TESSERA_MONGO_URL_FILE` names a file with the value instead, for secrets that
a cluster mounts.
"""

import dataclasses
import os
import types
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

PREFIX = "TESSERA_"
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})

T = TypeVar("T")


class SettingsError(Exception):
    """A setting is missing or wrong; the message names its key and the expected value."""


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """The settings of every service process. A service adds its own fields in a subclass."""

    host: str = "127.0.0.1"
    """The address to listen on; in a container 0.0.0.0."""
    port: int = 0
    """The port of gRPC; 0 takes a free one."""
    metrics_port: int = 0
    """The port of /metrics; 0 turns it off."""
    mongo_url: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    """The replica set of MongoDB."""
    mongo_db: str = "tessera"
    """The database of the service."""
    redis_url: str = "redis://127.0.0.1:6379/0"
    """Empty: the process runs without a cache."""
    keys_dir: Path = Path(".data/keys")
    """The folder with the keys of tokens: jwks.json, signing.kid, signing.pem; members also has
    members.kek and members.index there, points has points.seal,
    feedback has feedback.seal."""
    environment: Literal["development", "production"] = "production"
    """In development the members service makes missing keys; in production it does not start."""
    tls_cert: Path | None = None
    """The certificate chain of the gRPC port, which our own calls show too; unset: plain. The files
    of TLS are read again when they change."""
    tls_key: Path | None = None
    """The private key of the certificate."""
    tls_client_ca: Path | None = None
    """The authority whose certificate every caller needs; unset: none is asked for one."""
    tls_ca: Path | None = None
    """The authority of the services that this one calls; unset: it calls them in plain."""
    health_port: int = 0
    """A plain port that answers health alone, for probes, which have no certificate; 0: none."""
    otlp_endpoint: str | None = None
    """The collector of OpenTelemetry that gets the traces; without it none are sent."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least level that is logged."""
    max_concurrent_calls: int = 1000
    """Further concurrent calls are refused with RESOURCE_EXHAUSTED, before any handler runs."""
    max_concurrent_streams: int = 500
    """Streams are counted apart; beside this, each caller, brand and address has its own limit."""
    reflection: bool | None = None
    """Whether anyone may ask for the protos; unset: in development only."""

    @property
    def reflects(self) -> bool:
        """Whether reflection is served."""
        return self.environment == "development" if self.reflection is None else self.reflection


def load(
    cls: type[T], *, env: Mapping[str, str] | None = None, file: Path | str | None = None
) -> T:
    """Fill the dataclass `cls`. Raises SettingsError, which names the wrong key.

    `file` is a flat YAML mapping of field names; an unknown name in it is an error.
    """
    variables = os.environ if env is None else env
    from_file = _read(Path(file)) if file is not None else {}
    hints = get_type_hints(cls)
    fields = {f.name: f for f in dataclasses.fields(cls) if f.init}  # type: ignore[arg-type]
    for name in from_file:
        if name not in fields:
            raise SettingsError(f"{file}: unknown key {name!r}; known: {', '.join(sorted(fields))}")
    values: dict[str, Any] = {}
    for name, field in fields.items():
        key, raw = _raw(name, variables, from_file, file)
        if raw is not _ABSENT:
            values[name] = _convert(key, raw, hints[name])
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise SettingsError(f"{PREFIX}{name.upper()} is not set and has no default")
    return cls(**values)


_ABSENT = object()


def _raw(
    name: str, env: Mapping[str, str], from_file: Mapping[str, Any], file: Path | str | None
) -> tuple[str, Any]:
    key = PREFIX + name.upper()
    if key in env:
        return key, env[key]
    if key + "_FILE" in env:
        path = Path(env[key + "_FILE"])
        try:
            return key + "_FILE", path.read_text("utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{key}_FILE: cannot read {path}: {error.strerror}") from error
    if name in from_file:
        return f"{file}: {name}", from_file[name]
    return key, _ABSENT


def _read(file: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"cannot read {file}: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise SettingsError(f"{file}: not YAML: {error}") from error
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise SettingsError(f"{file}: expected a mapping of settings")
    return document


def _convert(key: str, raw: Any, hint: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if raw is None or raw == "":
            return None
        return _convert(key, raw, next(a for a in get_args(hint) if a is not type(None)))
    if origin is Literal:
        allowed = get_args(hint)
        if raw not in allowed:
            raise SettingsError(f"{key}: {raw!r} is none of {', '.join(map(str, allowed))}")
        return raw
    if origin is tuple:
        parts = raw if isinstance(raw, list) else [p.strip() for p in str(raw).split(",")]
        return tuple(_convert(key, part, get_args(hint)[0]) for part in parts if part != "")
    if hint is bool:
        return _to_bool(key, raw)
    if hint in (int, float, str, Path):
        try:
            return hint(raw)
        except (TypeError, ValueError) as error:
            raise SettingsError(f"{key}: {raw!r} is not {_ARTICLE[hint]}") from error
    raise SettingsError(f"{key}: settings cannot hold a {hint}")


_ARTICLE = {int: "an integer", float: "a number", str: "a text", Path: "a path"}


def _to_bool(key: str, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise SettingsError(f"{key}: {raw!r} is not true or false")
