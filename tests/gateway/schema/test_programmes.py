"""Versions of the programme for operators: read, judged, published, rolled back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from gateway.schema.members.programmes import programme_schema
from services.members.programme.commands.yaml_source import read_yaml
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
EXAMPLES = sorted((Path(__file__).parents[3] / "examples/programmes").glob("*.yaml"))
PUBLISH = """mutation($yaml: String!, $note: String = "spring") {
  publishProgramme(input: {requestId: "r1", sourceYaml: $yaml, note: $note}) {
    programme { version publishedBy } approval { id state } replayed userErrors { code } } }"""


async def test_versions_are_listed_without_files_and_read_with_them(as_: As) -> None:
    query = """query($after: String) { programmeVersions(first: 2, after: $after) {
      edges { node { version note publishedAt sourceYaml } }
      pageInfo { endCursor hasNextPage } } }"""
    page = (await as_("operator").data(query))["programmeVersions"]
    assert [edge["node"]["version"] for edge in page["edges"]] == [3, 2]
    assert page["edges"][0]["node"]["sourceYaml"] is None
    rest = await as_("operator").data(query, {"after": page["pageInfo"]["endCursor"]})
    assert [e["node"]["version"] for e in rest["programmeVersions"]["edges"]] == [1]
    one = "query($v: Long) { programmeVersion(version: $v) { version sourceYaml document } }"
    told = (await as_("operator").data(one, {"v": 2}))["programmeVersion"]
    assert told == {"version": 2, "sourceYaml": "version: 2", "document": "{}"}
    assert (await as_("operator").data(one))["programmeVersion"]["version"] == 3
    assert (await as_("operator").data(one, {"v": 9}))["programmeVersion"] is None


async def test_a_file_is_judged_by_line_and_key(as_: As) -> None:
    query = """query($yaml: String!) { validateProgramme(sourceYaml: $yaml) {
      problems { line column key message reason } warnings { line } counts { name count } } }"""
    bad = (await as_("operator").data(query, {"yaml": "bad"}))["validateProgramme"]
    assert bad["problems"] == [
        {
            "line": 2,
            "column": 5,
            "key": "brand",
            "message": "another brand",
            "reason": "BRAND_DIFFERS",
        }
    ]
    good = (await as_("operator").data(query, {"yaml": "good"}))["validateProgramme"]
    assert good == {"problems": [], "warnings": [], "counts": [{"name": "tiers", "count": 3}]}


async def test_a_file_is_published_or_refused(as_: As, backend: FakeBackend) -> None:
    done = (await as_("operator").data(PUBLISH, {"yaml": "good"}))["publishProgramme"]
    assert done["programme"] == {"version": 4, "publishedBy": "ann"}
    assert [r.note for name, _, r in backend.requests if name == "PublishProgramme"] == ["spring"]
    bad = (await as_("operator").data(PUBLISH, {"yaml": "bad"}))["publishProgramme"]
    assert bad["programme"] is None
    assert bad["userErrors"] == [{"code": "PROGRAMME_INVALID"}]


async def test_whoever_was_overtaken_is_told_both_versions(as_: As, backend: FakeBackend) -> None:
    publish = """mutation($base: Long) {
      publishProgramme(input: {requestId: "r1", sourceYaml: "good", baseVersion: $base}) {
        programme { version } overtaken { baseVersion version } userErrors { code } } }"""
    told = (await as_("operator").data(publish, {"base": 2}))["publishProgramme"]
    assert (told["programme"], told["overtaken"]) == (None, {"baseVersion": 2, "version": 3})
    assert told["userErrors"] == [{"code": "PROGRAMME_OVERTAKEN"}]
    done = (await as_("operator").data(publish, {"base": 3}))["publishProgramme"]
    assert (done["programme"], done["overtaken"]) == ({"version": 4}, None)
    await as_("operator").data(publish)
    sent = [r for name, _, r in backend.requests if name == "PublishProgramme"]
    assert [r.HasField("base_version") for r in sent] == [True, True, False]


async def test_a_file_waits_where_a_second_operator_is_asked_for(as_: As) -> None:
    asked = {"yaml": "good", "note": "guarded"}
    told = (await as_("operator").data(PUBLISH, asked))["publishProgramme"]
    assert (told["programme"], told["userErrors"]) == (None, [])
    assert told["approval"] == {"id": "apr_1", "state": "PENDING"}


async def test_an_earlier_version_comes_into_force_again(as_: As) -> None:
    told = await as_("operator").data(
        """mutation { rollbackProgramme(input: {requestId: "r1", version: 2}) {
          programme { version rollbackOf } replayed userErrors { code } } }"""
    )
    assert told["rollbackProgramme"] == {
        "programme": {"version": 4, "rollbackOf": 2},
        "replayed": True,
        "userErrors": [],
    }


async def test_editors_get_the_whole_schema_without_asking_a_service(
    as_: As, backend: FakeBackend
) -> None:
    told = (await as_("operator").data("{ programmeSchema }"))["programmeSchema"]
    assert told == programme_schema()
    assert not backend.calls


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_bundled_schema_judges_a_file_by_itself(example: Path) -> None:
    judge = Draft202012Validator(json.loads(programme_schema()))
    document = read_yaml(example.read_text(encoding="utf-8")).document
    assert judge.is_valid(document)
    document["nonsense"] = 1
    assert not judge.is_valid(document)
