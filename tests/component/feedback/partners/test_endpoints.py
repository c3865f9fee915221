"""Operators' RPCs: what they refuse, what they keep, and what a repeat gets."""

import base64
from datetime import timedelta
from typing import Any

import grpc
import pytest

from services.common.auth import Caller, Role
from services.common.errors import reason_of
from services.common.mongo import Database
from services.feedback.partners.domain.endpoint import ENDPOINTS_MAX
from tessera.feedback.v1 import partners_pb2 as pb
from tessera.feedback.v1 import partners_pb2_grpc as pb_grpc
from tests.component.feedback.conftest import Feedback

URL = "https://crm.partner.example/hooks"


async def refusal(call: Any) -> tuple[str, str]:
    """The reason and the field of a refused call."""
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await call
    reason = reason_of(refused.value)
    assert reason is not None, refused.value
    return reason.reason, reason.field


async def test_bad_input_is_refused_with_its_field_and_nothing_is_written(
    alone: Feedback, db: Database
) -> None:
    partners = alone.partners()
    made = await partners.CreateEndpoint(pb.CreateEndpointRequest(request_id="e0", url=URL))
    of = made.endpoint.id
    request = pb.CreateEndpointRequest(request_id="bad", url="ftp://crm.partner.example/")
    assert await refusal(partners.CreateEndpoint(request)) == ("ENDPOINT_URL_INVALID", "url")
    now = alone.clock.now()
    hour = timedelta(hours=1)
    spans: list[tuple[Any, Any, str]] = [
        (now, None, "from_time"),
        (now - hour, now + hour, "to_time"),
        (now - hour, now - 2 * hour, "from_time"),
    ]
    for begin, end, field in spans:
        asked = pb.ReplayRequest(request_id="bad", endpoint_id=of)
        asked.from_time.FromDatetime(begin)
        if end is not None:
            asked.to_time.FromDatetime(end)
        assert await refusal(partners.Replay(asked)) == ("REPLAY_SPAN_INVALID", field)
    no = "whe_none"
    refused: list[tuple[Any, tuple[str, str]]] = [
        (
            partners.CreateEndpoint(
                pb.CreateEndpointRequest(request_id="bad", url=URL, types=["tier.lost"])
            ),
            ("EVENT_TYPE_UNKNOWN", "types"),
        ),
        (
            partners.CreateEndpoint(
                pb.CreateEndpointRequest(request_id="bad", url=URL, types=["tier.changed"] * 51)
            ),
            ("INVALID_ARGUMENT", "types"),
        ),
        (
            partners.CreateEndpoint(
                pb.CreateEndpointRequest(request_id="bad", url=URL, description="x" * 201)
            ),
            ("INVALID_ARGUMENT", "description"),
        ),
        (
            partners.CreateEndpoint(pb.CreateEndpointRequest(url=URL)),
            ("INVALID_ARGUMENT", "request_id"),
        ),
        (
            partners.Replay(pb.ReplayRequest(request_id="bad", endpoint_id=of)),
            ("INVALID_ARGUMENT", "from_time"),
        ),
        (
            partners.UpdateEndpoint(pb.UpdateEndpointRequest(request_id="bad", endpoint_id=no)),
            ("ENDPOINT_NOT_FOUND", "endpoint_id"),
        ),
        (
            partners.RotateSecret(pb.RotateSecretRequest(request_id="bad", endpoint_id=no)),
            ("ENDPOINT_NOT_FOUND", "endpoint_id"),
        ),
        (
            partners.DeleteEndpoint(pb.DeleteEndpointRequest(request_id="bad", endpoint_id=no)),
            ("ENDPOINT_NOT_FOUND", "endpoint_id"),
        ),
        (
            partners.ListBacklog(pb.ListBacklogRequest(endpoint_id=no)),
            ("ENDPOINT_NOT_FOUND", "endpoint_id"),
        ),
        (
            partners.ListAttempts(pb.ListAttemptsRequest(endpoint_id=no)),
            ("ENDPOINT_NOT_FOUND", "endpoint_id"),
        ),
        (
            partners.ResendDelivery(pb.ResendDeliveryRequest(request_id="bad", delivery_id=no)),
            ("DELIVERY_NOT_FOUND", "delivery_id"),
        ),
        (
            partners.ListBacklog(pb.ListBacklogRequest(endpoint_id=of, page_token="x")),
            ("PAGE_TOKEN_INVALID", "page_token"),
        ),
        (
            alone.partners("retail").RotateSecret(
                pb.RotateSecretRequest(request_id="bad", endpoint_id=of)
            ),
            ("ENDPOINT_NOT_FOUND", "endpoint_id"),
        ),
    ]
    for call, expected in refused:
        assert await refusal(call) == expected
    assert await db["requests"].count_documents({}) == 1
    assert await db["webhook_endpoints"].count_documents({}) == 1
    for role in (Role.CHANNEL, Role.SERVICE):
        stub: pb_grpc.PartnersAsyncStub = pb_grpc.PartnersStub(
            alone._channel(Caller("tea", "pos", role))
        )
        listing = stub.ListEndpoints(pb.ListEndpointsRequest())
        assert (await refusal(listing))[0] == "PERMISSION_DENIED"


async def test_a_secret_is_shown_once_and_kept_sealed(alone: Feedback, db: Database) -> None:
    partners = alone.partners()
    create = pb.CreateEndpointRequest(request_id="e1", url=URL, types=["tier.changed"])
    made = await partners.CreateEndpoint(create)
    assert made.secret.startswith("whsec_")
    again = await partners.CreateEndpoint(create)
    assert (again.replayed, again.secret, again.endpoint) == (True, made.secret, made.endpoint)
    alone.clock.advance(timedelta(minutes=11))
    late = await partners.CreateEndpoint(create)
    assert (late.replayed, late.secret) == (True, "")
    create.url += "/other"
    assert await refusal(partners.CreateEndpoint(create)) == ("REQUEST_ID_REUSED", "request_id")

    rotate = pb.RotateSecretRequest(request_id="k1", endpoint_id=made.endpoint.id, at_once=True)
    rotated = await partners.RotateSecret(rotate)
    assert len(rotated.endpoint.secrets) == 1
    assert rotated.secret != made.secret
    # The key of the first answer is gone, so that a repeat shows none.
    create.url = URL
    assert (await partners.CreateEndpoint(create)).secret == ""

    secrets = [made.secret, rotated.secret]
    keys = [str(base64.b64decode(each.removeprefix("whsec_"))) for each in secrets]
    for name in await db.list_collection_names():
        kept = str(await db[name].find({}).to_list(None))
        assert not [each for each in (*secrets, *keys) if each in kept], name


async def test_a_brand_has_so_many_endpoints_and_no_more(alone: Feedback) -> None:
    partners = alone.partners()
    for number in range(ENDPOINTS_MAX):
        await partners.CreateEndpoint(pb.CreateEndpointRequest(request_id=f"e{number}", url=URL))
    more = pb.CreateEndpointRequest(request_id="more", url=URL)
    assert (await refusal(partners.CreateEndpoint(more)))[0] == "TOO_MANY_ENDPOINTS"
    await alone.partners("retail").CreateEndpoint(more)
    asked = pb.ListEndpointsRequest(page_size=15)
    page = await partners.ListEndpoints(asked)
    asked.page_token = page.next_page_token
    rest = await partners.ListEndpoints(asked)
    ids = [each.id for each in (*page.endpoints, *rest.endpoints)]
    assert (len(ids), rest.next_page_token) == (ENDPOINTS_MAX, "")
    assert ids == sorted(set(ids))
    assert "tier.changed" in page.known_types
    replay = pb.ReplayRequest(endpoint_id=ids[0])
    replay.from_time.FromDatetime(alone.clock.now() - timedelta(days=1))
    answers = []
    for number in range(4):
        replay.request_id = f"p{number}"
        try:
            answers.append((await partners.Replay(replay)).replay.id)
        except grpc.aio.AioRpcError as error:
            answers.append(reason_of(error).reason)  # type: ignore[union-attr]
    # Feeds are away, so that none of them ends.
    assert answers[3] == "TOO_MANY_REPLAYS"
    assert len(set(answers)) == 4
