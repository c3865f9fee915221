"""Behavioural clusters as messages."""

from collections.abc import Mapping

from services.members.programme.domain.rules import Rules
from services.members.segments.domain.cluster_names import ClusterName, cluster_names
from services.members.segments.domain.clusters import ClusterCode, Clusters
from tessera.members.v1 import segments_pb2 as pb
from tessera.types.v1 import types_pb2


def from_clusters(clusters: Clusters, rules: Rules) -> pb.GetClustersResponse:
    """What the last run found."""
    names, scaling = cluster_names(rules), clusters.scaling
    response = pb.GetClustersResponse(
        version=clusters.version,
        on=clusters.on.isoformat(),
        seed=clusters.seed,
        members=sum(clusters.sizes),
        sampled=clusters.sampled,
        currency=rules.currency,
    )
    found = zip(ClusterCode, clusters.centres, clusters.sizes, strict=True)
    for code, centre, members in found:
        typical = scaling.behaviour(centre)
        response.clusters.add(
            cluster=from_cluster(code, names),
            members=members,
            orders_90d_thousandths=round(typical.orders * 1_000),
            spent_90d_minor=round(typical.spent_minor),
            active_days_thousandths=round(typical.active_days * 1_000),
            content_thousandths=round(typical.content * 1_000),
            visits_thousandths=round(typical.visits * 1_000),
        )
    return response


def from_cluster(code: ClusterCode, names: Mapping[ClusterCode, ClusterName]) -> pb.MemberCluster:
    """A cluster with its name."""
    name = types_pb2.LocalizedText(zh=names[code].zh, en=names[code].en)
    return pb.MemberCluster(code=code.value, name=name)
