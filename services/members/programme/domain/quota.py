"""What a brand may write wrong about the permissions for WeChat messages, beyond the schema.

WeChat shuts interfaces of who rewards a permission (its notice of 2019-10-12: nobody may be made to
subscribe "by rewards or otherwise"). So permissions are nothing that a programme gives or takes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from services.members.programme.domain.declared import Path, Problems, no_asset

FORBIDDEN = "REWARD_FOR_GRANT_FORBIDDEN"
_ITS_OWN = frozenset({"assets", "reach"})
"""Sections in which the asset of a template stands."""
_WHERE: Path = ("reach", "channels", "wechat_subscription", "templates")


def quota_contradictions(document: Mapping[str, Any]) -> Problems:
    """Problems of the assets in which permissions are counted, in a document that fits the
    schema."""
    channels = document["reach"].get("channels", {})
    templates = channels.get("wechat_subscription", {}).get("templates", ())
    seen: dict[str, str] = {}
    for i, template in enumerate(templates):
        asset = template.get("quota")
        if asset is None:
            continue
        at: Path = (*_WHERE, i, "quota")
        if asset in ("POINTS", "GROWTH"):
            yield at, f"{asset} is no permission: declare an asset for this template alone"
        elif asset in seen:
            yield at, f"{asset} counts the permissions of {seen[asset]}: each template has its own"
        else:
            yield from no_asset(document, asset, at)
            yield from _asset(document["assets"].get(asset), asset)
        seen.setdefault(asset, template["code"])
    counted = seen.keys() - {"POINTS", "GROWTH"}
    yield from _named(document["reach"].get("journeys", ()), counted, ("reach", "journeys"))
    for section, content in document.items():
        if section not in _ITS_OWN:
            yield from _named(content, counted, (section,))


def _asset(declared: Mapping[str, Any] | None, asset: str) -> Problems:
    if declared is None:
        return
    if not declared["spendable"]:
        yield ("assets", asset, "spendable"), "a message takes a permission: true"
    if declared["expiry"]["policy"] != "never":
        yield ("assets", asset, "expiry", "policy"), "a permission of WeChat has no end: never"
    if "value" in declared:
        yield ("assets", asset, "value"), "a permission is worth no money: leave it out"


def _named(content: object, counted: Collection[str], at: Path) -> Iterator[tuple[Path, str]]:
    """Where a section gives, takes or reads what members allow."""
    if isinstance(content, Mapping):
        for key, value in content.items():
            if key in counted:
                yield (*at, key), _forbidden(str(key))
            yield from _named(value, counted, (*at, key))
    elif isinstance(content, list | tuple):
        for i, value in enumerate(content):
            yield from _named(value, counted, (*at, i))
    elif isinstance(content, str) and content in counted:
        yield at, _forbidden(content)


def _forbidden(asset: str) -> str:
    return (
        f"{FORBIDDEN}: {asset} counts what members allow on WeChat, which no rule may give, reward"
        " or take; remove it here"
    )
