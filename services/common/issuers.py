"""Public keys: our own, and those of others who sign tokens for some brands' front ends.

Our own are Ed25519. Others' are Ed25519 or RSA of 2,048 bits and more, each good for its one
algorithm (EdDSA, RS256), whatever a token says of itself. They stand in a file of their own, which
only who answers front ends reads:

    {"issuers": [{"issuer": "https://id.tea.example", "brands": ["tea"], "keys": […]}]}

where `keys` is that of the issuer's JWKS. A key that is no longer there ends the tokens it signed.
An issuer speaks for members; for the brand's staff only where it is told `"roles": ["operator"]`,
or both: who lets customers in must not be able to make an operator.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import OKPAlgorithm, RSAAlgorithm

EDDSA, RS256 = "EdDSA", "RS256"
RSA_BITS_MIN = 2048
FOREIGN_KEYS_MAX = 100
ROLES = frozenset({"member", "operator"})
"""Whom another issuer may be told to speak for."""
ROLES_DEFAULT = frozenset({"member"})


@dataclass(frozen=True)
class PublicKey:
    """A key, the one algorithm that it is for, and for whom it may speak."""

    algorithm: str
    key: Any = field(repr=False, compare=False)
    content: str = field(repr=False)
    """The key as it was told: two are the same when this is."""
    issuer: str | None = None
    """Who signs with it; None: we do."""
    brands: frozenset[str] | None = None
    """For which brands; None: for all."""
    roles: frozenset[str] | None = None
    """For callers of which roles; None: for all."""

    def speaks_for(self, brand: object, role: object) -> bool:
        """Whether it may sign for a caller of that brand and role."""
        return (self.brands is None or brand in self.brands) and (
            self.roles is None or role in self.roles
        )


Keys: TypeAlias = Mapping[str, PublicKey]
Read: TypeAlias = Callable[[Path], Keys]


def own_keys(path: Path) -> Keys:
    """The keys of our own `jwks.json`, by kid: Ed25519 only, whatever else the file may hold."""
    document = json.loads(path.read_text("utf-8"))
    keys = {jwk.get("kid"): _public(jwk) for jwk in document["keys"]}
    return {
        kid: key
        for kid, key in keys.items()
        if isinstance(kid, str) and key is not None and key.algorithm == EDDSA
    }


def foreign_keys(path: Path) -> Keys:
    """The keys of other issuers, by kid. What is no signing key of a kind we take is left out.

    Raises ValueError, and what JSON and keys raise, for a file that is not as it should be.
    """
    keys: dict[str, PublicKey] = {}
    for told in json.loads(path.read_text("utf-8"))["issuers"]:
        issuer, brands = told["issuer"], frozenset(map(str, told["brands"]))
        roles = frozenset(told.get("roles", ROLES_DEFAULT))
        if not str(issuer).startswith("https://") or not brands or isinstance(told["brands"], str):
            raise ValueError("an issuer is an https URL, and speaks for a list of brands")
        if not roles or not roles <= ROLES:
            raise ValueError(f"an issuer speaks for roles of {', '.join(sorted(ROLES))}")
        for jwk in told["keys"]:
            known = _public(jwk)
            if known is None or not isinstance(jwk.get("kid"), str):
                continue
            if jwk["kid"] in keys:
                raise ValueError("two keys have the same kid")
            keys[jwk["kid"]] = PublicKey(
                known.algorithm, known.key, known.content, str(issuer), brands, roles
            )
    if len(keys) > FOREIGN_KEYS_MAX:
        raise ValueError(f"at most {FOREIGN_KEYS_MAX} keys")
    return keys


def _public(jwk: Mapping[str, Any]) -> PublicKey | None:
    """The key in `jwk`; None when it is private, for another use, of another kind or too weak."""
    if "d" in jwk or jwk.get("use", "sig") != "sig":
        return None
    content = json.dumps(jwk, sort_keys=True)
    kind, told = jwk.get("kty"), jwk.get("alg")
    try:
        if kind == "OKP" and jwk.get("crv") == "Ed25519" and told in (None, EDDSA):
            return PublicKey(EDDSA, OKPAlgorithm.from_jwk(content), content)
        if kind == "RSA" and told in (None, RS256):
            key = RSAAlgorithm.from_jwk(content)
            if isinstance(key, RSAPublicKey) and key.key_size >= RSA_BITS_MIN:
                return PublicKey(RS256, key, content)
    except (ValueError, jwt.InvalidKeyError) as error:
        raise ValueError("a key is malformed") from error
    return None
