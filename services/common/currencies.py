"""How many decimals the minor unit of a currency has (ISO 4217)."""

NONE = frozenset(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split()  # noqa: SIM905
)
THREE = frozenset("BHD IQD JOD KWD LYD OMR TND".split())  # noqa: SIM905


def decimals(currency: str) -> int:
    """2 of CNY and of currencies that are not known."""
    return 0 if currency in NONE else 3 if currency in THREE else 2
