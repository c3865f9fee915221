"""Secrets of clients: two while one replaces the other, none after a revocation."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.common.auth import SERVICES_AUDIENCE, Caller, Role, TokenIssuer, TokenVerifier
from services.common.errors import Refusal
from services.members.clients.commands.clients import made
from services.members.clients.domain import (
    ROTATION,
    Client,
    ClientInvalid,
    ClientScopeNotYours,
    ClientSecret,
    ScopeNotGranted,
    authenticate,
    check_scopes,
    digest_of,
    granted,
    revoked,
    rotated,
    tokens_ended,
)
from tests.scopes import EVERY_SCOPE

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
FIRST = ClientSecret(digest_of("first"), NOW)
TILL = Client(
    "tea", "cli_1", "channel", frozenset({"points:write", "members:read"}), "pos", (FIRST,), NOW
)


def good(client: Client, secret: str, at: datetime = NOW) -> bool:
    try:
        return authenticate(client, secret, at) == client
    except ClientInvalid:
        return False


def test_both_secrets_are_good_for_a_day_while_one_replaces_the_other() -> None:
    client = rotated(TILL, digest_of("second"), NOW)
    last = NOW + ROTATION - timedelta(seconds=1)
    assert [good(client, each, last) for each in ("first", "second")] == [True, True]
    assert [good(client, each, NOW + ROTATION) for each in ("first", "second")] == [False, True]
    assert client.epoch == TILL.epoch


def test_no_more_than_two_secrets_are_good_and_none_lives_longer_by_a_rotation() -> None:
    later = NOW + timedelta(hours=23)
    client = rotated(rotated(TILL, digest_of("second"), NOW), digest_of("third"), later)
    names = ("first", "second", "third")
    assert [good(client, each, later) for each in names] == [False, True, True]


def test_a_leaked_secret_ends_at_once_and_the_tokens_made_with_it() -> None:
    client = rotated(TILL, digest_of("second"), NOW, at_once=True)
    assert [good(client, each) for each in ("first", "second")] == [False, True]
    assert (client.epoch, client.tokens_ended_at) == (2, NOW)


def test_a_revoked_client_has_no_good_secret_and_never_comes_back() -> None:
    client = revoked(TILL, NOW)
    assert (good(client, "first"), client.state, client.epoch) == (False, "revoked", 2)
    assert revoked(client, NOW + ROTATION) == client
    with pytest.raises(ClientInvalid):
        rotated(client, digest_of("second"), NOW)


def test_tokens_end_up_to_an_epoch_and_no_newer_ones() -> None:
    client = tokens_ended(TILL, 1, NOW)
    assert client.epoch == 2
    assert tokens_ended(client, 1, NOW) == client


def test_a_token_has_the_scopes_asked_for_or_all_and_no_others() -> None:
    assert granted(TILL, []) == ("members:read", "points:write")
    assert granted(TILL, ["points:write", "points:write"]) == ("points:write",)
    with pytest.raises(ScopeNotGranted):
        granted(TILL, ["points:write", "feedback:read"])


@pytest.mark.parametrize(
    ("own", "given"),
    [
        ({"points:read"}, {"points:read"}),
        ({"points"}, {"points:read", "points:write"}),
        ({"points"}, {"points"}),
        ({"points:read", "points:write"}, {"points"}),
    ],
)
def test_an_operator_gives_what_they_hold(own: set[str], given: set[str]) -> None:
    check_scopes(frozenset(own), given)


@pytest.mark.parametrize(
    ("own", "given", "missing"),
    [
        ({"points:read"}, {"points:write"}, "points:write"),
        ({"points:read"}, {"points"}, "points"),
        ({"clients:write"}, {"clients:write", "pii:read"}, "pii:read"),
        ({"point"}, {"points:read"}, "points:read"),
        (set(), {"audit"}, "audit"),
    ],
)
def test_an_operator_gives_no_scope_that_they_have_not_got(
    own: set[str], given: set[str], missing: str
) -> None:
    with pytest.raises(ClientScopeNotYours) as caught:
        check_scopes(frozenset(own), given)
    assert caught.value.metadata == {"scope": missing}


@pytest.mark.parametrize(
    ("stores", "field"),
    [
        ([""], "stores[0]"),
        (["store-01", "x" * 65], "stores[1]"),
        ([f"store-{number}" for number in range(51)], "stores"),
        ([f"门店{number:060}" for number in range(20)], "stores"),
    ],
)
def test_a_client_names_stores_that_fit_into_its_tokens(stores: list[str], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        made("tea", "channel", ["orders:write"], "pos", "till", NOW, stores)
    assert (refused.value.reason, refused.value.field) == ("INVALID_ARGUMENT", field)
    client, _ = made("tea", "channel", ["orders:write"], "pos", "till", NOW, [" store-01 "])
    assert client.stores == {"store-01"}


def test_the_token_of_a_client_with_the_most_stores_and_all_scopes_is_not_too_long(
    keys_dir: Path,
) -> None:
    codes = [f"门店-{number:02}" for number in range(50)]
    scopes = [f"{noun}:{verb}" for noun in sorted(EVERY_SCOPE)[:16] for verb in ("read", "write")]
    client, _ = made("tea", "channel", scopes, "x" * 64, "till", NOW, codes)
    caller = Caller(
        *(client.brand, client.id, Role.CHANNEL, None, client.scopes),
        channel=client.channel,
        epoch=1,
        stores=client.stores,
    )
    token = TokenIssuer(keys_dir).mint(caller, timedelta(minutes=1), audience=SERVICES_AUDIENCE)
    assert TokenVerifier(keys_dir).verify(token).stores == set(codes)
