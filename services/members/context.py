"""The collaborators that commands of every room work with."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from services.common.clock import Clock
from services.members.programme.commands.rulebook import RuleBook

S_co = TypeVar("S_co", covariant=True)


@dataclass(frozen=True)
class MembersContext(Generic[S_co]):
    """The storage, as the Protocol that a command declares, the rules of brands, and the time."""

    store: S_co
    rulebook: RuleBook
    clock: Clock
