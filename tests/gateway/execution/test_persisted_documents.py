"""Which documents are answered, and how a request names them."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.app import Gateway
from gateway.core.errors import Code, Refused
from gateway.execution import persisted_documents as trusted
from gateway.execution.manifest import DOCUMENTS_MAX, ManifestError, build, identify, load, main
from gateway.execution.persisted_documents import DocumentFinder, TrustedDocuments
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend
from tests.paths import ROOT

As = Callable[..., Client]

CARD = "query Card { me { ...Face points { available } } }"
FACE = "fragment Face on Member { id name }"
CHECK_IN = "mutation CheckIn($input: CheckInInput!) { checkIn(input: $input) { replayed } }"
OTHER = "{ me { name phone } }"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "card.graphql").write_text(f"# The card.\n{CARD}\n{CHECK_IN}")
    (folder / "parts.graphql").write_text(FACE)
    return folder


@pytest.fixture
def manifest(tmp_path: Path, folder: Path) -> Path:
    return _write(tmp_path / "manifest.json", folder)


def _write(path: Path, folder: Path, *more: str) -> Path:
    with redirect_stdout(StringIO()) as content:
        main([str(folder), *more])
    path.with_suffix(".partial").write_text(content.getvalue())
    path.with_suffix(".partial").replace(path)
    return path


def _ids(path: Path) -> dict[str, str]:
    return {entry.name: entry.id for entry in load(path)}


@pytest.fixture
def ids(folder: Path) -> dict[str, str]:
    return _ids(folder)


@pytest.fixture
def production(gateway: Gateway, manifest: Path) -> Gateway:
    gateway.schema.finder = DocumentFinder(TrustedDocuments(manifest), only_trusted=True)
    return gateway


@pytest.fixture
def development(gateway: Gateway) -> Gateway:
    gateway.schema.finder = DocumentFinder(registers=True)
    return gateway


def _persisted(digest: str) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": digest}}


async def _post(client: Client, **body: Any) -> dict[str, Any]:
    response = await client.http.post("/graphql", json=body, headers=client.headers)
    answer: dict[str, Any] = response.json()
    return answer


def _code(answer: dict[str, Any]) -> str:
    code: str = answer["errors"][0]["extensions"]["code"]
    assert "data" not in answer
    return code


def test_the_manifest_has_one_document_for_each_operation(manifest: Path) -> None:
    rows = json.loads(manifest.read_text())["documents"]
    assert [row["name"] for row in rows] == ["Card", "CheckIn"]
    assert "fragment Face on Member" in rows[0]["body"]
    assert "fragment" not in rows[1]["body"]
    for row in rows:
        assert row["id"] == sha256(row["body"].encode()).hexdigest()


def test_the_command_prints_the_manifest(manifest: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "gateway.execution.manifest", str(folder)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert printed == manifest.read_text()


def test_production_trusts_the_documents_of_the_front_end_in_the_examples() -> None:
    manifest = ROOT / "deploy" / "k8s" / "overlays" / "production" / "documents" / "manifest.json"
    screens = ROOT / "examples" / "front-end" / "screens"
    trusted = {entry.id for entry in load(manifest)}
    missing = [entry.name for entry in load(screens) if entry.id not in trusted]
    assert not missing, f"python -m gateway.execution.manifest {screens} --keep {manifest}"


def test_comments_spaces_and_files_do_not_change_an_id(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "all.graphql").write_text(f"{FACE}\n\n# !\n{CHECK_IN}   {CARD.replace(' ', '  ')}")
    assert [e.id for e in build(other)] == [e.id for e in build(folder)]


@pytest.mark.parametrize(
    "content",
    [
        "{ me { id } }",
        "query A {",
        "type A { b: Int }",
        "query Card { me { id } }",
        "query B {a ...C}",
    ],
)
def test_a_folder_with_a_fault_makes_no_manifest(folder: Path, content: str) -> None:
    (folder / "x.graphql").write_text(content)
    with pytest.raises(ManifestError):
        build(folder)
    with pytest.raises(SystemExit):
        main([str(folder)])


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"documents": [{"id": "1"}]}'])
def test_a_file_that_is_no_manifest_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(content)
    with pytest.raises(ManifestError):
        TrustedDocuments(path)
    rows = [{"id": "x", "name": "A", "body": "{ me { id } }"}]
    path.write_text(json.dumps({"documents": rows}))
    with pytest.raises(ManifestError, match="id of its body"):
        TrustedDocuments(path)
    rows = [{"id": identify("{a}"), "name": "A", "body": "{a}"}] * (DOCUMENTS_MAX + 1)
    path.write_text(json.dumps({"documents": rows}))
    with pytest.raises(ManifestError, match="at most"):
        TrustedDocuments(path)


async def test_production_answers_a_document_by_its_id(
    production: Gateway, as_: As, ids: dict[str, str]
) -> None:
    for body in (
        {"documentId": ids["Card"]},
        {"extensions": _persisted(ids["Card"])},
        {"query": production.schema.finder.find({"documentId": ids["Card"]})},
        {"query": ids["Card"]},
    ):
        answer = await _post(as_(), **body)
        assert answer["data"]["me"]["name"] == "tea 2"


async def test_production_answers_nothing_else(
    production: Gateway, as_: As, backend: FakeBackend, ids: dict[str, str]
) -> None:
    for body in (
        {"query": OTHER},
        {"query": CARD},
        {"documentId": "Card"},
        {"documentId": identify(OTHER)},
        {"extensions": _persisted(identify(OTHER))},
        {"query": OTHER, "extensions": _persisted(identify(OTHER))},
        {"query": OTHER, "documentId": identify(OTHER)},
        {"query": ""},
    ):
        assert _code(await _post(as_(), **body)) == "DOCUMENT_NOT_TRUSTED"
    hidden = {"query": OTHER, "extensions": _persisted(ids["Card"])}
    assert _code(await _post(as_(), **hidden)) == "PERSISTED_QUERY_MISMATCH"
    assert not backend.calls


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"documentId": 1},
        {"query": 1},
        {"extensions": []},
        {"extensions": {"persistedQuery": 1}},
        {"extensions": {"persistedQuery": {"version": 2, "sha256Hash": "x"}}},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": None}}},
    ],
    ids=repr,
)
async def test_a_request_that_names_nothing_is_refused(
    production: Gateway, as_: As, body: dict[str, Any]
) -> None:
    assert _code(await _post(as_(), **body)) == "BODY_INVALID"


def test_old_and_new_documents_are_answered_while_the_manifest_rolls(
    manifest: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trusted, "LOOK_S", 0.0)
    documents = TrustedDocuments(manifest)
    old = _ids(folder)["Card"]
    (folder / "card.graphql").write_text("query Card { me { name } }")
    new = _ids(folder)["Card"]
    assert documents.text(new) is None
    _write(manifest, folder)
    assert documents.text(new) is not None
    assert documents.text(old) is not None
    (folder / "card.graphql").write_text("query Card { me { id } }")
    _write(manifest, folder)
    assert documents.text(old) is None


def test_a_manifest_can_keep_documents_that_were_trusted_before(
    manifest: Path, folder: Path
) -> None:
    old = _ids(folder)
    (folder / "card.graphql").write_text("query Card { me { name } }")
    _write(manifest, folder, "--keep", str(manifest))
    assert {entry.id for entry in load(manifest)} == {*old.values(), *_ids(folder).values()}


def test_a_manifest_that_breaks_or_goes_changes_nothing(
    manifest: Path, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trusted, "LOOK_S", 0.0)
    documents = TrustedDocuments(manifest)
    manifest.write_text("{")
    assert documents.text(ids["Card"]) is not None
    manifest.unlink()
    assert documents.text(ids["Card"]) is not None


async def test_development_registers_a_text_by_its_hash(development: Gateway, as_: As) -> None:
    digest = identify(OTHER)
    first = await _post(as_(), extensions=_persisted(digest))
    assert _code(first) == "PERSISTED_QUERY_NOT_FOUND"
    assert first["errors"][0]["message"] == "PersistedQueryNotFound"
    wrong = await _post(as_(), query=CHECK_IN, extensions=_persisted(digest))
    assert _code(wrong) == "PERSISTED_QUERY_MISMATCH"
    for body in ({"query": OTHER}, {}, {}):
        answer = await _post(as_(), **body, extensions=_persisted(digest))
        assert answer["data"]["me"]["name"] == "tea 2"
    assert (await _post(as_(), query=OTHER))["data"]["me"]["name"] == "tea 2"


def test_what_is_registered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trusted, "REGISTERED_MAX", 2)
    finder = DocumentFinder(registers=True)
    for text in ("{a}", "{b}", "{c}"):
        finder.find({"query": text, "extensions": _persisted(identify(text))})
    with pytest.raises(Refused) as refused:
        finder.find({"extensions": _persisted(identify("{a}"))})
    assert refused.value.code == Code.PERSISTED_QUERY_NOT_FOUND
    assert finder.find({"extensions": _persisted(identify("{c}"))}) == "{c}"


async def test_without_a_manifest_production_tells_apollo_to_send_the_text(
    gateway: Gateway, as_: As
) -> None:
    answer = await _post(as_(), extensions=_persisted(identify(OTHER)))
    assert _code(answer) == "PERSISTED_QUERY_NOT_SUPPORTED"
    both = await _post(as_(), query=OTHER, extensions=_persisted(identify(OTHER)))
    assert both["data"]["me"]["name"] == "tea 2"


async def test_get_answers_persisted_queries_only(
    production: Gateway, http: httpx.AsyncClient, as_: As, backend: FakeBackend, ids: dict[str, str]
) -> None:
    headers = as_().headers
    for params in (
        {"documentId": ids["Card"]},
        {"documentId": ids["Card"], "variables": "{}", "operationName": "Card"},
        {"extensions": json.dumps(_persisted(ids["Card"]))},
    ):
        response = await http.get("/graphql", params=params, headers=headers)
        assert response.json()["data"]["me"]["name"] == "tea 2"
    calls = backend.calls.copy()
    variables = json.dumps({"input": {"requestId": "1"}})
    for params, status, code in (
        ({"query": OTHER}, 405, "GET_NOT_PERSISTED"),
        ({"documentId": ids["CheckIn"], "variables": variables}, 405, "GET_MUTATION"),
        ({"documentId": identify(OTHER)}, 400, "DOCUMENT_NOT_TRUSTED"),
        ({"documentId": ids["Card"], "variables": "{"}, 400, "BODY_INVALID"),
        ({"documentId": ids["Card"], "variables": "[]"}, 400, "BODY_INVALID"),
        ({f"a{n}": "1" for n in range(20)}, 400, "BODY_INVALID"),
    ):
        accept = {"accept": "application/graphql-response+json"}
        response = await http.get("/graphql", params=params, headers={**headers, **accept})
        assert (response.status_code, _code(response.json())) == (status, code)
    assert backend.calls == calls


async def test_get_needs_a_token_that_no_page_of_others_can_send(
    production: Gateway, http: httpx.AsyncClient, ids: dict[str, str], token: Callable[..., str]
) -> None:
    cookie = {"cookie": f"authorization={token()}"}
    response = await http.get("/graphql", params={"documentId": ids["Card"]}, headers=cookie)
    assert response.status_code == 401
