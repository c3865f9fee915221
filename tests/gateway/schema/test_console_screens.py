"""The documents of the operators' console: what one request costs, with the pages that it asks."""

from strawberry import Schema

from gateway.execution import manifest
from gateway.execution.documents import Documents
from gateway.execution.query_cost import COST_MAX
from gateway.schema import build
from gateway.schema.core.connections import PAGE_SIZE_MAX
from tests.paths import ROOT

DOCUMENTS = {entry.name: entry.body for entry in manifest.build(ROOT / "web" / "console" / "src")}
PAGES = {"Stores": 90}
"""The longest page of the screens that ask for less than a whole one."""
SCREEN_MAX = 1_750
"""Of a screen at its first look: an operator opens some each second of a busy minute."""
IDS = [f"mem_{n}" for n in range(50)]


def _costs(first: int | None) -> dict[str, int]:
    documents = Documents(build(Schema)._schema, development=False)
    costs = {}
    for name, text in DOCUMENTS.items():
        document = documents.get(text)
        assert not document.errors, (name, document.errors)
        operation = document.operation(name)
        assert operation is not None
        page = {} if first is None else {"first": PAGES.get(name, first)}
        costs[name] = operation.cost.of({"ids": IDS, **page})
    return costs


def test_production_takes_every_document_and_a_first_look_costs_little() -> None:
    beyond = {name: cost for name, cost in _costs(None).items() if cost > SCREEN_MAX}
    assert not beyond


def test_the_longest_page_of_each_screen_is_within_one_request() -> None:
    beyond = {name: cost for name, cost in _costs(PAGE_SIZE_MAX).items() if cost > COST_MAX}
    assert not beyond
