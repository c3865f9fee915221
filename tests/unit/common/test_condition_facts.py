"""The declaration of facts: each is typed, and each kind of condition sees some of them."""

import pytest

from services.common.condition_facts import declared, read

FACT = {"type": "string", "owner": "shop", "unknown": "empty", "characters_max": 10}
KIND = {"sees": ["order"], "evaluations_max": 1}


def declaration(**changes: object) -> dict[str, object]:
    return {"kinds": {"order": KIND}, "facts": {"order": {"channel": FACT | changes}}}


def test_the_declaration_that_services_share_is_read() -> None:
    kinds = declared()
    assert set(kinds) >= {"earning.activity", "earning.line", "earning.campaign"}
    for kind in kinds.values():
        assert kind.facts
        assert kind.evaluations_max >= 1


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "text"},
        {"unknown": "perhaps"},
        {"characters_max": 0},
        {"type": "int"},
        {"type": "list<string>"},
        {"items_max": 3},
    ],
)
def test_a_fact_without_a_true_type_or_bound_is_refused(changes: dict[str, object]) -> None:
    assert read(declaration())
    with pytest.raises(ValueError, match=r"text|perhaps"):
        read(declaration(**changes))


def test_a_kind_that_sees_what_nobody_declares_is_refused() -> None:
    with pytest.raises(ValueError, match="order sees piece"):
        read(declaration() | {"kinds": {"order": KIND | {"sees": ["order", "piece"]}}})
