"""Behavioural clusters: members who act alike, and the one that a member is in."""

from typing import Any

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.scalars import Date, Lang, LocalizedText, Long, text
from gateway.schema.core.selections import Args, Inner
from gateway.upstream.batching import Need
from gateway.upstream.loaders import member_need
from tessera.members.v1 import members_pb2
from tessera.members.v1 import segments_pb2 as pb

CLUSTERS_COST = 10


def _name(cluster: pb.MemberCluster, context: RequestContext, lang: Lang = None) -> str:
    return text(cluster.name, context, lang)


@strawberry.type(description="A behavioural cluster: members who act alike.")
class MemberCluster:
    """Source: tessera.members.v1.MemberCluster."""

    code: str = column(
        "The code, as member.cluster of conditions: high_value_payers, content_sharers,"
        " price_sensitive or sleeping."
    )
    name: str = read(_name, "The name in one language.")
    names: LocalizedText = read(lambda cluster: cluster.name, "The name in all languages.")


@strawberry.type(
    description="A cluster with its centre, as a typical member's acts: of each fact x the mean of"
    " log(1 + x) over the cluster, turned back."
)
class ClusterCentre:
    """Source: tessera.members.v1.Cluster."""

    cluster: MemberCluster = column("The cluster.")
    members: Long = column("The members on the day of the run.")
    orders_90d_thousandths: Long = column("Orders of 90 days, in thousandths.")
    spent_90d_minor: Long = column(
        "Paid for them, less what went back, in the currency's minor unit."
    )
    active_days_thousandths: Long = column("Days of the last 30 with any activity, in thousandths.")
    content_thousandths: Long = column(
        "Content that was viewed, liked, collected, shared or reviewed, ever, in thousandths."
    )
    visits_thousandths: Long = column(
        "Visits, check-ins and visits for service, ever, in thousandths."
    )


@strawberry.type(
    description="The behavioural clusters by their last run. Members who withdrew the consent to"
    " profiling are in no number."
)
class Clusters:
    """Source: tessera.members.v1.GetClustersResponse."""

    clusters: list[ClusterCentre] = column("By value and activity.", size=4)
    version: int = column("The number of the run, 1 for the first.")
    on: Date = column("The local day as of which members were grouped.")
    seed: Long = column("The seed: the same members with the same seed come to the same centres.")
    members: Long = column("The members on that day.")
    sampled: Long = column(
        "The members by whom the centres were found: of more than 10,000, as many drawn by the"
        " seed."
    )
    currency: str = column("The brand's currency, ISO 4217.")


def cluster_need(args: Args, inner: Inner) -> Need:
    """The need of a member with the cluster."""
    return member_need(cluster=True)


def pick_cluster(member: members_pb2.Member) -> Any:
    """The cluster of a member; None before the first run."""
    return member.cluster if member.HasField("cluster") else None


async def _clusters(context: RequestContext) -> pb.GetClustersResponse | None:
    services = context.services
    request = pb.GetClustersRequest()
    answer = await services.read(services.segments.GetClusters, request, context.caller)
    return answer if answer.version else None


@strawberry.type
class ClusterQueries:
    """The field of Query."""

    clusters: Clusters | None = call(
        _clusters,
        "The behavioural clusters with their sizes and centres; null before the first run.",
        rule=Rule.OPERATORS,
        cost=CLUSTERS_COST,
    )
