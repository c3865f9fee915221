"""A front end that reconnects gets the changes that it missed, from the real ledger."""

from typing import Any

from tests.e2e.activities import SETTLED_DAYS, line, order
from tests.e2e.brand import Brand, Person, unique
from tests.e2e.test_rewards_journey import CANCEL, redeem, with_points

SINCE = """query($token: String) { changesSince(token: $token, first: 50) {
  token hasMore entries { amount sequence } tierChanges { toTier { code } }
  feedback { text state } points { held available } } }"""
SUBMIT = """mutation($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) { userErrors { code } } }"""
POINTS = "subscription { pointsChanged { id live held points { held } } }"
MISSED = """subscription { pointsChanged(resumeAfter: "%s") {
  id live held entry { sequence } points { held } } }"""


async def _since(person: Person, token: str | None) -> Any:
    return await person.front.ask(SINCE, token=token)


async def test_a_front_end_that_was_away_gets_the_changes_it_missed(tea: Brand) -> None:
    person = await tea.enrol()
    begun = await _since(person, None)
    assert (begun["entries"], begun["feedback"], begun["hasMore"]) == ([], [], False)
    await tea.till.record(order(person.id, line(30_000), days_ago=SETTLED_DAYS))
    await person.followed(points=300)
    told = await _since(person, begun["token"])
    assert [(entry["amount"], entry["sequence"]) for entry in told["entries"]] == [(300, 1)]
    await person.front.ask(SUBMIT, input={"requestId": unique("f"), "text": "很好喝"})
    after = await _since(person, told["token"])
    assert (after["entries"], [item["text"] for item in after["feedback"]]) == ([], ["很好喝"])
    assert (await _since(person, after["token"]))["feedback"] == []


async def test_holds_are_reported_and_a_subscription_resumes(tea: Brand) -> None:
    person = await with_points(tea, 300)
    begun = await _since(person, None)
    async with person.front.subscribe(POINTS) as changes:
        held = (await redeem(person))["redemption"]
        assert await changes.next(held=held["price"]) == {
            "id": changes.first["id"],
            "live": True,
            "held": held["price"],
            "points": {"held": held["price"]},
        }
        await person.front.ask(CANCEL, input={"requestId": unique("c"), "redemptionId": held["id"]})
        assert (await changes.next(held=-held["price"]))["points"] == {"held": 0}
    async with person.front.subscribe(MISSED % begun["token"]) as again:
        # No entry was missed; holds may have changed, and the balance tells.
        assert again.first == {**changes.first, "entry": None, "points": {"held": 0}}
