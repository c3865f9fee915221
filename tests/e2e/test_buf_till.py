"""A till's day by `buf curl`: nothing but the protos, a token and JSON."""

import asyncio
import json
import shutil
from datetime import UTC, datetime
from typing import Any

import pytest

from services.common.auth import SERVICES_AUDIENCE, Caller, Role
from tests.e2e.brand import Brand, phone, unique
from tests.paths import ROOT

CALL_S = 30


@pytest.fixture(scope="module")
def buf() -> str:
    """The program: of the PATH, or of `make tools`."""
    installed = sorted((ROOT / ".tools").glob("node_modules/@bufbuild/*/bin/buf"))
    found = shutil.which("buf") or next(map(str, installed), None)
    if found is None:
        pytest.skip("buf is absent: `make tools` installs it")
    return found


class Till:
    """Calls of one channel, each a process of its own."""

    def __init__(self, buf: str, brand: Brand) -> None:
        self._buf = buf
        self._brand = brand
        caller = Caller(brand.name, "pos", Role.CHANNEL)
        self._token = brand.suite.token(caller, SERVICES_AUDIENCE)

    async def call(self, service: str, method: str, request: dict[str, Any]) -> dict[str, Any]:
        """The answer as JSON; fails with what buf said."""
        process = await asyncio.create_subprocess_exec(
            *(self._buf, "curl", "--schema", "protos", "--protocol", "grpc"),
            *("--http2-prior-knowledge", "--header", f"authorization: Bearer {self._token}"),
            *("--data", json.dumps(request)),
            f"http://{self._brand.suite.address(service)}/tessera.{service}.v1.{method}",
            cwd=ROOT,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        answer, said = await asyncio.wait_for(process.communicate(), CALL_S)
        assert process.returncode == 0, said.decode()
        read: dict[str, Any] = json.loads(answer)
        return read


@pytest.mark.slow
async def test_a_till_enrols_awards_and_takes_back_by_buf_curl(buf: str, tea: Brand) -> None:
    till = Till(buf, tea)
    own = [{"kind": "IDENTITY_KIND_PHONE", "value": phone()}]
    enrolment = {"requestId": unique("enrol"), "identities": own, "channel": "pos"}
    enrolled = await till.call("members", "Members/EnrolMember", enrolment)
    member_id = enrolled["member"]["id"]

    line = {"lineId": "1", "sku": "fresh", "series": "fresh_fruit", "quantity": 1}
    total = {"currencyCode": "CNY", "minorUnits": "1800"}
    order_id = unique("order")
    sale = {
        "channel": "pos",
        "eventId": order_id,
        "memberId": member_id,
        "type": "ACTIVITY_TYPE_ORDER",
        "occurTime": datetime.now(UTC).isoformat(),
        "order": {"orderId": order_id, "total": total, "lines": [{**line, "amountMinor": "1800"}]},
    }
    awarded = await till.call("points", "Earning/AwardActivities", {"activities": [sale]})
    points = {each["rule"]: int(each["amount"]) for each in awarded["results"][0]["awards"]}
    assert points["order_points"] == 18
    again = await till.call("points", "Earning/AwardActivities", {"activities": [sale]})
    assert again["results"][0]["replayed"]

    refund = {**sale, "eventId": unique("refund"), "type": "ACTIVITY_TYPE_REFUND"}
    preview = await till.call("points", "Refunds/PreviewRefund", {"refund": refund})
    taken = await till.call("points", "Refunds/CommitRefund", {"refund": refund})
    assert taken["clawbacks"] == preview["clawbacks"]
    assert {each["asset"] for each in taken["clawbacks"]} >= {"POINTS", "GROWTH"}
