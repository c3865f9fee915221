import pytest
from google.protobuf.struct_pb2 import Struct
from google.protobuf.wrappers_pb2 import BytesValue, Int64Value, StringValue
from hypothesis import given
from hypothesis import strategies as st

from services.common.errors import Refusal
from services.common.idempotency import check_request_id, fingerprint
from tessera.points.v1 import ledger_pb2


def test_the_request_id_is_no_part_of_the_content() -> None:
    one = ledger_pb2.CreatePostingRequest(request_id="one")
    two = ledger_pb2.CreatePostingRequest(request_id="two")
    assert fingerprint(one) == fingerprint(two)
    assert one.request_id == "one"


@given(st.text(), st.text())
def test_other_content_has_another_fingerprint(one: str, two: str) -> None:
    same = fingerprint(StringValue(value=one)) == fingerprint(StringValue(value=two))
    assert same == (one == two)


def test_the_same_bytes_of_another_type_have_another_fingerprint() -> None:
    assert fingerprint(StringValue(value="a")) != fingerprint(BytesValue(value=b"a"))
    assert fingerprint(StringValue()) != fingerprint(Int64Value())


def test_the_order_of_a_map_does_not_matter() -> None:
    one, two = Struct(), Struct()
    one.update({"a": 1, "b": 2})
    two.update({"b": 2, "a": 1})
    assert fingerprint(one) == fingerprint(two)


@pytest.mark.parametrize("request_id", ["", "x" * 256])
def test_a_request_id_has_1_to_255_characters(request_id: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_request_id(request_id)
    assert refused.value.field == "request_id"
    assert check_request_id("x" * 255)
