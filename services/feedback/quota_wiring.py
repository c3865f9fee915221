"""How the room `quota` is put together; `wiring.py` gives it to reach and to the service."""

from __future__ import annotations

from functools import partial

import grpc

from services.common.auth import TokenIssuer
from services.common.brand_tokens import BrandTokens
from services.common.clock import Clock
from services.common.server import RoomParts
from services.common.settings import ServerSettings
from services.feedback.programme.commands import Programmes
from services.feedback.providers.commands import Providers
from services.feedback.quota.adapters.members import OpenidOwners
from services.feedback.quota.adapters.points import PointsQuotas
from services.feedback.quota.api import SubscriptionsServicer
from services.feedback.quota.commands import QuotaContext
from tessera.feedback.v1 import subscriptions_pb2_grpc
from tessera.members.v1 import members_pb2_grpc
from tessera.points.v1 import ledger_pb2_grpc

NAME = "feedback"


def points_quotas(settings: ServerSettings, points: grpc.aio.Channel) -> PointsQuotas:
    """What members allow, as points counts it."""
    tokens = BrandTokens(TokenIssuer(settings.keys_dir), NAME)
    return PointsQuotas(ledger_pb2_grpc.LedgerStub(points), tokens)


def wire_quota(
    settings: ServerSettings,
    quotas: PointsQuotas,
    members: grpc.aio.Channel,
    programmes: Programmes,
    providers: Providers,
    clock: Clock,
) -> RoomParts:
    """The room put together."""
    tokens = BrandTokens(TokenIssuer(settings.keys_dir), NAME)
    owners = OpenidOwners(members_pb2_grpc.MembersStub(members), tokens)
    ctx = QuotaContext(programmes, quotas, owners, providers, clock)
    servicer = SubscriptionsServicer(ctx)
    return RoomParts(
        [partial(subscriptions_pb2_grpc.add_SubscriptionsServicer_to_server, servicer)], []
    )
