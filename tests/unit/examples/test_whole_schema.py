"""What a programme may say is said by one of the examples, or stands here with a reason."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from services.members.programme.commands import schema
from services.members.programme.commands.yaml_source import read_yaml
from tests.paths import ROOT
from tests.unit.examples.schema_walk import SchemaWalk

FRAME = "programme.schema.json"
FOLDER = ROOT / "protos" / "tessera" / "programme" / "v1"
EXAMPLES = sorted((ROOT / "examples" / "programmes").glob("*.yaml"))

UNUSED = {
    "one list of types for many places; the same code reads each of them": (
        "earning/$defs/activity=*",
        "insight/$defs/part:kinds=*",
        "insight:funnels:steps=*",
        "lifecycle:activation:visit_on=*",
        "lifecycle:advocacy:on=*",
        "reach/$defs/on=*",
        "reach:matrix:on=*",
        "surveys:trigger:occasions=*",
        "tags:rule:on=*",
        "topics:slots:weekday=*",
        "experiments/$defs/metric:metric=*",
        "reach:channels:wechat_subscription:templates:fields:*=*",
    ),
    "the default says what the four brands mean; the other way is for a brand unlike them": (
        "assets/$defs/extension:once=month",
        "consents:service_default=not_granted",
        "earning/$defs/campaign:budget:asset",
        "earning:unknown_members*",
        "experiments/$defs/metric:direction*",
        "experiments:stop:*",
        "feedback/$defs/hours=business",
        "feedback:ask_after_hours",
        "feedback:clocks:[*]:hours:*",
        "groups:offer_days",
        "ideas:reward_on=incubating",
        "insight:metrics:grain=week",
        "insight:metrics:level=*",
        "offers:items:priority",
        "reach:caps:by_activity:semi_active",
        "reach:channels:sms:parts_max",
        "reach:channels:wechat_subscription:grants_from=callback",
        "reach:channels:wechat_subscription:templates:use=any",
        "reach:messages:overflow*",
        "reach:opt_outs:in_car",
        "reach:opt_outs:webhook",
        "reach:pressure:lowered:per=day",
        "reach:quiet:purpose=service",
        "reach:quiet:then=refuse",
        "reach:shares:days",
    ),
    "for a state or a day that would be over before an example is read": (
        "experiments:draft",
        "feedback/$defs/business_hours:open_days*",
        "feedback/$defs/business_hours:written_years",
        "offers:items:closes",
        "offers:items:opens",
        "surveys:closes",
        "surveys:opens",
        "topics:days_off",
        "topics:list:closes",
        "topics:list:opens",
        "topics:workdays",
    ),
    "narrows what stands beside it, and tests of its room use it": (
        "feedback/$defs/answer:intent=*",
        "feedback/$defs/topic:things",
        "ideas:propose:when",
        "ideas:vote:when",
        "insight/$defs/part:stores",
        "insight:boards:scopes=*",
        "reach/$defs/channel=webhook",
        "reach/$defs/journeys:steps:tag:remove",
        "reach/$defs/journeys:steps:wait:for:lead_days",
        "reach/$defs/journeys:steps:wait:hours",
        "reach/$defs/journeys:steps:when",
        "reach/$defs/journeys:until:lead_days",
        "reach:approvals:service",
        "reach:approvals:survey",
        "reach:caps:per=day",
        "reach:messages:purpose=survey",
        "surveys/$defs/question:show_when:any_of",
        "surveys:sample:percent",
    ),
}
"""Patterns of places that no example uses, by the reason."""
PATTERNS = tuple(pattern for patterns in UNUSED.values() for pattern in patterns)


@pytest.fixture(scope="module")
def unused() -> set[str]:
    """The places of the schema that no example uses. A default counts as said where it is a value,
    and not where it is a whole section."""
    walk, used = SchemaWalk(FOLDER), set()
    for file in EXAMPLES:
        document = read_yaml(file.read_text(encoding="utf-8")).document
        used |= walk.used(FRAME, document)
        used |= {x for x in walk.used(FRAME, schema.with_defaults(document)) if "=" in x}
    places = walk.places(FRAME)
    assert used <= places
    return places - used


def test_each_rule_is_used_by_an_example_or_has_a_reason(unused: set[str]) -> None:
    assert len(EXAMPLES) == 4
    assert sorted(x for x in unused if not any(fnmatchcase(x, p) for p in PATTERNS)) == []


def test_no_reason_outlives_its_rule(unused: set[str]) -> None:
    assert [p for p in PATTERNS if not any(fnmatchcase(x, p) for x in unused)] == []


def test_a_place_that_a_document_lacks_is_seen(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("schema")
    (folder / "a.schema.json").write_text(
        '{"properties": {"kind": {"enum": ["x", "y"]},'
        ' "list": {"items": {"$ref": "b.schema.json"}}}}'
    )
    (folder / "b.schema.json").write_text(
        '{"oneOf": [{"properties": {"one": {}}}, {"properties": {"two": {}}}],'
        ' "additionalProperties": {"enum": [1]}}'
    )
    walk = SchemaWalk(folder)
    places = {"a:kind", "a:kind=x", "a:kind=y", "a:list", "b:one", "b:two", "b:*=1"}
    assert walk.places("a.schema.json") == places
    used = walk.used("a.schema.json", {"kind": "y", "list": [{"two": 5, "other": 1}]})
    assert used == {"a:kind", "a:kind=y", "a:list", "b:two", "b:*=1"}
