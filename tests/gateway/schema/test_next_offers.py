"""Next offers in GraphQL: a member's list with reasons, and what operators see of it."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
LIST = """{ nextOffers { byProfile offers { code name(lang: EN) series reason(lang: ZH) basis
  bought { code name(lang: EN) } boughtOrders boughtLastOn } } }"""
SHOW = """mutation($input: ShowNextOffersInput!) { showNextOffers(input: $input) {
  shown replayed userErrors { code field } } }"""
DECLINE = """mutation($input: DeclineNextOfferInput!) { declineNextOffer(input: $input) {
  until replayed userErrors { code field } } }"""


async def test_a_member_reads_offers_with_reasons_and_answers_them(
    as_: As, backend: FakeBackend
) -> None:
    found = (await as_().data(LIST))["nextOffers"]
    assert found["byProfile"]
    first, second = found["offers"]
    assert first == {
        "code": "scarves",
        "name": "Scarves",
        "series": "scarf",
        "reason": "买过外套",
        "basis": "TOGETHER",
        "bought": {"code": "coat", "name": "Coats"},
        "boughtOrders": 2,
        "boughtLastOn": "2026-02-01",
    }
    assert (second["bought"], second["boughtLastOn"]) == (None, None)
    wish = {"requestId": "s1", "offers": ["scarves", "hats"]}
    done = (await as_().data(SHOW, {"input": wish}))["showNextOffers"]
    assert done == {"shown": 2, "replayed": False, "userErrors": []}
    assert (await as_().data(SHOW, {"input": wish}))["showNextOffers"]["replayed"]
    unknown = {"requestId": "s2", "offers": ["soup"]}
    refused = (await as_().data(SHOW, {"input": unknown}))["showNextOffers"]
    assert refused["shown"] is None
    assert refused["userErrors"][0]["code"] == "NEXT_OFFER_NOT_FOUND"
    declined = {"requestId": "d1", "offer": "scarves"}
    payload = (await as_().data(DECLINE, {"input": declined}))["declineNextOffer"]
    assert payload["until"]
    sent = next(request for name, _, request in backend.requests if name == "DeclineNextOffer")
    assert (sent.member_id, sent.offer) == (member_id(2), "scarves")


async def test_operators_see_why_and_how_offers_are_taken(as_: As) -> None:
    query = """query($whom: ID!, $after: String) {
      explainNextOffers(whom: $whom) { byProfile
        offers { hindrance chance priority offer { code } } }
      offerFigures { code name(lang: EN) shown declined taken explored exploredTaken }
      associations(first: 1, after: $after) { buyers learntAt pageInfo { hasNextPage endCursor }
        edges { node { ofSeries { code name } toSeries { name } basis ofMembers toMembers both
          confidence low high base lift } } } }"""
    asked = {"whom": member_id(3), "after": None}
    found = await as_("operator").data(query, asked)
    chosen, behind = found["explainNextOffers"]["offers"]
    assert (chosen["hindrance"], chosen["chance"], chosen["priority"]) == (None, 0.26, 1)
    assert (behind["hindrance"], behind["chance"]) == ("BEHIND", None)
    [figure] = found["offerFigures"]
    assert (figure["shown"], figure["taken"], figure["exploredTaken"]) == (9, 3, 0)
    page = found["associations"]
    assert page["buyers"] == 1_000
    [learnt] = [each["node"] for each in page["edges"]]
    assert (learnt["both"], learnt["confidence"], learnt["lift"]) == (30, 0.3, 5.0)
    more = await as_("operator").data(query, {**asked, "after": page["pageInfo"]["endCursor"]})
    [by_hand] = [each["node"] for each in more["associations"]["edges"]]
    assert (by_hand["basis"], by_hand["confidence"], by_hand["lift"]) == ("SCENE", None, None)
    assert by_hand["ofSeries"]["name"] == "hat"
