"""Development tokens."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local import folder, token, tokens
from services.common import auth
from services.common.interceptors import scope_of
from tests.scopes import METHODS


@pytest.mark.parametrize(
    ("role", "named"), [("operator", True), ("channel", False), ("service", False)]
)
def test_an_operator_of_development_holds_every_scope_that_a_method_asks_for(
    tmp_path: Path, role: str, named: bool
) -> None:
    data = folder.resolve(str(tmp_path))
    auth.make_keys(data.keys)
    minted = tokens.mint(data, role=role, brand="tea", audience=auth.SERVICES_AUDIENCE)
    caller = auth.TokenVerifier(data.keys).verify(minted)
    asked = {scope for scope in map(scope_of, METHODS) if scope}
    assert len(asked) > 10
    for scope in asked:
        auth.require_scope(caller, scope)
    assert bool(caller.scopes) is named


def test_a_token_of_development_may_be_for_some_stores(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = folder.resolve(str(tmp_path))
    auth.make_keys(data.keys)
    asked = ["--data", str(tmp_path), "--role", "operator", "--audience", "tessera-services"]
    assert token.main([*asked, "--stores", "store-01,store-02"]) == 0
    caller = auth.TokenVerifier(data.keys).verify(capsys.readouterr().out.strip())
    assert caller.stores == {"store-01", "store-02"}
    assert token.main([*asked[:3], "service", *asked[4:], "--stores", "store-01"]) == 1
    assert "STORES are for an operator" in capsys.readouterr().err
