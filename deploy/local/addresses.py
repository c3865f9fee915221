"""The addresses of the processes: default ports, free ports, or ports of your choice."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local import console, ports
from deploy.local.problem import StartProblem

SERVICES = ("members", "points", "feedback")
OBJECTS = "objects"
ISSUER = "issuer"
PROVIDERS = "providers"
PROCESSES = (*SERVICES, OBJECTS, ISSUER, PROVIDERS, "gateway")
# The standard ports of MongoDB and Redis are left to servers that may run here already.
DEFAULT_PORTS = {
    "mongo": 27117,
    "redis": 6479,
    "members": 50051,
    "points": 50052,
    "feedback": 50053,
    "gateway": 8000,
    "objects": 8009,
    "issuer": 8010,
    "providers": 8011,
    "members-metrics": 9151,
    "points-metrics": 9152,
    "feedback-metrics": 9153,
    "gateway-metrics": 9150,
}
PORT_MAX = 65_535
SCREENS = Path(__file__).parents[2] / "examples" / "front-end" / "screens"
"""Trusted documents of the gateway, as in production, unless you name others."""

DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "gateway": {
        "TESSERA_TRUSTED_DOCUMENTS": str(SCREENS),
        "TESSERA_PUBLIC_APPS": "tea=tea,retail=retail",
    },
    # A newcomer tells a birthday, and sees the gift.
    "members": {"TESSERA_OCCASIONS_PAUSE_S": "5"},
    # A receiver of webhooks that one tries is on the same machine.
    "feedback": {"TESSERA_WEBHOOKS_PRIVATE": "true"},
}
"""Settings of a process that its environment may change."""


@dataclass(frozen=True)
class Addresses:
    """The ports of a run, by name, and the URLs of servers that run already."""

    ports: Mapping[str, int]
    own_mongo_url: str | None = None
    own_redis_url: str | None = None
    own_uploads_url: str | None = None

    @property
    def processes(self) -> tuple[str, ...]:
        """The processes of the suite that run here."""
        return tuple(name for name in PROCESSES if name in self.ports)

    def of(self, name: str) -> str:
        """host:port of a process."""
        return f"{ports.HOST}:{self.ports[name]}"


def choose(wanted: str, *, env: Mapping[str, str] = os.environ) -> Addresses:
    """Ports that are free now, by `default`, `auto`, or a list such as `gateway=8001,mongo=0`.

    TESSERA_MONGO_URL, TESSERA_REDIS_URL and TESSERA_UPLOADS_URL in `env` name servers that run
    already. Raises StartProblem for a taken port and for a list that can't be read.
    """
    own_mongo = env.get("TESSERA_MONGO_URL") or None
    own_redis = env.get("TESSERA_REDIS_URL") or None
    own_uploads = env.get("TESSERA_UPLOADS_URL") or None
    # Without a console nobody signs in, and your own provider takes the place of the one here.
    own_issuer = env.get("TESSERA_TOKEN_ISSUERS") or not console.wanted(env)
    own = {
        "mongo": own_mongo,
        "redis": own_redis,
        OBJECTS: own_uploads,
        ISSUER: own_issuer,
        PROVIDERS: env.get("TESSERA_PROVIDERS"),
    }
    chosen: dict[str, int] = {}
    for name, port in parse(wanted).items():
        if own.get(name):
            continue
        while (claimed := ports.claim(port, purpose=name)) in chosen.values():
            if port:
                raise StartProblem(f"Port {port} is given twice: give {name} another one.")
        chosen[name] = claimed
    return Addresses(chosen, own_mongo, own_redis, own_uploads)


def parse(wanted: str) -> dict[str, int]:
    """The port of every name; 0 stands for any free one. Raises StartProblem."""
    if wanted == "auto":
        return dict.fromkeys(DEFAULT_PORTS, 0)
    parsed = dict(DEFAULT_PORTS)
    for part in wanted.split(",") if wanted != "default" else ():
        name, _, port = part.strip().partition("=")
        if name not in DEFAULT_PORTS or not port.isdecimal() or int(port) > PORT_MAX:
            raise StartProblem(
                f"PORTS can't be read at {part!r}: write `auto`, or name=port pairs such as"
                f" `gateway=8001,mongo=0` with names from {', '.join(DEFAULT_PORTS)}."
            )
        parsed[name] = int(port)
    return parsed


def environment(
    name: str,
    addresses: Addresses,
    *,
    mongo_url: str,
    redis_url: str,
    keys_dir: str,
    env: Mapping[str, str] = os.environ,
) -> dict[str, str]:
    """The variables of one process: your own, overwritten by the addresses of this run."""
    ours = {
        "HOST": ports.HOST,
        "PORT": str(addresses.ports[name]),
        "METRICS_PORT": str(addresses.ports.get(f"{name}-metrics", 0)),
        "MONGO_URL": mongo_url,
        "MONGO_DB": name,
        "REDIS_URL": redis_url,
        "KEYS_DIR": keys_dir,
        "ENVIRONMENT": "development",
    }
    ours |= {f"{service.upper()}_ADDRESS": addresses.of(service) for service in SERVICES}
    defaults = dict(DEFAULTS.get(name, {}))
    if name == "gateway":
        defaults |= _console(env)
    variables = {f"TESSERA_{key}": value for key, value in ours.items()}
    return {**defaults, **env, "PYTHONUNBUFFERED": "1", **variables}


def _console(env: Mapping[str, str]) -> dict[str, str]:
    if not console.wanted(env):
        return {}
    return {"TESSERA_CONSOLE": str(console.CONSOLE), "TESSERA_H5": str(console.H5)}
