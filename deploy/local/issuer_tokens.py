"""The tokens of the local issuer: for the gateway, and for the console to know who signed in."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt

from deploy.local.demo_operators import Operator
from services.common import auth
from services.common.clock import Clock
from services.common.keys import ALGORITHM, SigningKey

TTL = timedelta(hours=1)


class Tokens:
    """Makes tokens with keys of its own: the gateway takes them as those of a stranger."""

    def __init__(self, url: str, keys_dir: Path, clock: Clock) -> None:
        """Raises FileNotFoundError when there is no key."""
        self._url = url
        self._keys_dir = keys_dir
        self._clock = clock
        self._signing = SigningKey(keys_dir)
        self._issuer = auth.TokenIssuer(keys_dir, issuer=url, audience=auth.GATEWAY_AUDIENCE)

    def jwks(self) -> dict[str, Any]:
        """The public keys."""
        keys: dict[str, Any] = json.loads((self._keys_dir / "jwks.json").read_text("utf-8"))
        return keys

    def access(self, operator: Operator) -> str:
        """A token for the gateway."""
        return self._issuer.mint(operator.caller, TTL, self._now_s())

    def identity(self, operator: Operator, client_id: str, nonce: str) -> str:
        """A token that says who signed in (OpenID Connect Core 1.0, 2)."""
        now_s = self._now_s()
        claims = {
            "iss": self._url,
            "aud": client_id,
            "sub": operator.subject,
            "name": operator.name,
            "iat": now_s,
            "exp": now_s + int(TTL.total_seconds()),
            **({"nonce": nonce} if nonce else {}),
        }
        headers = {"kid": self._signing.kid}
        return jwt.encode(claims, self._signing.key, algorithm=ALGORITHM, headers=headers)

    def _now_s(self) -> int:
        return int(self._clock.now().timestamp())
