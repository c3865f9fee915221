"""Each method of points answers no forged token, and no member about another member."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from services.common.auth import GATEWAY_AUDIENCE, Caller, Role, TokenIssuer
from services.common.channel import connect
from services.common.keys import make_keys
from services.points.wiring import PROTO_SERVICES
from tests.component.points.conftest import Points
from tests.component.readers import answers

MEMBER = Caller("tea", "user:mem_ada", Role.MEMBER, "mem_ada")
MINUTE = timedelta(minutes=1)


def forged(keys_dir: Path, other_keys: Path) -> Iterator[str]:
    """Tokens that no issuer of ours made for the services, or not for now."""
    own = TokenIssuer(keys_dir)
    make_keys(other_keys)
    yield TokenIssuer(other_keys).mint(MEMBER, MINUTE)
    yield TokenIssuer(keys_dir, audience=GATEWAY_AUDIENCE).mint(MEMBER, MINUTE)
    yield own.mint(MEMBER, MINUTE, since_s=1_700_000_000)
    header, claims, signature = own.mint(MEMBER, MINUTE).split(".")
    read = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    promoted = json.dumps(read | {"role": "operator"}).encode()
    raised = base64.urlsafe_b64encode(promoted).decode().rstrip("=")
    yield f"{header}.{raised}.{signature}"
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    yield f"{unsigned}.{claims}."
    yield "x"


async def test_no_method_answers_a_forged_token(
    points: Points, keys_dir: Path, tmp_path: Path
) -> None:
    for token in forged(keys_dir, tmp_path / "keys"):
        channel = connect(points.running.address, issuer_token=partial(str, token))
        try:
            found = await answers(channel, PROTO_SERVICES)
        finally:
            await channel.close()
        assert {"CheckIn", "MakeUp", "CreatePosting"} <= set(found)
        assert set(found.values()) == {"UNAUTHENTICATED"}, found


async def test_no_method_answers_a_member_about_another(points: Points) -> None:
    found = await answers(points.caller(MEMBER).channel, PROTO_SERVICES, "mem_bob")
    assert {"MakeUp", "RedeemReward", "BatchGetWallets", "DrawLottery", "ListDraws"} <= set(found)
    assert set(found.values()) == {"PERMISSION_DENIED"}, found
