"""A document that a table of questions has."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ask:
    """A document about member 3's things, whoever sends it."""

    text: str
    by_service: str = ""
    """The method that decides, where only the service knows whose it is."""


def mutation_ask(name: str, kind: str, given: str, selected: str = "userErrors { code }") -> Ask:
    return Ask(
        f'mutation {{ {name}(input: {{requestId: "r-1", {given}}}) {{ {selected} }} }}', kind
    )
