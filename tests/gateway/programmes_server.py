"""Programmes as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.members.v1 import programmes_pb2, programmes_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse
from tests.gateway.operators_server import approval


def next_token(request: Any, count: int) -> str:
    end = int(request.page_token or 0) + request.page_size
    return str(end) if end < count else ""


def described(brand: str) -> programmes_pb2.DescribeProgrammeResponse:
    """The public part of a brand's programme."""
    tiers = [
        programmes_pb2.PublicTier(
            code=code,
            name=types_pb2.LocalizedText(zh=zh, en=en),
            rank=rank,
            reach=1000 * rank,
            keep=800 * rank,
            multiplier_percent=100 + 10 * rank,
        )
        for rank, (code, zh, en) in enumerate([("basic", "普通", "Basic"), ("gold", "金卡", "")])
    ]
    ladder = programmes_pb2.PublicLadder(
        code=f"{brand}_growth", main=True, basis="growth", currency_code="CNY", tiers=tiers
    )
    half = programmes_pb2.PublicPreferenceValue(
        code="half", name=types_pb2.LocalizedText(zh="半糖", en="Half")
    )
    sweetness = programmes_pb2.PublicPreference(
        code="sweetness", name=types_pb2.LocalizedText(zh="甜度", en="Sweetness"), values=[half]
    )
    return programmes_pb2.DescribeProgrammeResponse(
        version=7,
        ladders=[ladder],
        preferences=[sweetness],
        name=types_pb2.LocalizedText(zh="茶饮会员", en="Tea club"),
        time_zone="Asia/Shanghai",
        language="zh",
        currency_code="CNY",
        look=programmes_pb2.Look(hue=150, chroma_thousandths=110),
    )


class Programmes(programmes_pb2_grpc.ProgrammesServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def DescribeProgramme(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("DescribeProgramme", request, context)
        return described(caller.brand)

    async def ListProgrammeVersions(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListProgrammeVersions", request, context)
        found = [_version(number) for number in (3, 2, 1)]
        for each in found:
            each.ClearField("source_yaml")
            each.ClearField("document_json")
        start = int(request.page_token or 0)
        return programmes_pb2.ListProgrammeVersionsResponse(
            programmes=found[start : start + request.page_size],
            next_page_token=next_token(request, len(found)),
        )

    async def GetProgramme(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetProgramme", request, context)
        if request.version > 3:
            await refuse(context, Refusal("PROGRAMME_MISSING"))
        return programmes_pb2.GetProgrammeResponse(programme=_version(request.version or 3))

    async def ValidateProgramme(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ValidateProgramme", request, context)
        problem = programmes_pb2.ProgrammeProblem(
            line=2, column=5, key="brand", message="another brand", reason="BRAND_DIFFERS"
        )
        if request.source_yaml != "good":
            return programmes_pb2.ValidateProgrammeResponse(problems=[problem])
        count = programmes_pb2.ProgrammeCount(name="tiers", count=3)
        return programmes_pb2.ValidateProgrammeResponse(counts=[count])

    async def PublishProgramme(self, request: Any, context: Any) -> Any:
        await self.backend.enter("PublishProgramme", request, context)
        if request.source_yaml != "good":
            await refuse(context, Refusal("PROGRAMME_INVALID"))
        if request.HasField("base_version") and request.base_version != 3:
            told = {"base_version": str(request.base_version), "version": "3"}
            await refuse(context, Refusal("PROGRAMME_OVERTAKEN", metadata=told))
        if request.note == "guarded":
            return programmes_pb2.PublishProgrammeResponse(approval=approval())
        return programmes_pb2.PublishProgrammeResponse(programme=_version(4))

    async def RollbackProgramme(self, request: Any, context: Any) -> Any:
        await self.backend.enter("RollbackProgramme", request, context)
        made = _version(4)
        made.rollback_of = request.version
        return programmes_pb2.RollbackProgrammeResponse(programme=made, replayed=True)


def _version(number: int) -> programmes_pb2.Programme:
    return programmes_pb2.Programme(
        version=number,
        source_yaml=f"version: {number}",
        document_json="{}",
        publish_time=at(number),
        published_by="ann",
        note="spring",
    )
