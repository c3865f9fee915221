"""A token may name the only stores that its holder works for."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from google.protobuf import descriptor_pool

from services.common.auth import (
    Caller,
    Role,
    TokenIssuer,
    TokenVerifier,
    Unauthenticated,
    require_store,
    require_whole_brand,
    set_caller,
    works_for,
)
from services.common.caller import STORES_MAX
from services.common.errors import Refusal, catalogue
from services.common.interceptors import is_open_to_stores
from tessera.types.v1 import access_pb2
from tests.scopes import METHODS

HEAD_OFFICE = Caller("tea", "op-lin", Role.OPERATOR)
MANAGER = Caller("tea", "op-hu", Role.OPERATOR, stores=frozenset({"store-01", "store-02"}))
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _nobody_calls() -> Iterator[None]:
    yield
    set_caller(None)


def signed(keys_dir: Path, **claims: Any) -> str:
    """A token of an operator, with `claims` besides."""
    now = int(time.time())
    usual = {"iss": "tessera", "aud": "tessera-services", "sub": "op-hu", "brand": "tea"}
    times = {"iat": now, "nbf": now, "exp": now + 60}
    headers = {"kid": (keys_dir / "signing.kid").read_text()}
    key = (keys_dir / "signing.pem").read_bytes()
    told = {**usual, **times, "role": "operator", **claims}
    return jwt.encode(told, key, algorithm="EdDSA", headers=headers)


def test_a_token_carries_the_stores_of_its_caller(keys_dir: Path) -> None:
    issuer, verifier = TokenIssuer(keys_dir), TokenVerifier(keys_dir)
    assert verifier.verify(issuer.mint(MANAGER, HOUR)) == MANAGER
    assert verifier.verify(issuer.mint(HEAD_OFFICE, HOUR)).stores == frozenset()


def test_two_callers_of_other_stores_are_not_one() -> None:
    other = Caller("tea", "op-hu", Role.OPERATOR, stores=frozenset({"store-03"}))
    assert other != MANAGER
    assert len({hash(other), hash(MANAGER), hash(HEAD_OFFICE)}) == 3


@pytest.mark.parametrize(
    "stores",
    [[], "store-01", {}, None, 7, [""], [7], ["store-01", None], ["x" * 129]],
    ids=repr,
)
def test_a_claim_that_names_no_store_is_refused_and_is_not_read_as_all(
    keys_dir: Path, stores: object
) -> None:
    with pytest.raises(Unauthenticated, match="stores"):
        TokenVerifier(keys_dir).verify(signed(keys_dir, stores=stores))


def test_a_claim_may_name_fifty_stores(keys_dir: Path) -> None:
    codes = [f"store-{number:02}" for number in range(STORES_MAX + 1)]
    verifier = TokenVerifier(keys_dir)
    caller = verifier.verify(signed(keys_dir, stores=codes[:-1]))
    assert caller.stores == set(codes[:-1])
    with pytest.raises(Unauthenticated, match="at most 50 stores"):
        verifier.verify(signed(keys_dir, stores=codes))


@pytest.mark.parametrize("role", ["member", "service", "public"])
def test_only_operators_and_channels_are_limited_to_stores(role: str) -> None:
    member = "mem_ann" if role == "member" else None
    with pytest.raises(ValueError, match="only operators and channels"):
        Caller("tea", "x", Role(role), member, stores=frozenset({"store-01"}))
    assert Caller("tea", "pos-7", Role.CHANNEL, stores=frozenset({"store-01"})).stores


@pytest.mark.parametrize(
    ("caller", "store_id", "may"),
    [
        (HEAD_OFFICE, "store-09", True),
        (HEAD_OFFICE, "", True),
        (MANAGER, "store-01", True),
        (MANAGER, "store-02", True),
        (MANAGER, "store-09", False),
        (MANAGER, "STORE-01", False),
        (MANAGER, "store-0", False),
        (MANAGER, "", False),
    ],
)
def test_who_is_limited_to_stores_works_for_these_and_not_for_the_brand(
    caller: Caller, store_id: str, may: bool
) -> None:
    set_caller(caller)
    assert works_for(caller, store_id) is may
    if may:
        require_store(store_id)
        return
    with pytest.raises(Refusal) as refused:
        require_store(store_id, "basket.store_id")
    assert refused.value.reason == "STORE_NOT_YOURS"
    assert refused.value.field == "basket.store_id"
    assert refused.value.metadata == {"store_id": store_id}


def test_a_service_that_works_by_itself_names_any_store() -> None:
    set_caller(None)
    require_store("store-09")


def test_what_is_about_the_whole_brand_is_refused_to_who_is_limited() -> None:
    assert require_whole_brand(HEAD_OFFICE) is HEAD_OFFICE
    with pytest.raises(Refusal) as refused:
        require_whole_brand(MANAGER)
    assert catalogue()[refused.value.reason].status.name == "PERMISSION_DENIED"


def test_a_method_that_says_nothing_of_stores_is_the_whole_brands() -> None:
    assert not is_open_to_stores("/tessera.test.Echo/One")
    assert not is_open_to_stores("/tessera.points.v1.Ledger/CreatePosting")
    assert is_open_to_stores("/tessera.points.v1.Vouchers/LookUpVoucher")


WHOLE_BRAND = (
    "approvals audit Broadcasts BulkFiles ClientRegister DryRuns Experiments FeedbackFiles"
    " Journeys Lifecycle MemberFiles MergeRequests Merging Partners Privacy Programmes Reveals"
    " TierBacktests"
)
"""What can be turned round to reach what one's own stores have not got: the rooms of the head
office, where a store means nothing."""


@pytest.mark.parametrize("room", WHOLE_BRAND.split())
def test_nobody_gets_round_the_limit_by_a_room_of_the_head_office(room: str) -> None:
    asked = [each for each in METHODS if f".{room}/" in each or f"/tessera.{room}." in each]
    assert asked
    described = "DescribeProgramme"  # is public
    assert not [each for each in asked if is_open_to_stores(each) and described not in each]


def test_of_the_figures_of_insight_those_of_one_store_alone_are_open() -> None:
    asked = [each for each in METHODS if ".Insight/" in each]
    opened = {each.rpartition("/")[2] for each in asked if is_open_to_stores(each)}
    assert opened == {"GetMetric", "ListMetrics"}


def test_a_store_that_a_request_names_is_looked_at() -> None:
    """Of a method whose request names a store, nobody said that stores mean nothing to it."""
    pool = descriptor_pool.Default()
    for method in METHODS:
        found = pool.FindMethodByName(method[1:].replace("/", "."))
        named = {field.name for field in found.input_type.fields}
        if named & {"store_id", "store_ids"}:
            stores = _stores_of(found)
            assert stores != "STORE_ACCESS_ANY", method


def _stores_of(method: Any) -> str:
    access = method.GetOptions().Extensions[access_pb2.access]
    return access_pb2.StoreAccess.Name(access.stores)
