"""Tokens of a member that no issuer of ours made for the services, or not for now."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from services.common.auth import GATEWAY_AUDIENCE, Caller, TokenIssuer
from services.common.keys import make_keys

MINUTE = timedelta(minutes=1)


def forged(member: Caller, keys_dir: Path, other_keys: Path) -> Iterator[str]:
    """By other keys, for the gateway, too old, promoted, unsigned, and no token at all."""
    own = TokenIssuer(keys_dir)
    make_keys(other_keys)
    yield TokenIssuer(other_keys).mint(member, MINUTE)
    yield TokenIssuer(keys_dir, audience=GATEWAY_AUDIENCE).mint(member, MINUTE)
    yield own.mint(member, MINUTE, since_s=1_700_000_000)
    header, claims, signature = own.mint(member, MINUTE).split(".")
    read = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    promoted = json.dumps(read | {"role": "operator"}).encode()
    raised = base64.urlsafe_b64encode(promoted).decode().rstrip("=")
    yield f"{header}.{raised}.{signature}"
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    yield f"{unsigned}.{claims}."
    yield "x"
