"""Partners as the gateway sees them: one endpoint, one delivery that waits."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import partners_pb2 as pb
from tessera.feedback.v1 import partners_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at, refuse


def endpoint() -> pb.Endpoint:
    return pb.Endpoint(
        id="whe_1",
        url="https://crm.partner.example/",
        types=["tier.changed"],
        state=pb.ENDPOINT_STATE_ENABLED,
        secrets=[
            pb.EndpointSecret(id="whk_1", create_time=at(0), expire_time=at(60)),
            pb.EndpointSecret(id="whk_2", create_time=at(1)),
        ],
        create_time=at(0),
        failing_since_time=at(2),
        waiting=3,
        replays=[replay()],
    )


def replay() -> pb.WebhookReplay:
    return pb.WebhookReplay(
        id="whr_1",
        state=pb.REPLAY_STATE_SENDING,
        from_time=at(-60),
        to_time=at(0),
        deliveries=7,
        create_time=at(0),
    )


def delivery(number: int) -> pb.Delivery:
    failed = pb.DeliveryAttempt(time=at(1), problem="TIMEOUT", duration_ms=15_000)
    refused = pb.DeliveryAttempt(time=at(2), status=503, duration_ms=20)
    return pb.Delivery(
        id=f"whe_1/evt_{number}",
        endpoint_id="whe_1",
        message_id=f"evt_{number}",
        type="tier.changed",
        member_id="mem_3" if number else "",
        member_seq=number + 1,
        state=pb.DELIVERY_STATE_WAITING,
        create_time=at(0),
        tries=2,
        attempts=[failed, refused],
    )


class Partners(partners_pb2_grpc.PartnersServicer):
    """Every brand has the endpoint `whe_1`."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def _entered(self, name: str, request: Any, context: Any) -> None:
        await self.backend.enter(name, request, context)
        if getattr(request, "endpoint_id", "whe_1") != "whe_1":
            await refuse(context, Refusal("ENDPOINT_NOT_FOUND", field="endpoint_id"))

    async def ListEndpoints(self, request: Any, context: Any) -> Any:
        await self._entered("ListEndpoints", request, context)
        return pb.ListEndpointsResponse(
            endpoints=[endpoint()], known_types=["member.erased", "tier.changed"]
        )

    async def ListBacklog(self, request: Any, context: Any) -> Any:
        await self._entered("ListBacklog", request, context)
        first = int(request.page_token or 0)
        last = min(5, first + request.page_size)
        return pb.ListBacklogResponse(
            deliveries=[delivery(number) for number in range(first, last)],
            next_page_token=str(last) if last < 5 else "",
        )

    async def ListAttempts(self, request: Any, context: Any) -> Any:
        await self._entered("ListAttempts", request, context)
        return pb.ListAttemptsResponse(deliveries=[delivery(1)])

    async def CreateEndpoint(self, request: Any, context: Any) -> Any:
        await self._entered("CreateEndpoint", request, context)
        if request.url.startswith("http:"):
            refusal = Refusal(
                "ENDPOINT_URL_INVALID", field="url", metadata={"why": "HTTPS", "problem": "https"}
            )
            await refuse(context, refusal)
        return pb.CreateEndpointResponse(endpoint=endpoint(), secret="whsec_AAAA")

    async def UpdateEndpoint(self, request: Any, context: Any) -> Any:
        await self._entered("UpdateEndpoint", request, context)
        changed = endpoint()
        changed.state = pb.ENDPOINT_STATE_ENABLED if request.enabled else pb.ENDPOINT_STATE_DISABLED
        return pb.UpdateEndpointResponse(endpoint=changed)

    async def DeleteEndpoint(self, request: Any, context: Any) -> Any:
        await self._entered("DeleteEndpoint", request, context)
        return pb.DeleteEndpointResponse(endpoint=endpoint())

    async def RotateSecret(self, request: Any, context: Any) -> Any:
        await self._entered("RotateSecret", request, context)
        return pb.RotateSecretResponse(endpoint=endpoint(), replayed=True)

    async def ResendDelivery(self, request: Any, context: Any) -> Any:
        await self._entered("ResendDelivery", request, context)
        return pb.ResendDeliveryResponse(delivery=delivery(1))

    async def SendTest(self, request: Any, context: Any) -> Any:
        await self._entered("SendTest", request, context)
        return pb.SendTestResponse(delivery=delivery(0))

    async def Replay(self, request: Any, context: Any) -> Any:
        await self._entered("Replay", request, context)
        asked = replay()
        asked.from_time.CopyFrom(request.from_time)
        return pb.ReplayResponse(replay=asked)
