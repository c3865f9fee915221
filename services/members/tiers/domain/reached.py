"""An upgrade as it was."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Reached:
    """An upgrade as it was: what counted, in the local days from `first` to `on` (no `first`: in
    all), and the total of all days. `judged_since`: a window ended since then."""

    counted: int
    total: int
    first: date | None
    on: date
    judged_since: bool
