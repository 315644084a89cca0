"""Elementary functions of a scalar in any arithmetic, through derivatives and power series.

A base arithmetic supplies `exp`, `log`, `sqrt`, `sin`, `cos`, `power` and `sign`
of its own scalars; this module extends them to dual numbers and to series.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from theorems.arithmetic import series as ps
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.dual import Dual
from theorems.arithmetic.series import Series


def exp(field: Any, x: Any) -> Any:
    """e**x."""
    if isinstance(x, Dual):
        value = exp(field, x.a)
        return Dual(value, value * x.b, x.tag)
    if isinstance(x, Series):
        return ps.exponential(x, field.exp(x.coefficients[0]))
    return field.exp(x)


def log(field: Any, x: Any) -> Any:
    """The natural logarithm."""
    if isinstance(x, Dual):
        return Dual(log(field, x.a), x.b / x.a, x.tag)
    if isinstance(x, Series):
        return ps.logarithm(x, field.log(x.coefficients[0]))
    return field.log(x)


def sin(field: Any, x: Any) -> Any:
    """The sine, in radians."""
    if isinstance(x, Dual):
        return Dual(sin(field, x.a), cos(field, x.a) * x.b, x.tag)
    if isinstance(x, Series):
        c0 = x.coefficients[0]
        return ps.sine_cosine(x, field.sin(c0), field.cos(c0))[0]
    return field.sin(x)


def cos(field: Any, x: Any) -> Any:
    """The cosine, in radians."""
    if isinstance(x, Dual):
        return Dual(cos(field, x.a), -sin(field, x.a) * x.b, x.tag)
    if isinstance(x, Series):
        c0 = x.coefficients[0]
        return ps.sine_cosine(x, field.sin(c0), field.cos(c0))[1]
    return field.cos(x)


def power(field: Any, x: Any, exponent: Fraction) -> Any:
    """x**r for an exact rational r; integers by multiplication, others on x > 0."""
    if exponent.denominator == 1:
        return integer_power(field, x, exponent.numerator)
    if isinstance(x, Dual):
        slope = power(field, x.a, exponent - 1) * field.number(exponent)
        return Dual(power(field, x.a, exponent), slope * x.b, x.tag)
    if isinstance(x, Series):
        return series_power(field, x, exponent)
    return field.sqrt(x) if exponent == Fraction(1, 2) else field.power(x, exponent)


def integer_power(field: Any, x: Any, exponent: int) -> Any:
    """x**n by repeated multiplication, 1/x**|n| for negative n."""
    if exponent == 0:
        return field.number(1)
    if exponent < 0:
        return field.number(1) / integer_power(field, x, -exponent)
    result = x
    for _ in range(exponent - 1):
        result = result * x
    return result


def series_power(field: Any, x: Series, exponent: Fraction) -> Series:
    """x**r of a series that may start at h^v: the leading h^(v r) must be a whole power of h.

    What is known of the result begins at h^(v r) and is as long as what is known behind h^v.
    Raises OutsideArithmeticError when it is not a whole power, or nothing is known.
    """
    start = x.valuation()
    if start > x.order:
        known = int((x.order + 1) * exponent)
        if exponent <= 0 or known < 1:
            raise OutsideArithmeticError("a power of a series that vanishes as far as it is known.")
        return Series((x.coefficients[0] * 0,) * known)
    shift = exponent * start
    if shift.denominator != 1 or shift < 0:
        raise OutsideArithmeticError(f"h**{shift} is not a whole power of the expansion variable.")
    body = Series(x.coefficients[start:])
    first = power(field, body.coefficients[0], exponent)
    root = ps.power(body, field.number(exponent), first).coefficients
    return Series((body.coefficients[0] * 0,) * int(shift) + root)


def loggamma(field: Any, x: Any) -> Any:
    """log Γ(x) of a plain number; its derivatives are not among the functions of this arithmetic.

    Raises OutsideArithmeticError for a jet.
    """
    if isinstance(x, Dual | Series):
        raise OutsideArithmeticError("derivatives of log Γ are not available here.")
    return field.loggamma(x)


def polygamma(field: Any, order: int, x: Any) -> Any:
    """ψ^(m)(x); the derivative is ψ^(m+1).

    Raises OutsideArithmeticError for a series.
    """
    if isinstance(x, Dual):
        return Dual(polygamma(field, order, x.a), polygamma(field, order + 1, x.a) * x.b, x.tag)
    if isinstance(x, Series):
        raise OutsideArithmeticError("power series of polygamma functions are not available here.")
    return field.polygamma(order, x)


def besseli(field: Any, order: int, x: Any) -> Any:
    """I_m(x) of a plain number.

    Raises OutsideArithmeticError for a jet.
    """
    if isinstance(x, Dual | Series):
        raise OutsideArithmeticError("derivatives of Bessel functions are not available here.")
    return field.besseli(order, x)


def absolute(field: Any, x: Any) -> Any:
    """|x|, with derivative sign(x); a series takes the sign of its first term, h > 0.

    Raises OutsideDomainError when a derivative is taken at the kink x = 0.
    """
    if field.is_array(standard_part(x)):
        return x * field.sign(standard_part(x))
    direction = sign(field, x)
    if direction == 0 and isinstance(x, Dual):
        raise OutsideDomainError("|x| has no derivative at x = 0.")
    return -x if direction < 0 else x


def absolute_power(field: Any, x: Any, exponent: Fraction) -> Any:
    """|x|**r for r > 1, which is differentiable at 0: its derivative r |x|**(r-1) sign(x) vanishes there."""
    if isinstance(x, Dual) and not field.is_array(standard_part(x)):
        direction = sign(field, x.a)
        if direction == 0:
            zero = x.a * 0
            return Dual(zero, zero, x.tag)
    return power(field, absolute(field, x), exponent)


def sign(field: Any, x: Any) -> int:
    """The sign of a scalar; of a series, the sign for small h > 0."""
    if isinstance(x, Dual):
        return sign(field, x.a)
    if isinstance(x, Series):
        start = x.valuation()
        return 0 if start > x.order else sign(field, x.coefficients[start])
    return field.sign(x)


def standard_part(x: Any) -> Any:
    """The number a jet stands at: ε = 0 and h = 0."""
    while isinstance(x, Dual | Series):
        x = x.a if isinstance(x, Dual) else x.coefficients[0]
    return x
