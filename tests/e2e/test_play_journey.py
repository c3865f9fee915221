"""Reviews of the new flavours do a task, bring points, badges and a place on the leaderboard."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tessera.types.v1 import types_pb2
from tests.e2e.brand import Brand, Person, unique
from tests.e2e.running_suite import until

PLAY = """{ me { badges { code held done of }
  tasks { code done open steps { done of } reward { amount badge { code } } }
  streaks { code current inDays } } }"""
BOARD = """{ leaderboard(code: "month_points") { complete
  me { score around { mine member { maskedName } } } } }"""
FLAVOURS = ("osmanthus_oolong", "lychee_jasmine", "sesame_latte")


def told(person: Person, kind: types_pb2.ActivityType.ValueType, days: int = 0) -> Any:
    activity = types_pb2.Activity(
        channel="app", event_id=unique("play"), member_id=person.id, type=kind
    )
    activity.occur_time.FromDatetime(datetime.now(UTC) - timedelta(days=days, minutes=1))
    return activity


async def test_three_reviews_do_the_task_and_two_visits_begin_a_streak(tea: Brand) -> None:
    person = await tea.enrol()
    begun = await person.front.ask(PLAY)
    assert [task["done"] for task in begun["tasks"]] == [False]
    reviews = [told(person, types_pb2.ACTIVITY_TYPE_REVIEW) for _ in FLAVOURS]
    for review, flavour in zip(reviews, FLAVOURS, strict=True):
        review.labels["article"] = flavour
    visits = [told(person, types_pb2.ACTIVITY_TYPE_VISIT, days) for days in (0, 1)]
    for visit in visits:
        visit.store_id = "store-04"  # in Hangzhou: in Shanghai a visit at the weekend brings points
    await tea.till.record(*reviews, *visits)
    shown = await until(
        lambda: person.front.ask(PLAY),
        lambda me: me["tasks"][0]["done"] and me["streaks"][0]["current"] == 2,
    )
    held = {badge["code"] for badge in shown["badges"] if badge["held"]}
    assert held == {"explorer", "taster"}
    assert shown["streaks"] == [{"code": "store_days", "current": 2, "inDays": 1}]
    # 10 for each of three reviews, 5 for each step and 30 for the whole.
    await person.followed(points=75)
    # The month's leaderboard counts the same points, whoever else has a place on it.
    board = await until(
        lambda: person.front.ask(BOARD),
        lambda told: told["complete"] and told["me"] and told["me"]["score"] == 75,
    )
    (own,) = [each for each in board["me"]["around"] if each["mine"]]
    assert own["member"]["maskedName"]
