"""Ended tokens are refused within a minute, by each process that asks members."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from services.common import revocations
from services.common.auth import Caller, Role, TokenIssuer, TokenVerifier, Unauthenticated
from services.common.revocations import ENDS_WITHIN_S, EVERY_S, TIMEOUT_S, Revocations


class Stopped(Exception):
    pass


def till(epoch: int) -> Caller:
    return Caller("tea", "cli_1", Role.CHANNEL, channel="pos", epoch=epoch)


async def test_a_revoked_client_is_refused_within_a_minute(keys_dir: Path) -> None:
    """Members answers slowly, and fails once, right after the revocation."""
    now_s, revoked_at_s, refused_at_s = 0.0, 1.0, None
    failures = 1
    token = TokenIssuer(keys_dir).mint(till(1), timedelta(minutes=10))

    async def fetch() -> Mapping[str, int]:
        nonlocal now_s, failures
        asked_s = now_s
        now_s += TIMEOUT_S
        if asked_s >= revoked_at_s and failures:
            failures -= 1
            raise TimeoutError
        return {"cli_1": 2} if asked_s >= revoked_at_s else {}

    async def sleep(seconds: float) -> None:
        nonlocal now_s, refused_at_s
        try:
            verifier.verify(token)
        except Unauthenticated:
            refused_at_s = now_s
            raise Stopped from None
        now_s += seconds
        assert now_s < 120

    ended = Revocations(fetch, sleep)
    verifier = TokenVerifier(keys_dir, revocations=ended)
    assert verifier.verify(token) == till(1)
    with pytest.raises(Stopped):
        await ended.follow()
    assert refused_at_s is not None
    assert EVERY_S < refused_at_s - revoked_at_s <= ENDS_WITHIN_S <= 60
    # The client's next token, of its new epoch, is good, and so are tokens of others.
    for caller in (
        till(2),
        Caller("tea", "cli_2", Role.CHANNEL, epoch=1),
        Caller("tea", "pos", Role.CHANNEL),
    ):
        assert verifier.verify(TokenIssuer(keys_dir).mint(caller, timedelta(minutes=1))) == caller


async def test_an_answer_that_fails_keeps_what_was_known() -> None:
    answers: list[Mapping[str, int] | None] = [{"cli_1": 2}, None]

    async def fetch() -> Mapping[str, int]:
        answer = answers.pop(0)
        if answer is None:
            raise OSError
        return answer

    ended = Revocations(fetch)
    await ended.ask()
    await ended.ask()
    with pytest.raises(Unauthenticated):
        ended.check("cli_1", 1)
    assert revocations.ASKED_AT._value.get() > 0
