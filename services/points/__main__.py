"""The points process: `python -m services.points`.

`… migrate` builds indexes; `… verify [--brand BRAND] [--state FILE]` proves the
ledger, and exits with 1 when red; `… rules --brand BRAND --from MONTH` tells
what each rule and campaign issued, and what became of its points.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import grpc

from services.common import mongo, pagination, server
from services.common.auth import ALL_BRANDS, Caller, Role, TokenIssuer
from services.common.cel import compile_condition
from services.common.channel import connect
from services.common.clock import Clock, SystemClock
from services.common.follower import Follower
from services.common.ids import Line
from services.common.mongo import Database
from services.common.settings import ServerSettings, load
from services.common.watch import Feed
from services.points.api.earning import EarningApi
from services.points.api.ledger import LedgerApi
from services.points.api.members_feed import acting
from services.points.api.posting_messages import posting_event
from services.points.api.refunds import RefundsApi
from services.points.api.rewards import RewardsApi
from services.points.api.rule_report import HELP as RULES_HELP
from services.points.api.rule_report import print_rules
from services.points.api.statements import POINTS, StatementsApi
from services.points.api.verify_report import HELP as VERIFY_HELP
from services.points.api.verify_report import NOTHING, UNKNOWN_BRAND, verify_brands
from services.points.api.wallets import WalletsApi
from services.points.commands.brands import check_brand_asset
from services.points.commands.context import Context
from services.points.commands.houses import KeptHouses
from services.points.commands.ledger import ID_PREFIX, Ledger
from services.points.commands.periods import Periods
from services.points.commands.programmes import Programmes
from services.points.commands.statements import Statements
from services.points.commands.sweep import Sweep
from services.points.commands.verify import Verifier
from services.points.domain.check import AssetUnknown
from services.points.domain.month import Month, MonthInvalid, parse_month
from services.points.storage.documents import to_posting
from services.points.storage.indexes import INDEXES, POSTINGS
from services.points.storage.ledger import MongoLedgerStore
from services.points.storage.origins import INDEXES as ORIGIN_INDEXES
from services.points.storage.origins import MongoOrigins
from services.points.storage.programmes import MongoProgrammeStore
from services.points.storage.standings import MongoStandingStore
from services.points.storage.statements import MongoStatementStore
from services.points.storage.totals import MongoTotals
from services.points.storage.upkeep import MongoUpkeep
from tessera.members.v1 import events_pb2, events_pb2_grpc
from tessera.points.v1 import (
    earning_pb2,
    earning_pb2_grpc,
    ledger_pb2,
    ledger_pb2_grpc,
    refunds_pb2,
    refunds_pb2_grpc,
    rewards_pb2,
    rewards_pb2_grpc,
    statements_pb2,
    statements_pb2_grpc,
    wallets_pb2,
    wallets_pb2_grpc,
)

NAME = "points"
GC_THRESHOLDS = (50_000, 20, 50)
SWITCH_INTERVAL_S = 0.001
"""The thread that writes a batch waits for the interpreter several times; 5 ms by default, each."""
PROTO_SERVICES = [
    service.full_name
    for file in (ledger_pb2, wallets_pb2, earning_pb2, refunds_pb2, rewards_pb2, statements_pb2)
    for service in file.DESCRIPTOR.services_by_name.values()
]


@dataclass(frozen=True, kw_only=True)
class Settings(ServerSettings):
    """What points need beside the usual."""

    mongo_db: str = NAME
    members_address: str = "127.0.0.1:50051"


def postings_feed(db: Database) -> Feed:
    """The postings are the feed of the ledger: nothing else is written for it."""
    return Feed(
        db,
        POSTINGS,
        id_prefix=ID_PREFIX,
        decode=lambda document: posting_event(to_posting(document)),
        type_field="kind",
        lines=True,
    )


async def migrate(db: Database) -> None:
    """Build the indexes that are missing."""
    await mongo.ensure_indexes(db, INDEXES | ORIGIN_INDEXES)
    await mongo.ensure_indexes(db, postings_feed(db).indexes())


def connect_members(settings: Settings) -> grpc.aio.Channel:
    """A channel to members, on which points act for all brands."""
    issuer = TokenIssuer(settings.keys_dir)
    caller = Caller(ALL_BRANDS, NAME, Role.SERVICE)
    return connect(settings.members_address, issuer_token=issuer.source(caller))


def verifier(db: Database, clock: Clock) -> Verifier:
    """What proves the ledger and all that is kept beside it."""
    upkeep = MongoUpkeep(db, MongoTotals(db, ID_PREFIX), MongoOrigins(db, ID_PREFIX))
    return Verifier(MongoLedgerStore(db), clock, upkeep)


def statement_store(db: Database) -> MongoStatementStore:
    """Where sums over the ledger are read."""
    return MongoStatementStore(db, MongoTotals(db, ID_PREFIX), MongoOrigins(db, ID_PREFIX))


def wire(settings: Settings, db: Database, members: grpc.aio.Channel, clock: Clock) -> server.Parts:
    """Everything put together, as `server.start` and `server.serve` take it."""
    programmes = Programmes(MongoProgrammeStore(db), compile_condition)
    store = MongoLedgerStore(db, programmes.known_find_by)
    sums = statement_store(db)
    ledger = Ledger(store, clock, KeptHouses(sums, programmes))
    ctx = Context(ledger, programmes, MongoStandingStore(db), clock)
    secret = pagination.secret(settings.keys_dir, NAME)
    books = LedgerApi(ledger, verifier(db, clock), postings_feed(db), programmes, clock, secret)
    wallets = WalletsApi(ledger, programmes, clock)
    statements = StatementsApi(
        Statements(ledger, sums, programmes, clock),
        Periods(ledger, programmes, clock),
        programmes,
        secret,
    )

    stub = events_pb2_grpc.EventsStub(members)
    follower = Follower(
        "members",
        db,
        lambda token: stub.Watch(events_pb2.WatchRequest(after=token)),
        acting(ctx),
    )
    return server.Parts(
        name=NAME,
        settings=settings,
        register=[
            partial(ledger_pb2_grpc.add_LedgerServicer_to_server, books),
            partial(wallets_pb2_grpc.add_WalletsServicer_to_server, wallets),
            partial(statements_pb2_grpc.add_StatementsServicer_to_server, statements),
            partial(earning_pb2_grpc.add_EarningServicer_to_server, EarningApi(ctx)),
            partial(refunds_pb2_grpc.add_RefundsServicer_to_server, RefundsApi(ctx)),
            partial(rewards_pb2_grpc.add_RewardsServicer_to_server, RewardsApi(ctx, secret)),
        ],
        background=[follower.run, Sweep(store, clock, Line(ID_PREFIX)).run],
        ready=partial(mongo.ping, db),
        proto_services=PROTO_SERVICES,
    )


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What to do: serve unless told otherwise."""
    parser = argparse.ArgumentParser(prog="python -m services.points")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("migrate", help="build the indexes that are missing")
    verify = commands.add_parser(
        "verify",
        help="prove the ledger: red, yellow or green",
        description=VERIFY_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verify.add_argument("--brand", action="append", default=[], help="only this one; repeatable")
    verify.add_argument(
        "--state",
        type=Path,
        help="keep there how far it is; a run that was stopped goes on from it",
    )
    rules = commands.add_parser(
        "rules",
        help="what each rule issued, and what became of its points",
        description=RULES_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    rules.add_argument("--brand", required=True)
    rules.add_argument("--from", dest="first", required=True, type=_month, metavar="YYYY-MM")
    rules.add_argument("--until", dest="last", type=_month, metavar="YYYY-MM", help="default: from")
    rules.add_argument("--asset", default=POINTS)
    return parser.parse_args(arguments)


def _month(text: str) -> Month:
    try:
        return parse_month(text)
    except MonthInvalid as error:
        raise argparse.ArgumentTypeError(str(error)) from error


async def rules(db: Database, asked: argparse.Namespace) -> int:
    """Print what `rules` asks: 0, or 2 when that is no brand, asset or span of months."""
    programmes = Programmes(MongoProgrammeStore(db), compile_condition)
    clock, sums, store = SystemClock(), statement_store(db), MongoLedgerStore(db)
    if not await store.newest_posting(asked.brand):
        sys.stderr.write(f"{NOTHING.format(brand=asked.brand)}\n")
        return UNKNOWN_BRAND
    statements = Statements(
        Ledger(store, clock, KeptHouses(sums, programmes)), sums, programmes, clock
    )
    months = asked.first, asked.last or asked.first
    try:
        await check_brand_asset(programmes, asked.brand, asked.asset, "asset")
        await print_rules(statements, asked.brand, asked.asset, months, sys.stdout)
    except (AssetUnknown, MonthInvalid) as error:
        sys.stderr.write(f"{error.field}: {error}\n")
        return server.EXIT_SETTINGS
    return 0


async def main(arguments: Sequence[str]) -> None:
    """Serve until told to stop, `migrate`, `rules`, or `verify`, which exits with 1 when red."""
    asked = parse(arguments)
    settings = load(Settings)
    db = mongo.connect(settings.mongo_url, settings.mongo_db)
    if asked.command == "migrate":
        await migrate(db)
        await mongo.close(db)
        return
    if asked.command == "rules":
        code = await rules(db, asked)
        await mongo.close(db)
        raise SystemExit(code)
    if asked.command == "verify":
        code = await verify_brands(verifier(db, SystemClock()), asked.brand, state=asked.state)
        await mongo.close(db)
        raise SystemExit(code)
    # A batch makes tens of thousands of objects and drops them all. Looking for cycles among them
    # every 700, as Python does, takes a fifth of a posting's processor time and finds nothing.
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    async with connect_members(settings) as members:
        await server.serve(**wire(settings, db, members, SystemClock()))
    await mongo.close(db)


if __name__ == "__main__":
    server.run(main(sys.argv[1:]))
