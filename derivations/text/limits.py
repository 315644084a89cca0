"""What is refused before SymPy would compute it, so that no text can make reading hang or fill the memory.

SymPy evaluates in its constructors: 2**(10**9), gamma(10**17) and exp(10**9*log(2)) are computed to the last
digit, and it compares numbers with zero by evaluating them, so that towers of exponentials hang.  All numbers
that arise are kept within what a double can hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sympy as sp
from sympy import Add, Expr, Mul, Rational

from derivations.text.errors import TextError

LENGTH = 4000  # characters
TOKENS = 1000
BRACKETS = 25
DEPTH = 40  # operations inside operations; each costs SymPy several levels of Python's stack
DIGITS = 100  # of a number as written
BITS = 1024  # of numerator and denominator of every number that arises: the range of a double
EXPONENT = 1000  # size of an exponent
DEGREE = 1000  # of a polynomial, once expanded


class TooLargeError(Exception):
    """A limit was reached; whoever knows the place in the text says so in a TextError."""


@contextmanager
def guarded(refused: Callable[[str], TextError]) -> Iterator[None]:
    """Let SymPy work; where it fails or a limit is reached, raise the error that points at the place.

    SymPy fails in its own ways: asin((-1)**(n + 900)) recurses without end, and a comparison of what turns out
    not to be real is a TypeError.
    """
    try:
        yield
    except TextError:
        raise
    except TooLargeError as error:
        raise refused(f"{error}.") from None
    except Exception as error:
        raise refused(f"SymPy cannot take this ({type(error).__name__}).") from None


def exact(written: str) -> Rational:
    """The exact rational of a decimal number, as in 0.7 = 7/10 and 1e-3 = 1/1000.

    Raises TooLargeError beyond 100 digits, those of the power of ten included.
    """
    mantissa, _, exponent = written.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    if len(exponent) > 4 or len(whole) + len(decimals) + abs(int(exponent or 0)) > DIGITS:
        raise TooLargeError(f"numbers have at most {DIGITS} digits, those of the power of ten included")
    power = int(exponent or 0) - len(decimals)
    digits = int(whole + decimals)
    return Rational(digits * 10 ** max(power, 0), 10 ** max(-power, 0))


def check_size(value: Expr, largest: int, what: str) -> None:
    """Refuse an expression without symbols that is larger than `largest`.

    Raises TooLargeError also where its size cannot be told.
    """
    size = abs(value) if value.is_Rational else value.evalf(15)
    if not (size.is_Rational or size.is_Float):
        raise TooLargeError(f"{what} is not a number whose size can be told")
    if abs(size) > largest:
        raise TooLargeError(f"{what} may be {largest} at most")


def check_power(base: Expr, exponent: Expr) -> None:
    """Refuse base**exponent where SymPy could compute a number too large for us, now or in a later product.

    Raises TooLargeError.
    """
    for inner, power in _powers(base, exponent):
        if inner is sp.E:
            _check_exponential(power)
        elif power.free_symbols:
            _check_coefficients(power)
        else:
            check_size(power, EXPONENT, "an exponent")
            if inner.is_Rational and _log2(inner) * abs(power.evalf(15)) > BITS:
                raise TooLargeError(f"this number has more than {BITS} binary digits")


def _powers(base: Expr, exponent: Expr) -> Iterator[tuple[Expr, Any]]:
    """The factors of base**exponent as (base, exponent), powers of powers multiplied out."""
    for factor in Mul.make_args(base):
        inner, power = factor.as_base_exp()
        if power == 1:
            yield inner, exponent
        else:
            yield from _powers(inner, power * exponent)


def _check_exponential(exponent: Expr) -> None:
    """exp(-5000*x) is harmless; a number, or the multiple of a logarithm, becomes a power of a number."""
    for term in Add.make_args(exponent):
        if not term.free_symbols:
            check_size(term, EXPONENT, "the argument of an exponential")
        elif any(isinstance(factor, sp.log) for factor in Mul.make_args(term)):
            _check_coefficients(term)


def _check_coefficients(exponent: Expr) -> None:
    for number in exponent.atoms(Rational):
        check_size(number, EXPONENT, "a coefficient of an exponent")


def check_result(result: Expr) -> None:
    """Refuse an expression with a number of more than 1024 binary digits; raises TooLargeError."""
    if any(_log2(number) > BITS for number in result.atoms(Rational)):
        raise TooLargeError(f"this number has more than {BITS} binary digits")


def _log2(number: Any) -> float:
    """Binary digits of the longer of numerator and denominator; 0 for 0 and 1."""
    return math.log2(max(abs(int(number.p)), int(number.q)))
