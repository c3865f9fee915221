import re

import grpc
import pytest
from google.rpc import error_details_pb2

from services.common import errors
from services.common.errors import Refusal
from tessera.errors.v1 import errors_pb2

HAN = re.compile(r"[\u4e00-\u9fff]")


class NotEnough(Exception):
    """As a domain writes it: no import from common."""

    reason = "INSUFFICIENT_POINTS"

    def __init__(self, available: int, needed: int) -> None:
        super().__init__(f"{needed} needed, {available} available")
        self.metadata = {"available": str(available), "needed": str(needed)}


def test_every_reason_has_a_status_and_a_message_in_both_languages() -> None:
    assert len(errors.catalogue()) == len(errors_pb2.ErrorReason.values())
    for entry in errors.catalogue().values():
        assert entry.status is not grpc.StatusCode.OK
        assert entry.en.endswith(".")
        assert HAN.search(entry.zh), entry.reason


def test_a_domain_error_goes_over_the_wire_and_back() -> None:
    read = errors.to_reason(errors.to_status(NotEnough(3, 5)))
    assert read.reason == "INSUFFICIENT_POINTS"
    assert read.status is grpc.StatusCode.FAILED_PRECONDITION
    assert read.metadata == {"available": "3", "needed": "5"}
    assert read.en == "Not enough points."
    assert read.zh == "积分不足。"


def test_a_named_field_is_a_violation_of_the_bad_request() -> None:
    status = errors.to_status(errors.invalid("legs[2].amount", "must not be zero"))
    assert errors.to_reason(status).field == "legs[2].amount"
    violations = [
        error_details_pb2.BadRequest.FromString(detail.value).field_violations
        for detail in status.details
        if detail.Is(error_details_pb2.BadRequest.DESCRIPTOR)
    ]
    assert violations[0][0].field == "legs[2].amount"
    assert violations[0][0].description == "must not be zero"


def test_long_metadata_is_cut() -> None:
    status = errors.to_status(Refusal("NOT_FOUND", metadata={"id": "x" * 10_000}))
    assert len(errors.to_reason(status).metadata["id"]) == 256


def test_only_catalogued_reasons_are_refusals() -> None:
    assert errors.is_refusal(NotEnough(0, 1))
    assert errors.is_refusal(errors.not_found("reward", "rwd_1"))
    assert not errors.is_refusal(ValueError("x"))
    assert not errors.is_refusal(Refusal("NO_SUCH_REASON"))
    with pytest.raises(KeyError):
        errors.to_status(Refusal("NO_SUCH_REASON"))


def test_a_transport_error_has_its_status_as_the_reason() -> None:
    empty = grpc.aio.Metadata()
    away = grpc.aio.AioRpcError(grpc.StatusCode.UNAVAILABLE, empty, empty, "connection refused")
    reason = errors.reason_of(away)
    assert reason is not None
    assert (reason.reason, reason.status) == ("UNAVAILABLE", grpc.StatusCode.UNAVAILABLE)
    assert errors.reason_of(ValueError("x")) is None
