"""The whole suite in its own processes, started once; each journey makes its own members."""

import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from services.common import deadlines
from tests.e2e.brand import Brand, unique
from tests.e2e.running_suite import RunningSuite
from tests.e2e.test_runner import Runner

NewBrand = Callable[[str], Awaitable[Brand]]
"""Makes a new brand with a programme of its own."""

LAST = "test_the_ledger_is_proven"
FIRST_ONE_TIMEOUT_S = 180
"""The first journey waits for the suite to start."""


@pytest.fixture(scope="session", autouse=True)
def _calls_may_wait() -> Iterator[None]:
    """Calls of the tests, not of the suite: other workers of the tests share the machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deadlines, "DEFAULT_UNARY_S", 30.0)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the journeys after all other tests of their worker, so that the suite runs only for them.

    The ledger is verified at the very end, when it has the postings of every journey.
    """

    def place(item: pytest.Item) -> int:
        return ("suite" in getattr(item, "fixturenames", ())) + item.name.startswith(LAST)

    items.sort(key=place)
    for item in filter(place, items):
        item.add_marker(pytest.mark.slow)
        item.add_marker(pytest.mark.timeout(FIRST_ONE_TIMEOUT_S))


@pytest.fixture(scope="session")
def suite(data_folder: Callable[[str], Path]) -> Iterator[RunningSuite]:
    """The suite as `make run` starts it, with its demo brands."""
    runner = Runner(data_folder("suite"))
    try:
        runner.start()
        yield RunningSuite(runner.folder)
    finally:
        if runner.folder.read() is not None:
            runner.end(signal.SIGTERM)
        elif runner.process is not None:
            runner.process.kill()


@pytest.fixture
async def tea(suite: RunningSuite) -> AsyncIterator[Brand]:
    """The tea club, with the programme of the examples."""
    async with AsyncExitStack() as closing:
        yield Brand(suite, "tea", closing)


@pytest.fixture
async def retail(suite: RunningSuite) -> AsyncIterator[Brand]:
    """The shop circle, with the programme of the examples."""
    async with AsyncExitStack() as closing:
        yield Brand(suite, "retail", closing)


@pytest.fixture
async def new_brand(suite: RunningSuite) -> AsyncIterator[NewBrand]:
    """Makes brands for journeys that change a programme, or count all of a brand."""
    async with AsyncExitStack() as closing:

        async def make(source_yaml: str) -> Brand:
            brand = Brand(suite, unique("brand"), closing)
            await brand.publish(source_yaml)
            return brand

        yield make
