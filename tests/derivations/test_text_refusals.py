"""What is not in the notation is refused in one line, with its column and what to write instead."""

from __future__ import annotations

import pytest

from derivations.text import (
    TextError,
    read_at,
    read_chart,
    read_condition,
    read_expression,
    read_parameter,
    read_variable,
)

SYMBOLS = map(read_variable, ["x in (0, oo)", "y in (-oo, oo)", "n in {1..oo}", "sigma in (0, oo)"])
NAMES = {declared.symbol.name: declared.symbol for declared in SYMBOLS}


@pytest.mark.parametrize(
    ("text", "column", "piece", "problem"),
    [
        ("3 + 2x", 5, "2x", "nothing is implicit; a product is written 2*x."),
        ("2 x", 3, "x", "nothing is implicit"),
        ("x y", 3, "y", "nothing is implicit"),
        ("x(y)", 1, "x", "nothing is implicit; a product is written x*(...)."),
        ("(x)(y)", 4, "(", "nothing is implicit"),
        ("2(y)", 2, "(", "nothing is implicit"),
        ("x*lgo(y)", 3, "lgo", "did you mean 'log'?"),
        ("x*sigm", 3, "sigm", "did you mean 'sigma'?"),
        ("ln(x)", 1, "ln", "write log(x)"),
        ("e^x", 1, "e", "write exp(x)"),
        ("qqq", 1, "qqq", "unknown name."),
        ("gamma", 1, "gamma", "this is a function"),
        ("1 + (x", 5, "(", "never closed"),
        ("x)", 2, ")", "closes nothing"),
        ("(x}", 3, "}", "cannot close the '(' of column 1"),
        ("log(x, y)", 1, "log(x, y)", "log takes one argument, not 2."),
        ("beta(x)", 1, "beta(x)", "beta takes 2 arguments, not 1."),
        ("log()", 5, ")", "nothing between these brackets"),
        ("x +", 4, "", "the text ends"),
        ("", 1, "", "an expression is missing"),
        ("*x", 1, "*", "should stand before this"),
        ("x + )", 5, ")", "closes nothing"),
        ("(x + )", 6, ")", "should stand before this"),
        ("1_000", 1, "1_000", "write 1000."),
        ("0x10", 1, "0x10", "numbers are decimal."),
        ("1j", 1, "1j", "no complex numbers"),
        ("1.2.3", 4, ".3", "nothing is implicit"),
        ("'x'", 1, "'", "no strings"),
        ("x.real", 2, ".", "attributes"),
        ("x[0]", 2, "[", "brackets"),
        ("x = 1", 3, "=", "write =="),
        ("x := 1", 3, ":", "assign"),
        ("x != 1", 3, "!", "not equal"),
        ("x < 1", 1, "x < 1", "a condition where an expression"),
        ("x if y else n", 3, "if", "not part of the notation"),
        ("lambda", 1, "lambda", "not part of the notation"),
        ("y − x", 3, "−", "write - from the keyboard"),
        ("π*x", 1, "π", "write pi"),
        ("1/(y - y)", 4, "y - y", "zero"),
        ("y + log(0)", 5, "log(0)", "no finite value"),
        ("y + sqrt(-x)", 5, "sqrt(-x)", "not a real number"),
        ("asin(2)", 1, "asin(2)", "not a real number"),
        ("(x, y)", 1, "(x, y)", "Piecewise"),
        ("Piecewise((x, y > 0))", 15, "y > 0", "the last condition of Piecewise is True"),
        ("Piecewise((x, True), (y, True))", 15, "True", "the last condition of Piecewise is True"),
        ("Piecewise(x)", 11, "x", "pairs"),
        ("Rational(1.5, 2)", 1, "Rational(1.5, 2)", "two integers"),
        ("oo", 1, "oo", "an end of a set"),
        ("x\x00", 2, "\x00", "not part of the notation"),
        ("\u202ex", 1, "\u202e", "not part of the notation"),
        ("ｘ", 1, "ｘ", "not part of the notation"),
    ],
)
def test_a_refusal_points_at_the_piece(text: str, column: int, piece: str, problem: str) -> None:
    """Column and piece are attributes of the error, and the message says what to do."""
    with pytest.raises(TextError) as caught:
        read_expression(text, NAMES)

    assert (column, piece) == (caught.value.column, caught.value.piece)
    assert problem in caught.value.problem


def test_a_message_is_one_line() -> None:
    """The message holds the column, the piece in quotes and the problem."""
    with pytest.raises(TextError, match=r"^column 3, 'sigm': unknown name; did you mean 'sigma'\?$"):
        read_expression("x*sigm", NAMES)


def test_invisible_characters_are_shown_by_name() -> None:
    """A mark that would turn the line around is spelled out."""
    with pytest.raises(TextError, match="<U\\+202E RIGHT-TO-LEFT OVERRIDE>"):
        read_expression("x + \u202ey", NAMES)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x", "this is no condition"),
        ("x < y < n < 3", "a chain is a < b < c"),
        ("x < y > n", "a chain is a < b < c"),
        ("1 > 2", "never true"),
        ("x > 1 and 2 < 1", "never true"),
        ("x > 1 and", "the text ends"),
        ("x > 1 or y > 1", "not part of the notation"),
        ("Piecewise((x, y > 0), (1, True)) > 0", "may not stand in a condition"),
        ("x >= oo", "an end of a set"),
    ],
)
def test_what_is_no_condition_is_refused(text: str, problem: str) -> None:
    """Chains are short and go one way; what cannot hold is an error."""
    with pytest.raises(TextError, match=problem):
        read_condition(text, NAMES)


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("a", 2, "write a set after the name"),
        ("a in", 5, "one bracket"),
        ("a in 3", 6, "one bracket"),
        ("a in (0, 1]", 11, "ends of an interval are open"),
        ("a in (1, 0)", 6, "empty"),
        ("a in (pi, 3)", 6, "empty"),
        ("a in (oo, 0)", 6, "empty"),
        ("a in {3..1}", 6, "empty"),
        ("a in {0.5..2}", 7, "is an integer"),
        ("a in {0..x}", 10, "is an integer"),
        ("a in {0..n..2}", 6, "written {a..b}"),
        ("a in {0, 0}", 6, "twice"),
        ("a in {0, oo}", 10, "an end of a set"),
        ("a in (0, 2*oo)", 12, "an end of a set"),
        ("a in (0, 1)(2, 3)", 6, "one bracket"),
        ("a in (0)", 6, "two ends"),
        ("a in (0, sgima)", 10, "did you mean 'sigma'"),
        ("x in (0, 1)", 1, "already declared"),
        ("pi in (0, 1)", 1, "meaning of its own"),
        ("lambda in (0, 1)", 1, "a word of Python"),
        ("2 in (0, 1)", 1, "begins with a name"),
    ],
)
def test_what_declares_nothing_is_refused(text: str, column: int, problem: str) -> None:
    """Sets are open intervals, integers from a to b, or a list; names are free and not taken."""
    with pytest.raises(TextError, match=problem) as caught:
        read_variable(text, NAMES)

    assert column == caught.value.column


def test_a_parameter_on_separate_values_is_refused() -> None:
    """There is no derivative in a parameter that jumps."""
    with pytest.raises(TextError, match=r"^column 6, '\{0, 1\}': a parameter ranges over an open interval"):
        read_parameter("p in {0, 1}")


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("k=-1", 1, r"-1 is not in \(0, oo\)"),
        ("n=3, u=4", 6, r"4 is not in \(0, n\)"),
        ("n=5/2", 1, r"5/2 is not in \{1..oo\}"),
        ("b=2", 1, r"2 is not in \{0, 1\}"),
        ("k=1, k=2", 6, "twice"),
        ("kk=1", 1, "did you mean 'k'"),
        ("k", 1, "name=number"),
        ("k=", 3, "missing"),
        ("k=n", 3, "unknown name"),
        ("k=1,", 5, "name=number"),
    ],
)
def test_a_point_outside_is_refused(text: str, column: int, problem: str) -> None:
    """Every value is a number inside its set, and every name is declared."""
    n = read_variable("n in {1..oo}")
    sets = [read_variable("k in (0, oo)"), n, read_variable("b in {0, 1}")]

    with pytest.raises(TextError, match=problem) as caught:
        read_at(text, [*sets, read_variable("u in (0, n)", {"n": n.symbol})])

    assert column == caught.value.column


def test_a_constant_coordinate_is_refused() -> None:
    """A chart has coordinates that vary."""
    with pytest.raises(TextError, match=r"^column 4, '3': this coordinate is constant"):
        read_chart("x, 3", NAMES)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x" * 4001, "at most 4000 are read"),
        ("1+" * 600 + "1", "at most 1000 are read"),
        ("(" * 26 + "x" + ")" * 26, "nested more than 25 deep"),
        ("-" * 41 + "x", "nested more than 40 deep"),
        ("**".join("x" * 60), "nested more than 40 deep"),
        ("9" * 101, "at most 100 digits"),
        ("1e400", "at most 100 digits"),
        ("1e-99999999", "at most 100 digits"),
        ("x^1001", "at most 1000"),
        ("(((1+x)^900)^900)^900", "degree 810000"),
        ("((1+x)^900+1)^900", "degree 810000"),
        ("2^(10^9)", "an exponent may be 1000 at most"),
        ("3^1000", "more than 1024 binary digits"),
        ("10^99*10^99*10^99*10^99", "more than 1024 binary digits"),
        ("exp(10^9*log(2))", "argument of an exponential may be 1000 at most"),
        ("exp(10^9*y*log(2))", "coefficient of an exponent may be 1000 at most"),
        ("2^(10^9*y)", "coefficient of an exponent may be 1000 at most"),
        ("(2^pi)^(10^9/pi)", "an exponent may be 1000 at most"),
        ("exp(exp(exp(1000)))", "argument of an exponential may be 1000 at most"),
        ("gamma(10^17)", "may be 170 at most"),
        ("gamma(exp(17*log(10)))", "may be 170 at most"),
        ("loggamma(10^17)", "may be 170 at most"),
        ("factorial(factorial(9))", "may be 170 at most"),
        ("polygamma(10^6, 10^6)", "may be 20 at most"),
        ("polygamma(1, 10^6)", "may be 170 at most"),
        ("besseli(10^9, x)", "may be 50 at most"),
        ("binomial(10^9, 10^8)", "may be 1000 at most"),
        ("binomial(E, 900)", "may be 20 at most"),
    ],
)
def test_what_would_hang_is_refused(text: str, problem: str) -> None:
    """Limits hold before SymPy computes; without them most of these take minutes or all memory."""
    with pytest.raises(TextError, match=problem):
        read_expression(text, NAMES)


def test_the_largest_that_is_read_is_read() -> None:
    """One below each limit is no error."""
    for text in ["x^1000", "2^1000", "9" * 100, "(" * 25 + "x" + ")" * 25, "gamma(170)", "exp(1000)"]:
        read_expression(text, NAMES)
    for text in ["exp(-5000*(x - 1)^2)", "binomial(1000, 500)", "binomial(x, 1000)", "-" * 39 + "x"]:
        read_expression(text, NAMES)


def test_a_substitution_that_would_hang_is_not_made() -> None:
    """Whether a point is inside {0..2^n} is left open at n = 10^50."""
    n = read_variable("n in {1..oo}")
    u = read_variable("u in {0..2^n}", {"n": n.symbol})

    assert {n.symbol: 10**50, u.symbol: 3} == read_at("n=10^50, u=3", [n, u])
