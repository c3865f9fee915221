"""What members answers, when it is asked for the address of a member."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Resolved:
    """An address in clear, or the reason why none is given: `no_consent`, `no_address`, `erased` or
    `no_member`."""

    address: str = field(default="", repr=False)
    refusal: str = ""
