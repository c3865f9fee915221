"""`python -m deploy.local.token --role member --brand tea --member mem_...` prints a token.

Without `--member`, a member's token is for the first demo member. `--audience tessera-services`
makes a token for gRPC instead of GraphQL. `--stores
store-01,store-02` limits an operator or a channel to these.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from deploy.local import demo, folder, loading, tokens
from deploy.local.problem import StartProblem
from services.common import auth


def main(arguments: Sequence[str] | None = None) -> int:
    """0 and the token on stdout, or 1 and a sentence on stderr."""
    parser = argparse.ArgumentParser(prog="make token")
    parser.add_argument("--data", default=".data")
    parser.add_argument("--role", choices=[role.value for role in auth.Role], default="member")
    parser.add_argument("--brand", default=demo.BRAND)
    parser.add_argument("--member")
    parser.add_argument(
        "--audience",
        choices=[auth.GATEWAY_AUDIENCE, auth.SERVICES_AUDIENCE],
        default=auth.GATEWAY_AUDIENCE,
    )
    parser.add_argument("--stores", default="", help="codes with commas between them")
    options = parser.parse_args(arguments)
    where = folder.resolve(options.data)
    try:
        member = options.member
        if options.role == auth.Role.MEMBER and not member and options.brand == demo.BRAND:
            member = _first_demo_member(where)
        print(
            tokens.mint(
                where,
                role=options.role,
                brand=options.brand,
                member_id=member,
                audience=options.audience,
                stores=[code for code in options.stores.split(",") if code],
            )
        )
    except StartProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _first_demo_member(where: folder.Folder) -> str:
    run = where.read()
    if run is None:
        raise StartProblem("Whose token? Give MEMBER=mem_..., or start the suite with `make up`.")
    return asyncio.run(loading.first_member(where, run.ports))


if __name__ == "__main__":
    raise SystemExit(main())
