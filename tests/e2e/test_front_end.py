"""The typed client on the whole suite; and that its example's screens fit into a mini-program."""

import asyncio
import os
import re
import signal
from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, parse
from strawberry import Schema

from deploy.local import node
from gateway.execution import manifest
from gateway.execution.documents import Documents
from gateway.schema import build
from services.common import auth
from tests.e2e.activities import SETTLED_DAYS, line, order
from tests.e2e.brand import Brand
from tests.paths import ROOT

EXAMPLE = ROOT / "examples" / "front-end"
WEB = ROOT / "web"
SCREENS = {"card": "Card", "rewards": "Rewards", "feedback": "Feedback", "since": "Since"}
"""Each file of documents, and the one query that fills the screen."""
SENT = re.compile(
    r"export const (\w+)Document = [^`]*TypedDocumentString\(`([^`]*)`, \{\"id\":\"(\w+)\"\}"
)
NPM_TEST_TIMEOUT_S = 40
POINTS = 1_000
COST_MAX = 1_000
"""A fifth of what one request may cost."""


def sent() -> dict[str, tuple[str, str]]:
    """Every operation of the client, as it goes over the wire: its text and its id."""
    generated = (WEB / "client" / "src" / "generated" / "screens.ts").read_text("utf-8")
    return {name: (text, identifier) for name, text, identifier in SENT.findall(generated)}


def operations_of(screen: str) -> list[OperationDefinitionNode]:
    text = (EXAMPLE / "screens" / f"{screen}.graphql").read_text("utf-8")
    definitions = parse(text).definitions
    return [node for node in definitions if isinstance(node, OperationDefinitionNode)]


def test_each_screen_is_one_request() -> None:
    for screen, query in SCREENS.items():
        queries = [o for o in operations_of(screen) if o.operation.value == "query"]
        assert [node.name and node.name.value for node in queries] == [query]


def test_the_client_has_the_ids_of_the_manifest_that_production_trusts() -> None:
    trusted = manifest.build(EXAMPLE / "screens")
    assert {name: identifier for name, (_, identifier) in sent().items()} == {
        document.name: document.id for document in trusted
    }


def test_production_takes_every_document_and_each_costs_little() -> None:
    documents = Documents(build(Schema)._schema, development=False)
    for name, (text, _) in sent().items():
        document = documents.get(text)
        assert not document.errors, (name, document.errors)
        operation = document.operation(name)
        assert operation is not None
        assert operation.cost.of({}) <= COST_MAX, name


@pytest.fixture(scope="module")
def web() -> Path:
    """The workspace with its packages."""
    if reason := node.install(WEB):
        pytest.skip(reason)
    return WEB


@pytest.mark.slow
@pytest.mark.timeout(node.INSTALL_TIMEOUT_S + NPM_TEST_TIMEOUT_S + 90)
async def test_the_typescript_client_passes_its_tests_on_the_suite(web: Path, tea: Brand) -> None:
    member = await tea.enrol()
    await tea.till.record(order(member.id, line(POINTS * 100), days_ago=SETTLED_DAYS))
    await member.followed(points=POINTS)
    gateway = tea.suite.address("gateway")
    env = {
        **{
            name: value
            for name, value in node.environment().items()
            if not name.startswith("TESSERA_")
        },
        "TESSERA_URL": f"http://{gateway}/graphql",
        "TESSERA_DOCUMENTS": "id",
        "TESSERA_TOKEN": tea.suite.token(tea.member(member.id), auth.GATEWAY_AUDIENCE),
    }
    code, said = await npm_test(web, env)
    assert code == 0, said
    assert "# fail 0" in said
    assert "# skipped 0" in said


async def npm_test(folder: Path, env: dict[str, str]) -> tuple[int | None, str]:
    """Exit code and output; everything that was started is ended."""
    process = await asyncio.create_subprocess_exec(
        "npm",
        "run",
        "test:client",
        cwd=folder,
        env=env,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(NPM_TEST_TIMEOUT_S):
            said, _ = await process.communicate()
    except TimeoutError:
        os.killpg(process.pid, signal.SIGKILL)
        said, _ = await process.communicate()
        pytest.fail(f"npm test took more than {NPM_TEST_TIMEOUT_S} s:\n{said.decode()}")
    return process.returncode, said.decode()
