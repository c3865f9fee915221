"""The time that the team has left for an item."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tessera.feedback.v1 import feedback_pb2 as pb
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, feedback_item, member_id

As = Callable[..., Client]
QUERY = "{ me { feedback { edges { node { remainingSeconds } } } } }"


def _item(state: int, response: int | None, resolution: int | None, answered: bool) -> pb.Feedback:
    """Due so many minutes from now."""
    now = datetime.now(UTC)
    item = feedback_item(member_id(2), 1)
    item.state = state  # type: ignore[assignment]
    if response is not None:
        item.response_due_time.FromDatetime(now + timedelta(minutes=response))
    if resolution is not None:
        item.resolution_due_time.FromDatetime(now + timedelta(minutes=resolution))
    if answered:
        item.first_response_time.FromDatetime(now)
    return item


@pytest.mark.parametrize(
    ("state", "response", "resolution", "answered", "minutes"),
    [
        (pb.FEEDBACK_STATE_TRIAGED, 30, 60, False, 30),
        (pb.FEEDBACK_STATE_ASSIGNED, -12, 60, False, -12),
        (pb.FEEDBACK_STATE_ASSIGNED, 30, 60, True, 60),
        (pb.FEEDBACK_STATE_ASSIGNED, 30, None, True, None),
        (pb.FEEDBACK_STATE_TRIAGED, None, 60, False, 60),
        (pb.FEEDBACK_STATE_WAITING, 30, 60, False, 30),
        (pb.FEEDBACK_STATE_WAITING, 30, 60, True, None),
        (pb.FEEDBACK_STATE_RESOLVED, 30, 60, False, None),
        (pb.FEEDBACK_STATE_CLOSED, -30, -60, False, None),
    ],
)
async def test_the_time_left_is_that_of_what_the_team_owes_next(
    as_: As,
    backend: FakeBackend,
    state: int,
    response: int | None,
    resolution: int | None,
    answered: bool,
    minutes: int | None,
) -> None:
    backend.items = [_item(state, response, resolution, answered)]
    (edge,) = (await as_().data(QUERY))["me"]["feedback"]["edges"]
    left = edge["node"]["remainingSeconds"]
    if minutes is None:
        assert left is None
    else:
        assert minutes * 60 - 30 <= left <= minutes * 60
