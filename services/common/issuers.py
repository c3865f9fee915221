"""Public keys: our own, and those of other issuers, which sign tokens for some brands' front ends.

Our own keys are Ed25519. Those of others are Ed25519, or RSA of at least 2,048 bits. Each key is
valid for one algorithm (EdDSA, RS256), whatever a token's header says. The other issuers are listed
in a file that only the gateway reads:

    {"issuers": [{"issuer": "https://id.tea.example", "brands": ["tea"], "keys": […]}]}

where `keys` is copied from the issuer's JWKS. Tokens of a key that is removed are refused. An
issuer may sign tokens of members. It may sign for the brand's staff only if its entry has
`"roles": ["operator"]` or both roles, because a provider that logs customers in must not be able to
make an operator.
"""

import json
import re
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
"""The roles that an entry may allow another issuer."""
_LOCAL = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?:/[\w/-]*)?")
ROLES_DEFAULT = frozenset({"member"})


@dataclass(frozen=True)
class PublicKey:
    """A key, its one algorithm, and the callers for whom it may sign."""

    algorithm: str
    key: Any = field(repr=False, compare=False)
    content: str = field(repr=False)
    """The JWK as text; keys with the same text are equal."""
    issuer: str | None = None
    """The issuer that signs with it; None for ourselves."""
    brands: frozenset[str] | None = None
    """The brands for which it may sign; None for all."""
    roles: frozenset[str] | None = None
    """The roles for which it may sign; None for all."""

    def speaks_for(self, brand: object, role: object) -> bool:
        """True if the key may sign for a caller of that brand and role."""
        return (self.brands is None or brand in self.brands) and (
            self.roles is None or role in self.roles
        )


Keys: TypeAlias = Mapping[str, PublicKey]
Read: TypeAlias = Callable[[Path], Keys]


def own_keys(path: Path) -> Keys:
    """The Ed25519 keys of our own `jwks.json`, by kid; other keys in the file are ignored."""
    document = json.loads(path.read_text("utf-8"))
    keys = {jwk.get("kid"): _public(jwk) for jwk in document["keys"]}
    return {
        kid: key
        for kid, key in keys.items()
        if isinstance(kid, str) and key is not None and key.algorithm == EDDSA
    }


def foreign_keys(path: Path, *, local: bool = False) -> Keys:
    """The keys of other issuers, by kid. Keys that can't sign, or of other kinds, are left out.

    With `local`, which is for development, an issuer may run on this machine without TLS. Raises
    ValueError, or an error of the JSON and JWK parsers, for a malformed file.
    """
    keys: dict[str, PublicKey] = {}
    for entry in json.loads(path.read_text("utf-8"))["issuers"]:
        issuer, brands = entry["issuer"], frozenset(map(str, entry["brands"]))
        roles = frozenset(entry.get("roles", ROLES_DEFAULT))
        known_by = str(issuer).startswith("https://") or (local and is_local(str(issuer)))
        if not known_by or not brands or isinstance(entry["brands"], str):
            raise ValueError("an issuer is an https URL and has a list of brands")
        if not roles or not roles <= ROLES:
            raise ValueError(f"the roles of an issuer are some of {', '.join(sorted(ROLES))}")
        for jwk in entry["keys"]:
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


def is_local(issuer: str) -> bool:
    """True for an issuer that runs on this machine and is known by its loopback address."""
    return _LOCAL.fullmatch(issuer) is not None


def _public(jwk: Mapping[str, Any]) -> PublicKey | None:
    """The key in `jwk`; None if it is private, not for signing, of another kind, or too weak."""
    if "d" in jwk or jwk.get("use", "sig") != "sig":
        return None
    content = json.dumps(jwk, sort_keys=True)
    kind, algorithm = jwk.get("kty"), jwk.get("alg")
    try:
        if kind == "OKP" and jwk.get("crv") == "Ed25519" and algorithm in (None, EDDSA):
            return PublicKey(EDDSA, OKPAlgorithm.from_jwk(content), content)
        if kind == "RSA" and algorithm in (None, RS256):
            key = RSAAlgorithm.from_jwk(content)
            if isinstance(key, RSAPublicKey) and key.key_size >= RSA_BITS_MIN:
                return PublicKey(RS256, key, content)
    except (ValueError, jwt.InvalidKeyError) as error:
        raise ValueError("a key is malformed") from error
    return None
