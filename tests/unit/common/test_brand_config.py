"""The programme in force: how often it is read, how often parsed, and what stays when one fails."""

import asyncio
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from services.common.brand_config import FRESH_S, ProgrammesInForce, ProgrammeUnreadable, check


@dataclass(frozen=True)
class Published:
    revision: int
    content: str


@dataclass
class Store:
    """Counts its reads; loads wait until `open` is set."""

    kept: dict[str, Published] = field(default_factory=dict)
    revisions_read: int = 0
    loads: int = 0
    failing: bool = False
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def revision(self, brand: str) -> int | None:
        self.revisions_read += 1
        if self.failing:
            raise ConnectionError
        found = self.kept.get(brand)
        return None if found is None else found.revision

    async def load(self, brand: str) -> Published | None:
        self.loads += 1
        found = self.kept.get(brand)
        await self.open.wait()
        return found


class House:
    """A store and what reads it, by a clock of the test's own."""

    def __init__(self, brands_max: int = 10, absence_s: float = FRESH_S) -> None:
        self.store = Store()
        self.store.open.set()
        self.now_s = 100.0
        self.parsed: list[str] = []
        self.programmes = ProgrammesInForce(
            self.store,
            self.parse,
            absence_s=absence_s,
            brands_max=brands_max,
            monotonic=lambda: self.now_s,
        )

    def keep(self, content: str, revision: int = 1, brand: str = "tea") -> None:
        self.store.kept[brand] = Published(revision, content)

    def later(self) -> None:
        """Let what is remembered grow stale."""
        self.now_s += FRESH_S

    def parse(self, brand: str, published: Published) -> str:
        self.parsed.append(published.content)
        if published.content == "broken":
            raise KeyError("rules")
        return f"{brand}: {published.content}"


@pytest.fixture
async def house() -> House:
    return House()


async def test_while_it_is_fresh_the_store_is_asked_once(house: House) -> None:
    house.keep("one")
    assert [await house.programmes.of("tea") for _ in range(3)] == ["tea: one"] * 3
    assert (house.store.revisions_read, house.store.loads) == (1, 1)


async def test_the_same_revision_is_neither_loaded_norparsed_again(house: House) -> None:
    house.keep("one")
    first = await house.programmes.of("tea")
    house.later()
    assert await house.programmes.of("tea") is first
    assert (house.store.revisions_read, house.store.loads, house.parsed) == (2, 1, ["one"])


async def test_another_revision_is_in_force_when_the_earlier_grows_stale(house: House) -> None:
    house.keep("one")
    await house.programmes.of("tea")
    house.keep("two", 2)
    assert await house.programmes.of("tea") == "tea: one"
    house.later()
    assert await house.programmes.of("tea") == "tea: two"


async def test_what_this_process_replaced_is_in_force_at_once(house: House) -> None:
    house.keep("one")
    await house.programmes.of("tea")
    house.keep("two", 2)
    house.programmes.replaced("tea")
    assert house.programmes.known("tea") == "tea: one"
    assert await house.programmes.of("tea") == "tea: two"


async def test_a_missing_programme_is_remembered_as_long_as_one_that_is_there(
    house: House,
) -> None:
    assert [await house.programmes.of("tea") for _ in range(3)] == [None] * 3
    assert house.store.revisions_read == 1
    house.keep("one")
    house.later()
    assert await house.programmes.of("tea") == "tea: one"


async def test_where_absence_is_not_remembered_the_first_programme_is_in_force_at_once() -> None:
    house = House(absence_s=0.0)
    assert await house.programmes.of("tea") is None
    house.keep("one")
    assert await house.programmes.of("tea") == "tea: one"


async def test_many_callers_wait_for_one_load(house: House) -> None:
    house.keep("one")
    house.store.open.clear()
    callers = [asyncio.create_task(house.programmes.of("tea")) for _ in range(50)]
    await asyncio.sleep(0)
    # The first caller goes away; the load is not its own.
    callers[0].cancel()
    await asyncio.sleep(0)
    house.store.open.set()
    assert await asyncio.gather(*callers[1:]) == ["tea: one"] * 49
    assert (house.store.loads, house.parsed) == (1, ["one"])


async def test_a_load_from_before_a_replacement_is_not_remembered(house: House) -> None:
    house.keep("one")
    house.store.open.clear()
    early = asyncio.create_task(house.programmes.of("tea"))
    for _ in range(3):
        await asyncio.sleep(0)
    assert house.store.loads == 1
    house.keep("two", 2)
    house.programmes.replaced("tea")
    house.store.open.set()
    assert await early == "tea: one"
    assert await house.programmes.of("tea") == "tea: two"


async def test_a_store_that_fails_is_asked_again_and_nothing_is_forgotten(house: House) -> None:
    house.keep("one")
    await house.programmes.of("tea")
    house.later()
    house.store.failing = True
    with pytest.raises(ConnectionError):
        await house.programmes.of("tea")
    assert house.programmes.known("tea") == "tea: one"
    house.store.failing = False
    assert await house.programmes.of("tea") == "tea: one"
    assert house.parsed == ["one"]


async def test_a_version_that_cannot_beparsed_leaves_the_earlier_in_force_and_says_so_once(
    house: House,
) -> None:
    house.keep("one")
    await house.programmes.of("tea")
    house.keep("broken", 2)
    with capture_logs() as logs:
        for _ in range(3):
            house.later()
            assert await house.programmes.of("tea") == "tea: one"
    assert [(each["event"], each["brand"]) for each in logs] == [("programme_unreadable", "tea")]
    assert house.parsed == ["one", "broken"]
    house.keep("three", 3)
    house.later()
    assert await house.programmes.of("tea") == "tea: three"


async def test_without_an_earlier_one_an_unreadable_programme_is_not_a_missing_one(
    house: House,
) -> None:
    house.keep("broken")
    for _ in range(2):
        with pytest.raises(ProgrammeUnreadable, match="programme 1 of tea: KeyError"):
            await house.programmes.of("tea")
        house.later()
    assert house.parsed == ["broken"]


async def test_a_programme_is_checked_before_the_store_keeps_it(house: House) -> None:
    check(house.parse, "tea", Published(1, "one"))
    with pytest.raises(ProgrammeUnreadable, match="programme 2 of tea: KeyError"):
        check(house.parse, "tea", Published(2, "broken"))
    assert await house.programmes.of("tea") is None


async def test_the_brand_that_was_not_used_for_longest_leaves_the_memory() -> None:
    house = House(brands_max=2)
    for brand in ("tea", "retail", "car"):
        house.keep("one", brand=brand)
    for brand in ("tea", "retail", "tea", "car"):
        await house.programmes.of(brand)
    known = {brand: house.programmes.known(brand) for brand in ("tea", "retail", "car")}
    assert known == {"tea": "tea: one", "retail": None, "car": "car: one"}
