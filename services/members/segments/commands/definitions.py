"""The segments of a brand put together: the programme's and those that operators saved."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cel_expr_python import cel

from services.common.cel import Condition, compile_condition
from services.common.cel_tree import Call, Constant, Ident, Node, Select, tree_of
from services.common.named_facts import NamedFact, facts_named, names_of
from services.members.activities.domain.facts import WINDOWS
from services.members.programme.domain.rules import Rules
from services.members.segments.domain.aging import DAILY, Aging
from services.members.segments.domain.clusters import CLUSTER_DAYS, Clusters
from services.members.segments.domain.rfm import RFM_DAYS, Cuts, RfmSection, rfm_section
from services.members.segments.domain.section import Segment, declared_segments
from services.members.segments.domain.tag_rules import ruled_tags
from services.members.tags.domain.section import TagDefinition

_environment = cel.NewEnv()
_COMPARISONS = frozenset({"_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"})
_WINDOW_OF = {f"{what}_{days}d": days for what in ("orders", "spent_minor") for days in WINDOWS}
_VALUE_ACTIVITY = frozenset({"high_value", "active"})
"""Facts of RFM that need no cut points."""
CLUSTER = NamedFact("member", "cluster")
_PERSONAL = frozenset({"age", "birthday_month", "language"})


@dataclass(frozen=True, slots=True)
class Definitions:
    """`key` is the same for segments that say the same. `personal`: whether any names a fact that
    follows from sealed data; `tier`: whether any names the tier. `bought`: the keys of maps that
    are named. `rfm`: the section with its cut points, or with those of the last run. `clusters`: by
    the last run, where any names the cluster. `tags` have rules, under the conditions of
    `tag_rules`; `tags_key` is the same for rules that say the same."""

    segments: Mapping[str, Segment]
    conditions: Mapping[str, Condition] = field(repr=False)
    aging: Aging
    key: str
    personal: bool
    tier: bool
    bought: tuple[str, ...]
    rfm: RfmSection | None = None
    clusters: Clusters | None = None
    tags: Mapping[str, TagDefinition] = field(default_factory=dict)
    tag_rules: Mapping[str, Condition] = field(default_factory=dict, repr=False)
    tags_key: str = ""

    def __bool__(self) -> bool:
        """True where there is anything to judge members by."""
        return bool(self.segments or self.tags)

    def judge(self, facts: Mapping[str, Any]) -> list[str]:
        """The codes of the segments whose condition holds."""
        return [code for code, holds in self.conditions.items() if holds(facts)]


def names_clusters(rules: Rules, saved: Sequence[Segment]) -> bool:
    """True where a segment or a rule of a tag names the behavioural cluster."""
    tagging = (each.rule.when for each in ruled_tags(rules).values() if each.rule)
    whens = (*(each.when for each in (*declared_segments(rules), *saved)), *tagging)
    return any(CLUSTER in facts_named(when) for when in whens)


def definitions(
    brand: str,
    rules: Rules,
    saved: Sequence[Segment],
    cuts: Cuts | None = None,
    clusters: Clusters | None = None,
) -> Definitions:
    """The segments in force; of two with one code the programme's. `cuts`: of the last run of
    RFM; `clusters`: of the last one of theirs."""
    segments = {each.code: each for each in declared_segments(rules)}
    added = {each.code: each for each in saved if each.code not in segments}
    return of(brand, rules, {**segments, **added}, cuts, ruled_tags(rules), clusters)


def of(
    brand: str,
    rules: Rules,
    segments: Mapping[str, Segment],
    cuts: Cuts | None = None,
    tags: Mapping[str, TagDefinition] | None = None,
    clusters: Clusters | None = None,
) -> Definitions:
    """These segments, and these tags with a rule, by code."""
    when_tagged = {code: each.rule.when for code, each in (tags or {}).items() if each.rule}
    whens = [*(each.when for each in segments.values()), *when_tagged.values()]
    section = rfm_section(rules)
    rfm = section.cut_by(cuts) if section else None
    named = {fact for when in whens for fact in facts_named(when)}
    of_member = {fact.name for fact in named if fact.root == "member"}
    by_cluster = clusters if CLUSTER in named else None
    written = [f"{code}\0{each.when}" for code, each in sorted(segments.items())]
    tags_key = _digest([str(each) for each in (tags or {}).values()])
    parts = [
        *written,
        tags_key,
        str(rules.document.get("rfm")),
        str(rules.document.get("lifecycle")),
    ]
    if section is not None and section.cuts is None and any(fact.root == "rfm" for fact in named):
        # Cut points of another run are another reason to judge all members.
        parts.append(str(cuts))
    if by_cluster is not None:
        # So are other centres.
        parts.append(by_cluster.key)
    return Definitions(
        segments=segments,
        conditions={code: compile_condition(each.when, brand) for code, each in segments.items()},
        aging=_aging(whens, named, rfm, by_cluster),
        key=_digest(parts) if segments or tags else "",
        personal=bool(_PERSONAL & of_member),
        tier=bool({"tier", "tier_rank"} & of_member),
        bought=tuple(name for name in names_of("stats", named) if "/" in name),
        rfm=rfm,
        clusters=by_cluster,
        tags=tags or {},
        tag_rules={code: compile_condition(when, brand) for code, when in when_tagged.items()},
        tags_key=tags_key,
    )


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\0\0".join(parts).encode()).hexdigest() if parts else ""


def _aging(
    texts: Sequence[str],
    named: set[NamedFact],
    rfm: RfmSection | None,
    clusters: Clusters | None,
) -> Aging:
    stats = {fact.name for fact in named if fact.root == "stats"}
    of_member = {fact.name for fact in named if fact.root == "member"}
    last_order, enrolled, windows = set[int](), set[int](), set[int]()
    for text in texts:
        for fact, term in _terms(text):
            (last_order if fact == "last_order_days" else enrolled).add(term)
    windows |= {_WINDOW_OF[name] for name in stats & _WINDOW_OF.keys()}
    of_rfm = {fact.name for fact in named if fact.root == "rfm"}
    if rfm is not None and rfm.cuts is not None and of_rfm - _VALUE_ACTIVITY:
        last_order |= {*rfm.cuts.recency_days}
        windows.add(RFM_DAYS)
    if clusters is not None:
        windows.add(CLUSTER_DAYS)
    return Aging(
        windows=frozenset(windows),
        active="active_days_30d" in stats or "active" in of_rfm or clusters is not None,
        bought="bought" in stats,
        near="nearest_store_m" in stats,
        age="age" in of_member,
        birthday_month="birthday_month" in of_member,
        last_order=frozenset(last_order),
        enrolled=frozenset(enrolled),
    )


@lru_cache(4_096)
def _terms(text: str) -> tuple[tuple[str, int], ...]:
    """The counters of days in a condition, each with a number that it is compared with, or DAILY
    where it is used in another way."""
    try:
        tree = tree_of(_environment.compile(text, disable_check=True).serialize())
    except (RuntimeError, TypeError, ValueError):
        return ()
    return tuple(_counters(tree))


def _counters(node: Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, Call) and node.function in _COMPARISONS:
        one, other = node.args
        for fact, term in ((_counter(one), other), (_counter(other), one)):
            if fact and isinstance(term, Constant) and isinstance(term.value, int):
                yield fact, term.value
                return
    if fact := _counter(node):
        yield fact, DAILY
    for part in node.parts():
        yield from _counters(part)


def _counter(node: Node) -> str:
    """The counter of days that a node is; "" for anything else. `has` does not count."""
    if isinstance(node, Select) and isinstance(node.operand, Ident) and not node.test_only:
        name = (node.operand.name, node.field)
        if name in (("stats", "last_order_days"), ("member", "enrolled_days")):
            return node.field
    return ""
