"""Development tokens, minted with the keys of the data folder."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from deploy.local.folder import Folder
from deploy.local.problem import StartProblem
from services.common import auth

TTL = timedelta(hours=24)
OPERATOR_SCOPES = frozenset(
    {
        "audit",
        "clients",
        "consents",
        "coupons",
        "feedback",
        "insight",
        "members",
        "merging",
        "orders",
        "pii",
        "points",
        "privacy",
        "programmes",
        "rewards",
        "stores",
        "tiers",
        "vouchers",
        "webhooks",
    }
)
"""Each noun stands for its `:read` and `:write`."""


def mint(
    folder: Folder,
    *,
    role: str,
    brand: str,
    member_id: str | None = None,
    subject: str = "",
    audience: str = auth.GATEWAY_AUDIENCE,
    stores: Collection[str] = (),
) -> str:
    """A token for a day. Raises StartProblem without keys, and for a caller that can't exist."""
    try:
        issuer = auth.TokenIssuer(folder.keys, audience=audience)
    except FileNotFoundError as error:
        raise StartProblem(
            f"{folder.root} has no keys yet: start the suite once with `make run` or `make up`."
        ) from error
    try:
        return issuer.mint(
            caller(role=role, brand=brand, member_id=member_id, subject=subject, stores=stores),
            TTL,
        )
    except ValueError as error:
        raise StartProblem(
            f"No such token is possible ({error}): ROLE is one of {', '.join(auth.Role)}; a member"
            " needs MEMBER=mem_..., the other roles have none; STORES are for an operator or a"
            " channel."
        ) from error


def caller(
    *,
    role: str,
    brand: str,
    member_id: str | None = None,
    subject: str = "",
    stores: Collection[str] = (),
) -> auth.Caller:
    """The caller of a development token, by a name that fits the role unless `subject` is given.
    Raises ValueError for a caller that can't exist."""
    scopes = OPERATOR_SCOPES if role == auth.Role.OPERATOR else frozenset()
    return auth.Caller(
        brand,
        subject or member_id or f"dev-{role}",
        auth.Role(role),
        member_id,
        scopes,
        stores=frozenset(stores),
    )
