"""Where the scope of a method is declared."""

import pytest
from google.protobuf import descriptor_pool

from services.common.interceptors import scope_of
from tessera.types.v1 import access_pb2
from tests.scopes import METHODS


@pytest.mark.parametrize("method", METHODS)
def test_a_method_says_which_scope_it_asks_for_or_that_it_asks_for_none(method: str) -> None:
    found = descriptor_pool.Default().FindMethodByName(method[1:].replace("/", "."))
    access = found.GetOptions().Extensions[access_pb2.access]
    assert bool(access.scope) is not access.unscoped
    assert scope_of(method) == access.scope
    if access.scope:
        noun, _, verb = access.scope.partition(":")
        assert noun
        assert verb in ("read", "write")


def test_a_method_that_nobody_declared_asks_for_no_scope() -> None:
    assert scope_of("/tessera.test.Echo/One") == ""
