"""Surveys: what a member is asked, the answer, and the results that operators see."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
OFFERS = """{ me { surveys { id survey kind name(lang: EN) anonymous answered offeredAt expiresAt
  thanks questions { code kind text(lang: ZH) required lowest highest charactersMax
    options { code name } showWhen { question atLeast atMost anyOf } }
  replies { question number options text } } } }"""
ANSWER = """mutation($input: AnswerSurveyInput!) { answerSurvey(input: $input) {
  survey { id answered replies { number } } replayed userErrors { code field } } }"""
RESULTS = """query($from: Date) { survey(code: "recommend") { code kind offered answered open opens
  results(fromDay: $from) { answers hidden hiddenGroups
    figure { value low high answers few } groups { grouping code answers figure { few low } }
    questions { question { code } replies counts { value count } } } } }"""


async def test_a_member_reads_what_they_are_asked_and_answers(
    as_: As, backend: FakeBackend
) -> None:
    me = (await as_().data(OFFERS))["me"]
    [asked] = me["surveys"]
    assert (asked["survey"], asked["kind"], asked["name"]) == ("recommend", "NPS", "Recommend")
    likely, wrong = asked["questions"]
    assert (likely["kind"], likely["lowest"], likely["highest"]) == ("SCORE", 0, 10)
    assert (wrong["lowest"], wrong["options"][0]["code"]) == (None, "taste")
    assert wrong["showWhen"] == {
        "question": "likely",
        "atLeast": None,
        "atMost": 6,
        "anyOf": [],
    }
    assert asked["replies"] == [{"question": "likely", "number": 6, "options": [], "text": None}]
    wish = {
        "requestId": "a1",
        "offerId": asked["id"],
        "replies": [
            {"question": "likely", "number": 0},
            {"question": "wrong", "options": ["taste"]},
            {"question": "words", "text": "排队"},
        ],
    }
    done = (await as_().data(ANSWER, {"input": wish}))["answerSurvey"]
    assert done == {
        "survey": {"id": asked["id"], "answered": True, "replies": []},
        "replayed": False,
        "userErrors": [],
    }
    again = (await as_().data(ANSWER, {"input": wish}))["answerSurvey"]
    assert again["replayed"]
    sent = next(request for name, _, request in backend.requests if name == "AnswerSurvey")
    assert (sent.member_id, sent.complete) == (member_id(2), True)
    first, second, third = sent.replies
    # Nought is an answer, and no number is none.
    assert (first.HasField("number"), first.number) == (True, 0)
    assert (second.HasField("number"), list(second.options)) == (False, ["taste"])
    assert third.text == "排队"
    wish |= {"requestId": "a2", "offerId": "none"}
    refused = (await as_().data(ANSWER, {"input": wish}))["answerSurvey"]
    assert refused["userErrors"] == [{"code": "SURVEY_OFFER_NOT_FOUND", "field": "offerId"}]


async def test_operators_read_figures_groups_and_words(as_: As, backend: FakeBackend) -> None:
    desk = as_("operator")
    survey = (await desk.data(RESULTS))["survey"]
    assert (survey["offered"], survey["answered"], survey["opens"]) == (9, 3, "2026-01-01")
    results = survey["results"]
    assert results["figure"] == {
        "value": 45,
        "low": 30.5,
        "high": 59.5,
        "answers": 100,
        "few": False,
    }
    [gold] = results["groups"]
    assert (gold["grouping"], gold["code"], gold["figure"]) == (
        "TIER",
        "gold",
        {"few": True, "low": None},
    )
    assert results["questions"][0]["counts"] == [{"value": "9", "count": 60}]
    ranged = (await desk.data(RESULTS, {"from": "2026-03-01"}))["survey"]["results"]
    assert ranged["answers"] == 1
    [asked] = {r.from_day for name, _, r in backend.requests if name == "GetSurveyResults"} - {""}
    assert asked == "2026-03-01"
    nothing = await desk.data('{ survey(code: "none") { code } }')
    assert nothing["survey"] is None
    page = """{ surveyComments(code: "recommend", first: 1) {
      edges { node { question text score memberId day } } pageInfo { hasNextPage } } }"""
    comments = (await desk.data(page))["surveyComments"]
    assert comments["edges"][0]["node"]["text"] == "好喝"
    assert comments["pageInfo"]["hasNextPage"]
