"""Development tokens."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local import folder, tokens
from services.common import auth
from services.points.ledger.api.access import SCOPE


@pytest.mark.parametrize(
    ("role", "writes"), [("operator", True), ("channel", False), ("service", False)]
)
def test_an_operator_of_development_may_write_postings(
    tmp_path: Path, role: str, writes: bool
) -> None:
    data = folder.resolve(str(tmp_path))
    auth.make_keys(data.keys)
    token = tokens.mint(data, role=role, brand="tea", audience=auth.SERVICES_AUDIENCE)
    caller = auth.TokenVerifier(data.keys).verify(token)
    assert (SCOPE in caller.scopes) is writes
