"""The capabilities of points over stores in memory, with a clock that stands still."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.points.context import PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.commands.ledger import Ledger
from services.points.programme.commands import Programmes
from services.points.programme.domain.published import ProgrammePublished
from services.points.sections import SECTIONS
from tests.activities import NOON, PLAIN, document
from tests.fakes import FakeLedgerStore
from tests.fakes_points import FakeProgrammeStore, FakeStandingStore
from tests.unit.points.ledger.audited_books import Books


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
async def ctx(clock: ManualClock) -> PointsContext:
    """Two brands: tea with its example programme, retail with one point a pound."""
    programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
    ledger = Ledger(FakeLedgerStore(), clock, rules=programmes)
    made = PointsContext(ledger, programmes, FakeStandingStore(), clock)
    plain = json.loads(json.dumps(deepcopy(PLAIN)))
    await follow_members(made, [ProgrammePublished("tea", 1, document("tea"), NOON)])
    await follow_members(made, [ProgrammePublished("retail", 1, plain, NOON)])
    return made


@pytest.fixture
async def books() -> Books:
    """Books that are right, to be tampered with."""
    made = Books()
    await made.fill()
    return made
