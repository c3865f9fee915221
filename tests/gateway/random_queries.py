"""Queries at random over the real schema: aliases, fragments, variables, defaults, conditions."""

from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)
from hypothesis import strategies as st

from gateway.core.ids import cursor, to_global
from gateway.schema.changes.resume_point import ResumePoint, TimePosition
from tests.gateway.services import NOW_S, member_id

DEPTH_MAX = 6
IDS = [member_id(n) for n in (1, 2, 3, 5, 7, 9999)] + [
    to_global("Member", member_id(4)),
    "no id",
    "rdm_1",
]
VALUES: dict[str, list[Any]] = {
    "first": [1, 2, 3, 100],
    "days": [1, 20, 90, 366, 999],
    "amount": [0, 36, -1],
    "after": [None, cursor("entry", 5), cursor("feedback", "fb_1"), "nonsense"],
    "lang": ["ZH", "EN", None],
    "id": IDS,
    "memberId": [None, *IDS],
    "token": [
        None,
        ResumePoint(3, TimePosition(NOW_S * 1000), TimePosition(0)).text(),
        ResumePoint(points=7, asked_at=NOW_S * 1000).text(),
        "nonsense",
    ],
    "code": ["tea", "nothing", "spring"],
    "states": [["NEW", "TRIAGED"], ["CLOSED"], [], None],
    "types": [["ENTRY", "TOUCH"], ["ACTIVITY"], [], None],
    "category": ["general", "", None],
    "kind": ["POS_CARD", "PHONE"],
    "service": ["POINTS", "MEMBERS", None],
    "actor": ["ann", None],
    "action": ["points.Act", None],
    "from": ["2026-03-01T00:00:00Z", None],
    "until": ["2026-03-01T00:00:00Z", None],
    "fromDay": ["2026-03-01", None],
    "untilDay": ["2026-03-02", None],
    "state": ["PENDING", None],
    "requestState": ["WAITING", "REFUSED", None],
    "couponState": ["GRANTED", "USED", None],
    "ofKind": ["club", None],
    "feedbackId": [to_global("Feedback", "fb_1"), "fb_1", "nonsense"],
    "claim": ["BEGIN", "TAKE", "END", None],
    "fileId": ["bkf_1", "bkf_9"],
    "ofStore": ["store-01", None],
    "groupId": ["grp_1"],
    "ofLottery": ["spring", None],
    "broadcastId": ["brc_1", "brc_9"],
    "about": ["SERIES", None],
    "most": [1, 50, None],
    "tag": ["", "tea_lover"],
    "text": ["", "张三"],
    "basketId": ["chk_1", "chk_9"],
    "channel": ["pos", ""],
    "orderId": ["o-1", "o-9"],
    "basket": [
        {"lines": [{"lineId": "1", "sku": "peach", "quantity": 1, "amountMinor": 1800}]},
        {"lines": [], "points": -1},
    ],
    "experiment": ["welcome_offer", "nothing"],
    "rewardCode": ["free_drink", "nothing"],
    "journey": ["first_week", "nothing"],
    "message": ["birthday", None],
    "messageCode": ["birthday", "nothing"],
    "ofGroup": ["grp_1", None],
    "ofJourney": ["first_week", None],
    "touchStates": [["REFUSED", "HELD"], [], None],
    "touchId": ["tch_1", "tch_9"],
    "ideaId": ["ide_1", "ide_none"],
    "ideaOrder": ["VOTES", "NEWEST"],
    "ideaShelf": ["INCUBATING", None],
    "ideaState": ["OPEN", "PENDING", None],
    "ofIdea": ["ide_1", None],
    "underTopic": ["my_story", None],
    "postOrder": ["LIKES", "NEWEST"],
    "postState": ["OPEN", "PENDING", None],
    "ofMember": [None, *IDS],
    "own": [True, False],
    "whom": IDS,
    "occasion": ["BIRTHDAY", None],
    "leadDays": [0, 3],
    "reached": ["gold", None],
    "at": ["2026-03-01T00:00:00Z", None],
    "ofEvent": ["tasting", None],
    "inState": ["SEATED", "WAITING", None],
    "period": ["2026-03", None],
    "around": [0, 10],
    "team": ["care", "", None],
    "storeId": ["store-01", ""],
    "storeCode": ["store-01", None],
    "grain": ["DAY", "WEEK", None],
    "openOnly": [True, False],
    "model": ["LAST", "LINEAR", None],
    "group": ["alk_1", None],
    "alike": ["alk_1", "alk_none"],
    "city": ["上海", None],
    "latitude": [31.2, 91.0],
    "longitude": [121.4, -180.0],
    "usedFrom": ["2026-03-01T00:00:00Z", None],
    "usedUntil": ["2026-03-01T00:00:00Z", None],
    "fromMemberId": IDS[:1],
    "intoMemberId": IDS[1:2],
    "assignee": ["ann", None],
    "mine": [True, False],
    "priorities": [["URGENT"], [], None],
    "month": ["2026-02", "no month"],
    "monthFrom": ["2026-02"],
    "monthUntil": ["2026-03", None],
    "months": [1, 36],
    "day": ["2026-03-01"],
    "enrolledFrom": ["2026-02-01", None],
    "enrolledUntil": ["2026-03-01", None],
    "part": ["ABOVE", "BELOW"],
    "daysAfter": [0, 7, 91],
    "step": [1, 2],
    "parts": [[], ["stats.orders > 0", "nonsense"]],
    "asset": ["POINTS", "GROWTH", None],
    "asOf": ["2026-03-01T00:00:00Z", None],
    "version": [1, None],
    "sourceYaml": ["programme: 1"],
    "activity": [{"memberId": IDS[0], "type": "REFUND"}],
    "refund": [{"memberId": IDS[0], "type": "REFUND"}],
    "value": ["17841", "nobody"],
    "when": ["stats.orders > 0", "nonsense"],
    "endpointId": ["whe_1", "whe_none"],
    "ofSeries": ["coat", None],
    "fromMonth": ["2026-01", None],
    "untilMonth": ["2026-03", None],
    "segment": ["teens", "nothing"],
    "against": ["office", None],
    "ids": [IDS[:2], IDS[:6], [IDS[1], IDS[1]], IDS, []],
}
TYPES = {
    "first": ["Int!", "Int! = 2"],
    "days": ["Int!", "Int! = 20"],
    "amount": ["Int!", "Int! = 5"],
    "after": ["String", "String = null"],
    "lang": ["Language", "Language = EN"],
    "id": ["ID!"],
    "memberId": ["ID"],
    "fromMemberId": ["ID!"],
    "intoMemberId": ["ID!"],
    "token": ["String", "String = null"],
    "service": ["AuditService"],
    "ofLottery": ["String"],
    "broadcastId": ["ID!"],
    "experiment": ["String!"],
    "rewardCode": ["String!"],
    "journey": ["String!"],
    "ofJourney": ["String"],
    "message": ["String", 'String = "birthday"'],
    "messageCode": ["String!"],
    "ofGroup": ["ID"],
    "touchStates": ["[TouchState!]", "[TouchState!] = [HELD]"],
    "touchId": ["ID!"],
    "ideaId": ["ID!"],
    "ideaOrder": ["IdeaOrder!", "IdeaOrder! = VOTES"],
    "ideaShelf": ["IdeaShelf", "IdeaShelf = IDEA"],
    "ideaState": ["IdeaState", "IdeaState = OPEN"],
    "ofIdea": ["ID"],
    "underTopic": ["String"],
    "postOrder": ["PostOrder!", "PostOrder! = LIKES"],
    "postState": ["PostState", "PostState = OPEN"],
    "ofMember": ["ID"],
    "ofSeries": ["String"],
    "fromMonth": ["String"],
    "untilMonth": ["String"],
    "own": ["Boolean!", "Boolean! = true"],
    "whom": ["ID!"],
    "occasion": ["TouchOccasion", "TouchOccasion = BIRTHDAY"],
    "leadDays": ["Int!", "Int! = 1"],
    "reached": ["String"],
    "at": ["DateTime"],
    "ofEvent": ["String"],
    "inState": ["SignUpState", "SignUpState = SEATED"],
    "period": ["String"],
    "around": ["Int!", "Int! = 3"],
    "team": ["String", "String = null"],
    "storeId": ["String!"],
    "storeCode": ["String"],
    "ofStore": ["String"],
    "ofKind": ["String"],
    "groupId": ["ID!"],
    "feedbackId": ["ID!"],
    "claim": ["FeedbackClaim", "FeedbackClaim = BEGIN"],
    "fileId": ["ID!"],
    "grain": ["MetricGrain", "MetricGrain = WEEK"],
    "openOnly": ["Boolean!", "Boolean! = true"],
    "model": ["AttributionModel", "AttributionModel = POSITION"],
    "group": ["String"],
    "alike": ["String!"],
    "city": ["String"],
    "latitude": ["Float!"],
    "longitude": ["Float!"],
    "usedFrom": ["DateTime"],
    "usedUntil": ["DateTime"],
    "actor": ["String"],
    "action": ["String"],
    "from": ["DateTime"],
    "until": ["DateTime"],
    "fromDay": ["Date"],
    "untilDay": ["Date"],
    "state": ["ApprovalState", "ApprovalState = PENDING"],
    "requestState": ["MergeRequestState", "MergeRequestState = WAITING"],
    "couponState": ["CouponState", "CouponState = GRANTED"],
    "kind": ["IdentityKind!", "IdentityKind! = POS_CARD"],
    "assignee": ["String"],
    "mine": ["Boolean!", "Boolean! = true"],
    "priorities": ["[Priority!]", "[Priority!] = [URGENT]"],
    "month": ["String!"],
    "monthFrom": ["String!"],
    "monthUntil": ["String", 'String = "2026-03"'],
    "months": ["Int!", "Int! = 12"],
    "day": ["Date!"],
    "enrolledFrom": ["Date"],
    "enrolledUntil": ["Date"],
    "part": ["MetricPart!", "MetricPart! = ABOVE"],
    "daysAfter": ["Int!", "Int! = 0"],
    "step": ["Int!"],
    "parts": ["[String!]!", "[String!]! = []"],
    "asset": ["AssetCode", 'AssetCode = "POINTS"'],
    "asOf": ["DateTime"],
    "version": ["Long", "Long = 1"],
    "sourceYaml": ["String!"],
    "activity": ["ActivityInput!"],
    "about": ["ContentSubject"],
    "most": ["Int"],
    "tag": ["String!"],
    "text": ["String!"],
    "basketId": ["ID!"],
    "channel": ["String!"],
    "orderId": ["String!"],
    "basket": ["BasketInput!"],
    "refund": ["ActivityInput!"],
    "value": ["String!"],
    "when": ["String!"],
    "endpointId": ["ID!"],
    "segment": ["String!"],
    "against": ["String", 'String = "office"'],
    "ids": ["[ID!]!"],
    "code": ["String!"],
    "states": ["[FeedbackState!]", "[FeedbackState!] = [TRIAGED]"],
    "types": ["[TimelineType!]", "[TimelineType!] = [FEEDBACK]"],
    "category": ["String", 'String = "general"'],
}


@dataclass
class Operation:
    """A query as text, with the variables to run it."""

    text: str
    variables: dict[str, Any]


@dataclass
class _Making:
    draw: Any
    schema: GraphQLSchema
    declared: list[str] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    counted: int = 0

    def chance(self, of: int) -> bool:
        return bool(self.draw(st.integers(1, of)) == 1)

    def one_of(self, values: list[Any]) -> Any:
        return self.draw(st.sampled_from(values))

    def fresh(self, prefix: str) -> str:
        self.counted += 1
        return f"{prefix}{self.counted}"

    def selection(self, kind: GraphQLObjectType | GraphQLInterfaceType, depth: int) -> str:
        names = list(kind.fields)
        if kind.name == "Query" and not self.chance(12):
            names.remove("node")
        chosen = [self.one_of([*names, "__typename"]) for _ in range(self.draw(st.integers(1, 5)))]
        parts = []
        for name in dict.fromkeys(chosen):
            part = self.field(kind, name, depth)
            if self.chance(5):
                part = f"... {self.on(kind)}{self.condition()} {{ {part} }}"
            elif self.chance(6):
                fragment = self.fresh("Part")
                self.fragments.append(f"fragment {fragment} on {kind.name} {{ {part} }}")
                part = f"...{fragment}{self.condition()}"
            parts.append(part)
            if self.chance(10):
                parts.append(part)
        return "{ " + " ".join(parts) + " }"

    def on(self, kind: GraphQLObjectType | GraphQLInterfaceType) -> str:
        interfaces = [each.name for each in kind.interfaces]
        # A field of the object itself can't stand on its interface.
        return self.one_of(["", f"on {kind.name}"]) if not interfaces else f"on {kind.name}"

    def field(self, kind: GraphQLObjectType | GraphQLInterfaceType, name: str, depth: int) -> str:
        if name == "__typename":
            return "__typename" + self.condition()
        definition: GraphQLField = kind.fields[name]
        alias = self.fresh("a") + ": " if self.chance(4) or definition.args else ""
        text = alias + name + self.arguments(definition) + self.condition()
        of = get_named_type(definition.type)
        if isinstance(of, GraphQLObjectType | GraphQLInterfaceType):
            if depth >= DEPTH_MAX:
                return text + " { __typename }"
            text += " " + self.selection(of, depth + 1)
        return text

    def arguments(self, definition: GraphQLField) -> str:
        given = []
        for name, argument in definition.args.items():
            required = str(argument.type).endswith("!") and argument.default_value is None
            if not required and name not in ("id", "ids") and self.chance(3):
                continue
            value = self.one_of(VALUES[name])
            if self.chance(2):
                is_enum = isinstance(get_named_type(argument.type), GraphQLEnumType)
                given.append(f"{name}: {_literal(value, is_enum)}")
            else:
                given.append(f"{name}: ${self.variable(name, value)}")
        return f"({', '.join(given)})" if given else ""

    def variable(self, of: str, value: Any) -> str:
        name = self.fresh("v")
        kind = self.one_of(TYPES[of])
        self.declared.append(f"${name}: {kind}")
        if self.chance(40):
            value = self.one_of([None, 7, "x", [], {}])
        absent = "=" in kind or not kind.endswith("!")
        if not (absent and self.chance(3)):
            self.variables[name] = value
        return name

    def condition(self) -> str:
        if not self.chance(7):
            return ""
        directive = self.one_of(["skip", "include"])
        if self.chance(2):
            return f" @{directive}(if: {self.one_of(['true', 'false'])})"
        name = self.fresh("v")
        kind = self.one_of(["Boolean!", "Boolean! = true", "Boolean! = false"])
        self.declared.append(f"${name}: {kind}")
        if "=" not in kind or self.chance(2):
            self.variables[name] = self.one_of([True, False])
        return f" @{directive}(if: ${name})"


def _literal(value: Any, is_enum: bool) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict):
        told = (f"{key}: {_literal(each, key == 'type')}" for key, each in value.items())
        return "{" + ", ".join(told) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(each, is_enum) for each in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) and not is_enum else str(value)


@st.composite
def operations(draw: Any, schema: GraphQLSchema) -> Operation:
    """A query, valid but for what chance makes of its variables."""
    making = _Making(draw, schema)
    query = schema.query_type
    assert query is not None
    selected = making.selection(query, 1)
    declared = f"({', '.join(making.declared)})" if making.declared else ""
    text = f"query{declared} {selected} " + " ".join(making.fragments)
    return Operation(text, making.variables)
