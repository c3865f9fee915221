"""The text that `make run` and `make up` print when everything is ready."""

from __future__ import annotations

import json
from collections.abc import Mapping

from deploy.local import console, demo, ports, screen, tokens
from deploy.local.addresses import PROCESSES
from deploy.local.folder import Folder

FIRST_QUERY = "{ me { name phone tier { code } points { posted available pending } } }"


def banner(folder: Folder, addresses: Mapping[str, int], member_id: str) -> str:
    """Addresses, two tokens and a query."""
    member = tokens.mint(folder, role="member", brand=demo.BRAND, member_id=member_id)
    operator = tokens.mint(folder, role="operator", brand=demo.BRAND)
    gateway = f"http://{ports.HOST}:{addresses['gateway']}"
    url = f"{gateway}/graphql"
    lines = ["", screen.paint("Tessera is ready.", 1), ""]
    lines += [
        f"  {name:<9} {ports.HOST}:{addresses[name]}" for name in PROCESSES if name in addresses
    ]
    lines += [
        f"  Ask here  {url}",
        *_pages(gateway, operator, member),
        "",
        f"A token of the demo member {member_id} (brand {demo.BRAND}, valid for a day),",
        "for the field *Token* of the page, or for the header `Authorization: Bearer …`:",
        f"  {member}",
        "A token of an operator:",
        f"  {operator}",
        "",
        "A first query:",
        f"  {first_query(url, member)}",
        "",
    ]
    return "\n".join(lines)


def _pages(gateway: str, operator: str, member: str) -> list[str]:
    """One click, and the operator or the member is signed in: a browser sends no fragment to any
    server."""
    if not console.wanted():
        return []
    lines = [
        f"  Console   {gateway}/console/#token={operator}",
        f"  H5        {gateway}/h5/#token={member}",
    ]
    if console.is_built():
        return lines
    return [
        *lines,
        "            They are being built, in half a minute or so: they load by themselves.",
    ]


def first_query(url: str, token: str) -> str:
    """A curl that can be pasted into any shell."""
    body = json.dumps({"query": FIRST_QUERY})
    return (
        f"curl -s {url} -H 'content-type: application/json'"
        f" -H 'authorization: Bearer {token}' -d '{body}'"
    )
