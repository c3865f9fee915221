"""The names of the behavioural clusters: the section `clusters` of a programme, or built in."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.members.programme.domain.rules import Rules
from services.members.segments.domain.clusters import ClusterCode


@dataclass(frozen=True, slots=True)
class ClusterName:
    """In both languages."""

    zh: str
    en: str


BUILT_IN: Mapping[ClusterCode, ClusterName] = {
    ClusterCode.HIGH_VALUE_PAYERS: ClusterName("高价值付费", "High-value payers"),
    ClusterCode.CONTENT_SHARERS: ClusterName("内容分享", "Content sharers"),
    ClusterCode.PRICE_SENSITIVE: ClusterName("价格敏感", "Price-sensitive"),
    ClusterCode.SLEEPING: ClusterName("沉睡", "Sleeping"),
}


def cluster_names(rules: Rules) -> Mapping[ClusterCode, ClusterName]:
    """Of each cluster."""
    return rules.section(parse_clusters)


def parse_clusters(rules: Rules) -> Mapping[ClusterCode, ClusterName]:
    """The section `clusters`. Raises KeyError or ValueError where it can't be read."""
    written: Mapping[str, Mapping[str, str]] = rules.document.get("clusters", {})
    own = {ClusterCode(code): ClusterName(it["zh"], it["en"]) for code, it in written.items()}
    return {**BUILT_IN, **own}
