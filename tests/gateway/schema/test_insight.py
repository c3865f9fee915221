"""The brand's figures in GraphQL: an operator's board, series, cohorts, funnels and alarms."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.fake_backend import FakeBackend

ACQUISITION = """query($from: String) { acquisition(fromMonth: $from) { currencyCode
  channels { code name(lang: EN) kind floor } metrics { code }
  returns { month members revenueMinor costMinor complete short channel { code }
    cac { value } roi { value numerator } } } }"""
COSTS = """mutation($input: PutChannelCostsInput!) { putChannelCosts(input: $input) {
  taken replayed userErrors { code field } } }"""
As = Callable[..., Client]
BOARD = """{ board { asOf openAlarms { id changePercent state late metric { code } }
  tiles { day standing target { value tolerancePercent } number { value numerator denominator }
    weekBefore { value } metric { code name level unit grains moreIsBetter } } } }"""
MOVE = """mutation($input: MoveMetricAlarmInput!) { moveMetricAlarm(input: $input) {
  replayed userErrors { code field } alarm { id state } } }"""


async def test_an_operator_sees_the_board_in_one_call(as_: As) -> None:
    board = (await as_("operator").data(BOARD))["board"]
    known, unknown = board["tiles"]
    assert known["number"] == {"value": 0.25, "numerator": 1, "denominator": 4}
    assert known["target"] == {"value": 50.0, "tolerancePercent": 10}
    assert (known["standing"], known["weekBefore"]) == ("RED", None)
    assert known["metric"] == {
        "code": "conversion",
        "name": "到店转化率",
        "level": "CORE",
        "unit": "PERCENT",
        "grains": ["DAY"],
        "moreIsBetter": True,
    }
    assert (unknown["number"], unknown["standing"], unknown["target"]) == (None, None, None)
    [alarm] = board["openAlarms"]
    assert (alarm["changePercent"], alarm["state"], alarm["late"]) == (-50, "OPEN", False)


async def test_a_board_says_which_it_is_and_which_others_there_are(as_: As) -> None:
    ann, asked = as_("operator"), "{ code boards { code name(lang: EN) } }"
    told = await ann.data(f'{{ own: board {asked} main: board(code: "main") {asked} }}')
    assert (told["own"]["code"], told["main"]["code"]) == ("care", "main")
    assert told["own"]["boards"] == [
        {"code": "main", "name": "Overview"},
        {"code": "care", "name": "Care"},
    ]
    answer = await ann.ask('{ board(code: "none") { code } }')
    assert answer["errors"][0]["extensions"]["code"] == "BOARD_NOT_FOUND"


async def test_an_operator_asks_for_series_cohorts_funnels_and_reports(as_: As) -> None:
    ann = as_("operator")
    told = await ann.data(
        """{ metric(code: "conversion", grain: DAY, fromDay: "2026-03-01") {
               asOf points { day complete restated number { value } } }
             cohorts { asOf cohorts { day size days { after active } } }
             funnel(code: "to_store") { rule { name steps windowDays } reached open lost
               rate { value } }
             metricCatalogue { metrics { code formula } funnels { code name } } }"""
    )
    told |= await ann.data(
        """{ metricAlarms { edges { node { day value low high notes { by }
               missed acts { threshold journey outcome at } } } }
             insightReports(grain: DAY) { edges { node { day grain lines { number { value }
               restatements { number { value } } }
               messages { channel language state attempts at nextAt problem } } } } }"""
    )
    assert told["metric"]["points"][0]["number"] == {"value": 0.25}
    assert told["cohorts"]["cohorts"][0]["days"] == [
        {"after": 1, "active": 2},
        {"after": 30, "active": None},
    ]
    assert told["cohorts"]["asOf"] is None
    assert (told["funnel"]["reached"], told["funnel"]["open"]) == ([3, 1], 1)
    assert told["metricCatalogue"]["funnels"] == [{"code": "to_store", "name": "到店"}]
    [listed] = [each["node"] for each in told["metricAlarms"]["edges"]]
    assert listed["missed"] is True
    assert [(each["threshold"], each["outcome"]) for each in listed["acts"]] == [
        ("too_few", "PAUSED"),
        ("again", "DUE"),
        ("call", "OPENED"),
    ]
    assert listed["acts"][2]["journey"] is None
    assert listed["acts"][0]["at"] is not None
    assert listed["acts"][1] == {**listed["acts"][1], "journey": "first_week", "at": None}
    [line] = told["insightReports"]["edges"][0]["node"]["lines"]
    assert line["restatements"] == [{"number": None}]
    sent, waits = told["insightReports"]["edges"][0]["node"]["messages"]
    assert (sent["channel"], sent["state"], sent["attempts"]) == ("wecom_robot", "SENT", 2)
    assert (sent["nextAt"], sent["problem"]) == (None, None)
    assert (waits["language"], waits["state"], waits["problem"]) == ("en", "WAITING", "away")
    assert waits["at"] < waits["nextAt"]
    answer = await ann.ask('{ funnel(code: "nothing") { open } }')
    assert answer["errors"][0]["extensions"]["code"] == "FUNNEL_NOT_FOUND"


async def test_an_operator_asks_what_orders_are_put_down_to(as_: As) -> None:
    told = await as_("operator").data(
        """{ attribution(model: TIME_DECAY) { model credits { message channel minorUnits }
          lift { shown low high reached { value } } } }"""
    )
    assert told["attribution"]["model"] == "TIME_DECAY"
    assert told["attribution"]["credits"] == [
        {"message": "birthday", "channel": "sms", "minorUnits": 900},
        {"message": None, "channel": None, "minorUnits": 100},
    ]
    assert told["attribution"]["lift"]["shown"] is False


async def test_an_operator_moves_an_alarm(as_: As) -> None:
    ann = as_("operator")
    wish = {"requestId": "m1", "alarmId": "2026-03-01-conversion", "state": "EXPLAINED"}
    moved = (await ann.data(MOVE, {"input": {**wish, "words": "rain"}}))["moveMetricAlarm"]
    assert moved["alarm"]["state"] == "EXPLAINED"
    wish["alarmId"] = "no"
    refused = (await ann.data(MOVE, {"input": {**wish, "words": "rain"}}))["moveMetricAlarm"]
    assert refused["userErrors"] == [{"code": "METRIC_ALARM_NOT_FOUND", "field": "alarmId"}]


async def test_an_operator_takes_a_to_do(as_: As) -> None:
    ann = as_("operator")
    told = await ann.data(
        """{ metricTodos(openOnly: true) { edges { node { id title(lang: EN) day alarmId threshold
             openedAt dueAt late state owner metric { code } notes { by } } } } }"""
    )
    [todo] = [each["node"] for each in told["metricTodos"]["edges"]]
    assert (todo["title"], todo["state"], todo["owner"]) == ("Call the stores", "OPEN", None)
    assert (todo["late"], todo["metric"]["code"], todo["notes"]) == (True, "conversion", [])
    assert todo["openedAt"] < todo["dueAt"]
    move = """mutation($input: MoveMetricTodoInput!) { moveMetricTodo(input: $input) {
      replayed userErrors { code field } todo { state owner } } }"""
    wish = {"requestId": "t1", "todoId": todo["id"], "state": "TAKEN"}
    moved = (await ann.data(move, {"input": wish}))["moveMetricTodo"]
    assert moved["todo"] == {"state": "TAKEN", "owner": "ann"}
    refused = (await ann.data(move, {"input": {**wish, "todoId": "no"}}))["moveMetricTodo"]
    assert refused["userErrors"] == [{"code": "METRIC_TODO_NOT_FOUND", "field": "todoId"}]


async def test_channels_have_costs_and_returns_and_take_costs(as_: As) -> None:
    operator = as_("operator")
    found = (await operator.data(ACQUISITION, {"from": "2025-12"}))["acquisition"]
    [channel] = found["channels"]
    assert channel == {"code": "stores", "name": "Stores", "kind": "DIRECT", "floor": 5.0}
    told, untold = found["returns"]
    assert (told["cac"], told["roi"]) == ({"value": 50.0}, {"value": 4.0, "numerator": 800})
    assert (told["complete"], told["short"], told["costMinor"]) == (True, True, 200)
    assert (untold["costMinor"], untold["cac"], untold["roi"]) == (None, None, None)
    wish = {
        "requestId": "c1",
        "month": "2026-01",
        "costs": [{"channel": "stores", "minorUnits": 5}],
    }
    done = (await operator.data(COSTS, {"input": wish}))["putChannelCosts"]
    assert done == {"taken": 1, "replayed": False, "userErrors": []}
    wish["costs"] = [{"channel": "radio", "minorUnits": 5}]
    refused = (await operator.data(COSTS, {"input": wish}))["putChannelCosts"]
    assert refused["userErrors"] == [{"code": "ACQUISITION_CHANNEL_NOT_FOUND", "field": "costs"}]


async def test_an_operator_asks_for_contents_and_for_the_weeks_of_one(as_: As) -> None:
    told = await as_("operator").data(
        """{ all: contentFigures { members complete asOf figures { code weekDay viewers interacted
               readThrough { value } interactionRate { value } } }
             one: contentFigures(about: SERIES, code: "tea", most: 1) { figures { code weekDay
               readThrough { value } } } }"""
    )
    [every], [one] = told["all"]["figures"], told["one"]["figures"]
    assert (told["all"]["members"], told["all"]["complete"], told["all"]["asOf"]) == (
        8,
        False,
        None,
    )
    assert (every["code"], every["weekDay"], every["readThrough"]) == (
        "week_9",
        None,
        {"value": 0.25},
    )
    assert (every["viewers"], every["interacted"], every["interactionRate"]) == (4, 2, None)
    assert one == {"code": "tea", "weekDay": "2026-03-02", "readThrough": None}


async def test_an_operator_lists_the_members_behind_a_number(as_: As, backend: FakeBackend) -> None:
    told = await as_("operator").data(
        """{ metricMembers(code: "conversion", day: "2026-03-01", storeCode: "s1", first: 2) {
               edges { node { memberId member { id name } times minorUnits lastAt } }
               pageInfo { hasNextPage endCursor } } }"""
    )
    known, gone = [each["node"] for each in told["metricMembers"]["edges"]]
    assert (known["times"], known["minorUnits"]) == (3, -50)
    assert known["member"]["id"] == known["memberId"]
    assert {*gone.values()} == {gone["memberId"], None}
    assert told["metricMembers"]["pageInfo"]["hasNextPage"] is True
    assert backend.calls["BatchGetMembers"] == 1


async def test_the_members_of_a_cohort_and_of_a_step_are_asked_for_by_their_place(
    as_: As, backend: FakeBackend
) -> None:
    await as_("operator").data(
        """{ cohortMembers(day: "2026-03-01", daysAfter: 7) { edges { cursor } }
             funnelMembers(code: "to_store", step: 2, untilDay: "2026-03-01") { edges { cursor } } }
        """
    )
    sent = [each for method, _, each in backend.requests if method == "ListMetricMembers"]
    cohort, funnel = sorted(sent, key=lambda each: each.WhichOneof("place"))
    assert (cohort.cohort.day, cohort.cohort.after) == ("2026-03-01", 7)
    assert (funnel.funnel.step, funnel.funnel.until_day) == (2, "2026-03-01")


async def test_a_number_that_counts_nobody_has_no_list(as_: As) -> None:
    answer = await as_("operator").ask(
        '{ metricMembers(code: "conversion", day: "2026-03-01", part: BELOW) { edges { cursor } } }'
    )
    assert answer["errors"][0]["extensions"]["code"] == "METRIC_WITHOUT_MEMBERS"
