"""A walk of the granting job through a brand's members."""

from __future__ import annotations

from typing import NamedTuple


class Walk(NamedTuple):
    """`round` names the day and the programme; `after` is the last member done, None at the end."""

    round: str
    after: str | None
