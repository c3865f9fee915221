"""`python -m services.members clusters …`: an operator finds the clusters of a brand's members."""

from __future__ import annotations

import argparse
import csv
import getpass
import sys
from typing import TextIO

from services.common import audit
from services.common.auth import Caller, Role
from services.members.context import MembersContext
from services.members.programme.domain.programme import ProgrammeMissing
from services.members.segments.commands.clustering import ClusteringStore, find_clusters
from services.members.segments.domain.cluster_names import cluster_names
from services.members.segments.domain.clusters import SEED_MAX, ClusterCode, TooAlike

NAME = "clusters"
METHOD = "/tessera.members.v1.Segments/FindClusters"
REFUSED = 2
HEAD = (
    *("code", "name_zh", "name_en", "members", "orders_90d", "spent_90d_minor"),
    *("active_days_30d", "content", "visits"),
)


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of members."""
    parser = commands.add_parser(
        NAME,
        help="find the behavioural clusters of a brand's members; prints a CSV of them",
        description="Groups the members of a brand into four clusters by what they do, and keeps"
        " the centres in place of those before. The same members with the same seed come to the"
        " same clusters. Codes: 0, 2 where it was refused and nothing changed.",
    )
    parser.add_argument("--brand", required=True)
    parser.add_argument("--seed", type=int, default=1, help=f"0 to {SEED_MAX}; default: 1")
    parser.add_argument("--by", help="the operator, for the audit log; default: the login")


async def run(
    ctx: MembersContext[ClusteringStore],
    asked: argparse.Namespace,
    out: TextIO = sys.stdout,
    errors: TextIO = sys.stderr,
) -> int:
    """0; or 2 and a sentence on `errors`."""
    try:
        caller = Caller(asked.brand, asked.by or getpass.getuser(), Role.OPERATOR)
        if not 0 <= asked.seed <= SEED_MAX:
            raise ValueError(f"seed: 0 to {SEED_MAX}")
        rules = await ctx.rulebook.required(asked.brand)
        # As for an operator's call, so that the audit log has it.
        audit.begin(METHOD, caller, None)
        clusters = await find_clusters(ctx, rules, asked.brand, asked.seed)
    except ProgrammeMissing:
        errors.write(f"{asked.brand}: no programme is in force; publish one first\n")
        return REFUSED
    except (TooAlike, ValueError) as error:
        errors.write(f"{asked.brand}: {error}\n")
        return REFUSED
    written, names = csv.writer(out), cluster_names(rules)
    written.writerow(HEAD)
    for code, centre, members in zip(ClusterCode, clusters.centres, clusters.sizes, strict=True):
        typical = clusters.scaling.behaviour(centre)
        acts = (typical.orders, typical.spent_minor, typical.active_days)
        told = (f"{each:.1f}" for each in (*acts, typical.content, typical.visits))
        written.writerow([code.value, names[code].zh, names[code].en, members, *told])
    errors.write(
        f"{asked.brand}: run {clusters.version}, as of {clusters.on}, seed {clusters.seed},"
        f" by {clusters.sampled} of {sum(clusters.sizes)} members\n"
    )
    return 0
