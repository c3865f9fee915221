"""Values of scalars that front ends send."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
AS_OF = "query($asOf: DateTime) { trialBalance(asOf: $asOf) { asOf } }"


@pytest.mark.parametrize(
    "instant",
    ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "yesterday", "2026-02-30", "", 20],
)
@pytest.mark.parametrize("in_text", [True, False])
async def test_a_value_that_is_no_instant_is_named_so(
    as_: As, instant: str | int, in_text: bool
) -> None:
    if in_text:
        query = f"{{ trialBalance(asOf: {json.dumps(instant)}) {{ asOf }} }}"
        answer = await as_("operator").ask(query)
    else:
        answer = await as_("operator").ask(AS_OF, {"asOf": instant})
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize("instant", ["2026-03-01T08:00:00+08:00", "2026-03-01T00:00:00"])
async def test_an_instant_reaches_the_service_in_utc(
    as_: As, backend: FakeBackend, instant: str
) -> None:
    await as_("operator").ask(AS_OF, {"asOf": instant})
    (request,) = (each for name, _, each in backend.requests if name == "GetTrialBalance")
    assert request.as_of_record_time.ToDatetime(UTC) == datetime(2026, 3, 1, tzinfo=UTC)
