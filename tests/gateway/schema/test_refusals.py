"""The schema names the refusals of each mutation, in two languages, and cannot drift."""

from collections.abc import Callable

import pytest
from graphql import GraphQLEnumType, get_named_type
from strawberry import Schema

from gateway.core.codes import Code
from gateway.schema import build
from gateway.schema.core.refusals import HINDRANCES, REFUSALS
from services.common.errors import Refusal, catalogue
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
SCHEMA = build(Schema)._schema
REDEEM = """mutation { redeem(input: {requestId: "r1", rewardCode: "reward_1"}) {
  redemption { id } userErrors { code field message { zh en } } } }"""


def _enum() -> GraphQLEnumType:
    kind = SCHEMA.type_map["UserErrorCode"]
    assert isinstance(kind, GraphQLEnumType)
    return kind


def test_the_codes_of_user_errors_are_those_of_the_catalogue_with_its_texts() -> None:
    possible = {*HINDRANCES, *(code for codes in REFUSALS.values() for code in codes)}
    assert set(_enum().values) == possible
    for code, value in _enum().values.items():
        entry = catalogue()[code]
        assert value.description == f"{entry.en} {entry.zh}"


def test_the_description_of_every_mutation_names_its_refusals() -> None:
    assert SCHEMA.mutation_type is not None
    assert set(SCHEMA.mutation_type.fields) == set(REFUSALS)
    for name, field in SCHEMA.mutation_type.fields.items():
        assert field.description is not None
        assert field.description.endswith(f"May be refused: {', '.join(REFUSALS[name])}.")
        payload = get_named_type(field.type)
        errors = get_named_type(payload.fields["userErrors"].type)
        assert get_named_type(errors.fields["code"].type) is _enum()


@pytest.mark.parametrize("code", REFUSALS["redeem"])
async def test_what_is_foretold_is_a_user_error(as_: As, backend: FakeBackend, code: str) -> None:
    backend.failing["RedeemReward"] = lambda: Refusal(code, field="reward_code")
    refused = (await as_().data(REDEEM))["redeem"]
    entry = catalogue()[code]
    assert refused == {
        "redemption": None,
        "userErrors": [
            {"code": code, "field": "rewardCode", "message": {"zh": entry.zh, "en": entry.en}}
        ],
    }


@pytest.mark.parametrize("code", ["OVERLOADED", "FEEDBACK_NOT_FOUND"])
async def test_what_is_not_foretold_is_an_error_with_the_same_stable_code(
    as_: As, backend: FakeBackend, code: str
) -> None:
    backend.failing["RedeemReward"] = lambda: Refusal(code)
    answer = await as_().ask(REDEEM)
    assert answer["data"] == {"redeem": None}
    (error,) = answer["errors"]
    entry = catalogue()[code]
    assert error["extensions"]["code"] == code
    assert error["extensions"]["messages"] == {"zh": entry.zh, "en": entry.en}


def test_every_code_of_the_gateway_has_words_in_two_languages() -> None:
    for code in Code:
        assert code == code.name
        assert code not in catalogue()
        assert code.en.endswith(".")
        assert code.zh.endswith("。")


@pytest.mark.parametrize(
    ("query", "code"),
    [("{ nothing }", Code.GRAPHQL_VALIDATION_FAILED), ("{", Code.GRAPHQL_PARSE_FAILED)],
)
async def test_the_gateways_own_refusals_have_texts_in_two_languages(
    as_: As, query: str, code: Code
) -> None:
    (error,) = (await as_().ask(query))["errors"]
    assert error["extensions"]["code"] == code
    assert error["extensions"]["messages"] == {"zh": code.zh, "en": code.en}
