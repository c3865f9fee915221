"""The command verify: its file, and what it says of brands."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from services.points.ledger.api.verify_report import State, verify_brands
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.account_audit import Problem
from tests.unit.points.ledger.audited_books import Books


async def test_the_command_goes_on_from_its_file(books: Books, tmp_path: Path) -> None:
    path, out = tmp_path / "state.json", io.StringIO()
    verifier = Verifier(books.store, books.clock)
    begun = await verifier.verify("tea", go_on=lambda report: False)
    begun.add(Problem("balance", "seen before", "the run was stopped"))
    State(path).keep("tea", begun)
    assert await verify_brands(verifier, ["tea"], out, state=path) == 1
    assert "seen before" in out.getvalue()
    assert not path.exists()
    assert await verify_brands(verifier, ["tea"], out, state=path) == 0


async def test_a_brand_that_never_wrote_is_not_called_green(books: Books) -> None:
    out, notes = io.StringIO(), io.StringIO()
    verifier = Verifier(books.store, books.clock)
    assert await verify_brands(verifier, ["teaa", "tea"], out, notes=notes) == 2
    assert notes.getvalue() == "teaa: nothing was ever written for it: is that its name?\n"
    assert out.getvalue().startswith("tea: green")


async def test_a_state_that_can_t_be_kept_is_told_before_anything_is_proven(
    books: Books, tmp_path: Path
) -> None:
    out, notes, state = io.StringIO(), io.StringIO(), tmp_path / "none" / "state.json"
    verifier = Verifier(books.store, books.clock)
    assert await verify_brands(verifier, ["tea"], out, state=state, notes=notes) == 2
    assert (out.getvalue(), notes.getvalue().count("\n")) == ("", 1)
    assert str(state) in notes.getvalue()


@pytest.mark.parametrize(
    "content", ["", "[1]", '{"tea": {}}', '{"tea": {"problems": []}}', "[" * 100_000]
)
async def test_a_file_that_no_run_has_kept_is_refused(
    books: Books, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "state.json"
    path.write_text(content)
    notes = io.StringIO()
    verifier = Verifier(books.store, books.clock)
    assert await verify_brands(verifier, ["tea"], state=path, notes=notes) == 2
    assert "state.json" in notes.getvalue()
