"""`python -m services.members clients …`: an operator makes, rotates, revokes and lists clients."""

import argparse
import getpass
import sys
from typing import TextIO

from services.common.errors import Refusal
from services.members.clients.commands.clients import Clients
from services.members.clients.domain import ROLES, ROTATION, Client, ClientInvalid

NAME = "clients"
REFUSED = 2


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to those of members."""
    clients = commands.add_parser(NAME, help="programs that get tokens of a brand")
    clients.add_argument("--by", help="the operator, for the audit log; default: the login")
    verbs = clients.add_subparsers(dest="verb", required=True)
    create = verbs.add_parser("create", help="a new client; prints its secret, once")
    create.add_argument("--role", required=True, choices=ROLES)
    create.add_argument("--scope", action="append", required=True, help="repeatable")
    create.add_argument("--channel", default="", help="the only channel that it may name")
    create.add_argument("--store", action="append", default=[], help="only this one; repeatable")
    create.add_argument("--name", default="", help="your own words for it")
    rotate = verbs.add_parser("rotate", help="a new secret; the last is good for 24 hours more")
    rotate.add_argument("--now", action="store_true", help="it leaked: the last ends at once")
    revoke = verbs.add_parser("revoke", help="off for ever; its tokens end within a minute")
    with_id = (rotate, revoke)
    for verb in (create, *with_id, verbs.add_parser("list", help="all of a brand")):
        verb.add_argument("--brand", required=True)
    for verb in with_id:
        verb.add_argument("--client", required=True, metavar="ID")


async def run(clients: Clients, asked: argparse.Namespace, out: TextIO = sys.stdout) -> int:
    """0; or 2 and a sentence on stderr."""
    by = asked.by or getpass.getuser()
    try:
        if asked.verb == "create":
            made = await clients.create(
                *(asked.brand, asked.role, asked.scope, asked.channel, by, asked.name),
                stores=asked.store,
            )
            _print_secret(*made, out)
        elif asked.verb == "rotate":
            made = await clients.rotate(asked.brand, asked.client, by, at_once=asked.now)
            _print_secret(*made, out)
            if not asked.now:
                hours = round(ROTATION.total_seconds() / 3600)
                out.write(f"the secret before is good for {hours} hours more\n")
        elif asked.verb == "revoke":
            _print(await clients.revoke(asked.brand, asked.client, by), out)
        else:
            for client in await clients.of_brand(asked.brand):
                _print(client, out)
    except (ClientInvalid, Refusal) as error:
        field = getattr(error, "field", "")
        sys.stderr.write(f"{field}: {error}\n" if field else f"{error}\n")
        return REFUSED
    return 0


def _print_secret(client: Client, secret: str, out: TextIO) -> None:
    _print(client, out)
    out.write(f"client_id={client.id}\nclient_secret={secret}\n")


def _print(client: Client, out: TextIO) -> None:
    scopes = ",".join(sorted(client.scopes))
    channel = client.channel or "any"
    stores = ",".join(sorted(client.stores)) or "all"
    out.write(
        f"{client.id} {client.state} role={client.role} channel={channel}"
        f" stores={stores} scope={scopes} secrets={len(client.secrets)} epoch={client.epoch}"
        f" made={client.made_at:%Y-%m-%d}\n"
    )
