"""Tails of the distributions that intervals need, by the standard library.

Sources: Numerical Recipes, 3rd edition, 6.2 (incomplete gamma function) and 6.4 (incomplete beta
function), both by Lentz's continued fractions. The tests hold them to SciPy's values.
"""

from math import exp, lgamma, log, sqrt
from statistics import NormalDist

TINY = 1e-300
CLOSE = 1e-15
STEPS_MAX = 500
_NORMAL = NormalDist()


def z_of(alpha: float) -> float:
    """The two-sided point of the normal distribution: 1.96 for 0.05."""
    return _NORMAL.inv_cdf(1 - alpha / 2)


def normal_two_sided(z: float) -> float:
    """How likely a normal number is as far from 0 as `z`."""
    return 2 * (1 - _NORMAL.cdf(abs(z)))


def chi_squared_tail(x: float, degrees: int) -> float:
    """How likely χ² of so many degrees of freedom is at least `x`."""
    a, half = degrees / 2, x / 2
    if half <= 0:
        return 1.0
    front = exp(-half + a * log(half) - lgamma(a))
    if half < a + 1:
        term = total = 1 / a
        n = a
        while term > total * CLOSE:
            n += 1
            term *= half / n
            total += term
        return 1 - total * front
    b = half + 1 - a
    c, d = 1 / TINY, 1 / b
    fraction = d
    for i in range(1, STEPS_MAX):
        an = -i * (i - a)
        b += 2
        d = 1 / _not_zero(an * d + b)
        c = _not_zero(b + an / c)
        fraction *= d * c
        if abs(d * c - 1) < CLOSE:
            break
    return front * fraction


def t_two_sided(t: float, degrees: float) -> float:
    """How likely Student's t is as far from 0 as `t`."""
    return _beta(degrees / (degrees + t * t), degrees / 2, 0.5)


def t_of(alpha: float, degrees: float) -> float:
    """The two-sided point of Student's t, by halving."""
    low, high = 0.0, 1.0
    while t_two_sided(high, degrees) > alpha:
        low, high = high, high * 2
    for _ in range(100):
        middle = (low + high) / 2
        if t_two_sided(middle, degrees) > alpha:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, STEPS_MAX):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / _not_zero(1 + even * d)
        c = _not_zero(1 + even / c)
        found *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / _not_zero(1 + odd * d)
        c = _not_zero(1 + odd / c)
        found *= d * c
        if abs(d * c - 1) < CLOSE:
            break
    return found


def _not_zero(x: float) -> float:
    return x if abs(x) > TINY else TINY


def sequential_half_width(variance: float, n: int, alpha: float, tuning: int) -> float:
    """Half the width of an asymptotic confidence sequence about a mean of `n` values.

    Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and
    asymptotic confidence sequences", Annals of Statistics 2024 (arXiv 2103.06476), equation 9.
    `tuning` is the size at which it is tightest.
    """
    spread = -2 * log(alpha)
    rho = sqrt((spread + log(spread + 1)) / tuning)
    grown = n * rho * rho + 1
    return sqrt(variance) * sqrt(2 * grown / (n * rho) ** 2 * log(sqrt(grown) / alpha))
