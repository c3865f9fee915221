"""Tokens of a service that calls another one in the name of brands."""

from collections import OrderedDict
from datetime import timedelta

from services.common.auth import Caller, Role, TokenIssuer, TokenSource

BRANDS_MAX = 1_000


class BrandTokens:
    """The tokens of a service, one for each brand that it acts for; each is used for half of its
    `ttl`."""

    def __init__(
        self, issuer: TokenIssuer, subject: str, ttl: timedelta = timedelta(minutes=10)
    ) -> None:
        self._issuer = issuer
        self._subject = subject
        self._ttl = ttl
        self._tokens: OrderedDict[str, TokenSource] = OrderedDict()

    def metadata(self, brand: str) -> tuple[tuple[str, str], ...]:
        """The metadata of a call for `brand`."""
        return (("authorization", f"Bearer {self.of(brand)()}"),)

    def of(self, brand: str) -> TokenSource:
        """The token's source."""
        source = self._tokens.get(brand)
        if source is None:
            source = self._issuer.source(Caller(brand, self._subject, Role.SERVICE), self._ttl)
            self._tokens[brand] = source
        self._tokens.move_to_end(brand)
        if len(self._tokens) > BRANDS_MAX:
            self._tokens.popitem(last=False)
        return source
