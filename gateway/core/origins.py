"""The web origins whose pages may read answers and open websockets."""

import re
from collections.abc import Iterable

_LOCAL = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?")


class Origins:
    """Those that the settings name; with `local`, also any port of the developer's own machine."""

    def __init__(self, named: Iterable[str] = (), *, local: bool = False) -> None:
        self._named = frozenset(named)
        self._local = local

    def __contains__(self, origin: object) -> bool:
        if origin in self._named:
            return True
        return self._local and isinstance(origin, str) and _LOCAL.fullmatch(origin) is not None
