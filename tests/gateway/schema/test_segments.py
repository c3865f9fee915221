"""Segments: on the card in its one call, listed, previewed, explained and saved by operators."""

from collections.abc import Callable

from gateway.core.ids import to_global
from tests.gateway.conftest import Client
from tests.gateway.queries import CARD_FIELDS
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
READS = {"BatchGetMembers": 1, "BatchGetWallets": 1, "BatchListMemberFeedback": 1}
SAVE = """mutation($input: SaveSegmentInput!) { saveSegment(input: $input) {
  segment { code saved etag when names { en } } replayed userErrors { code field } } }"""
DELETE = """mutation($input: DeleteSegmentInput!) { deleteSegment(input: $input) {
  replayed userErrors { code } } }"""


async def test_a_card_with_segments_is_still_one_call_and_members_see_no_condition(
    as_: As, backend: FakeBackend
) -> None:
    segments = "segments { since segment { code name(lang: EN) when saved etag } }"
    me = (await as_().data("{ me { " + CARD_FIELDS + segments + " } }"))["me"]
    assert backend.calls == READS
    [found] = me["segments"]
    vips = {"code": "vips", "name": "VIPs", "saved": False, "etag": None}
    assert found["segment"] == {**vips, "when": None}
    query = f'{{ member(id: "{member_id(2)}") {{ segments {{ segment {{ when }} }} }} }}'
    [seen] = (await as_("operator").data(query))["member"]["segments"]
    assert seen["segment"]["when"] == "stats.orders > 2"


async def test_a_card_without_segments_does_not_ask_for_them(as_: As, backend: FakeBackend) -> None:
    await as_().data("{ me { " + CARD_FIELDS + " } }")
    [asked] = [request for name, _, request in backend.requests if name == "BatchGetMembers"]
    assert not asked.segments


async def test_operators_see_sizes_with_as_of_and_lag_and_page_through_members(as_: As) -> None:
    operator = as_("operator")
    listed = (await operator.data("{ segments { lagMs asOf segments { members } } }"))["segments"]
    assert (listed["lagMs"], listed["segments"]) == (250, [{"members": 12}])
    page = """query($after: String) { segmentMembers(code: "vips", first: 3, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { memberId since } } } }"""
    first = (await operator.data(page))["segmentMembers"]
    cursor = first["pageInfo"]["endCursor"]
    second = (await operator.data(page, {"after": cursor}))["segmentMembers"]
    ids = [each["node"]["memberId"] for each in [*first["edges"], *second["edges"]]]
    assert ids == [to_global("Member", member_id(n)) for n in range(5)]
    assert not second["pageInfo"]["hasNextPage"]


async def test_operators_preview_and_ask_why(as_: As) -> None:
    operator = as_("operator")
    query = """{ previewSegment(when: "stats.orders > 2", parts: ["true"]) {
      members membersLow membersHigh judged total exact parts
      sample { memberId reasons { fact value } } } }"""
    preview = (await operator.data(query))["previewSegment"]
    assert (preview["members"], preview["exact"], preview["parts"]) == (100, False, [40])
    reasons = [{"fact": "stats.orders", "value": "3"}, {"fact": "member.age", "value": None}]
    assert preview["sample"][0]["reasons"] == reasons
    why = f"""{{ memberSegments(id: "{member_id(2)}") {{
      since segment {{ code }} reasons {{ fact value }} }} }}"""
    [found] = (await operator.data(why))["memberSegments"]
    assert (found["segment"], found["reasons"]) == ({"code": "vips"}, reasons)


async def test_operators_save_and_delete_segments(as_: As, backend: FakeBackend) -> None:
    operator = as_("operator")
    wish = {"requestId": "r1", "code": "fresh", "nameEn": "Fresh", "when": "stats.orders > 0"}
    saved = (await operator.data(SAVE, {"input": {**wish, "etag": "0"}}))["saveSegment"]
    assert (saved["segment"]["code"], saved["segment"]["etag"]) == ("fresh", "1")
    [sent] = [request for name, _, request in backend.requests if name == "SaveSegment"]
    assert (sent.segment.when, sent.segment.name.en, sent.etag) == (
        "stats.orders > 0",
        "Fresh",
        "0",
    )
    taken = (await operator.data(SAVE, {"input": {**wish, "code": "vips"}}))["saveSegment"]
    assert taken["userErrors"] == [{"code": "SEGMENT_IN_PROGRAMME", "field": "code"}]
    gone = {"input": {"requestId": "r2", "code": "fresh"}}
    done = (await operator.data(DELETE, gone))["deleteSegment"]
    assert done == {"replayed": False, "userErrors": []}
    none = await operator.data(DELETE, {"input": {"requestId": "r3", "code": "old"}})
    assert none["deleteSegment"]["userErrors"] == [{"code": "SEGMENT_NOT_FOUND"}]


async def test_operators_see_how_many_members_have_each_score_and_ask_for_a_run(
    as_: As, backend: FakeBackend
) -> None:
    operator = as_("operator")
    query = """{ rfm { declared running runs { on cause endedAt members
      cuts { recencyDays orders spent { minorUnits currencyCode } terciles }
      cells { recency frequency monetary members valueClass }
      classes { code members valueMinor } valueActivity { highValue active members } } } }"""
    rfm = (await operator.data(query))["rfm"]
    assert backend.calls == {"GetRfm": 1}
    assert (rfm["declared"], rfm["running"]) == (True, True)
    [run] = rfm["runs"]
    assert (run["on"], run["cause"], run["members"]) == ("2026-02-28", "MONTH", 7)
    assert run["cuts"] == {
        "recencyDays": [30, 90],
        "orders": [2, 5],
        "spent": [
            {"minorUnits": 10_000, "currencyCode": "CNY"},
            {"minorUnits": 50_000, "currencyCode": "CNY"},
        ],
        "terciles": True,
    }
    assert run["cells"][0]["valueClass"] == "high_value"
    assert run["classes"] == [{"code": "high_value", "members": 7, "valueMinor": 700_000}]
    assert run["valueActivity"] == [{"highValue": True, "active": True, "members": 5}]
    ask = """mutation($input: RunRfmInput!) { runRfm(input: $input) {
      replayed userErrors { code } } }"""
    done = await operator.data(ask, {"input": {"requestId": "r1"}})
    assert done["runRfm"] == {"replayed": False, "userErrors": []}
    none = await operator.data(ask, {"input": {"requestId": "none"}})
    assert none["runRfm"]["userErrors"] == [{"code": "RFM_UNAVAILABLE"}]


async def test_operators_see_what_a_member_of_a_segment_is_worth_with_the_inputs(
    as_: As, backend: FakeBackend
) -> None:
    query = """query($code: String!) { segmentLtv(code: $code) {
      members counted on asOf ltv { minorUnits currencyCode }
      stages { stage members orders spentMinor kept conversionPermille averageOrderMinor
        frequencyThousandths retentionPermille valueMinor } } }"""
    ltv = (await as_("operator").data(query, {"code": "vips"}))["segmentLtv"]
    assert backend.calls == {"GetSegmentLtv": 1}
    assert ltv["ltv"] == {"minorUnits": 6_000, "currencyCode": "CNY"}
    assert (ltv["members"], ltv["counted"], ltv["on"]) == (3_000, 2_000, "2026-03-02")
    [stage] = ltv["stages"]
    assert list(stage.values()) == [
        *("LOYALTY", 20, 120, 960_000, 15),
        *(100, 8_000, 6_000, 750, 3_600),
    ]


async def test_operators_see_the_clusters_and_whose_a_member_is_in_one_call(
    as_: As, backend: FakeBackend
) -> None:
    operator = as_("operator")
    query = """{ clusters { version on seed members sampled currency clusters {
      cluster { code name(lang: EN) names { zh } } members ordersThousandths: orders90dThousandths
      spent90dMinor activeDaysThousandths contentThousandths visitsThousandths } } }"""
    clusters = (await operator.data(query))["clusters"]
    assert backend.calls == {"GetClusters": 1}
    [payers] = clusters.pop("clusters")
    assert clusters == {
        "version": 3,
        "on": "2026-03-02",
        "seed": 1,
        "members": 20_000,
        "sampled": 10_000,
        "currency": "CNY",
    }
    named = {"code": "high_value_payers", "name": "High-value payers"}
    assert payers == {
        "cluster": {**named, "names": {"zh": "高价值付费"}},
        "members": 7,
        "ordersThousandths": 12_500,
        "spent90dMinor": 90_000,
        "activeDaysThousandths": 14_000,
        "contentThousandths": 2_000,
        "visitsThousandths": 500,
    }
    backend.calls.clear()
    of = 'member(id: "%s") { cluster { code } }'
    two = f"{{ a: {of % member_id(2)} b: {of % member_id(3)} }}"
    found = await operator.data(two)
    assert (found["a"]["cluster"], found["b"]["cluster"]) == ({"code": "high_value_payers"}, None)
    assert backend.calls == {"BatchGetMembers": 1}
