"""Whatever the text, reading raises TextError or nothing, soon, and executes nothing."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from derivations.text import (
    TextError,
    read_at,
    read_chart,
    read_condition,
    read_expression,
    read_fixed,
    read_parameter,
    read_variable,
)
from derivations.text.functions import FUNCTIONS

NAMES = {
    d.symbol.name: d.symbol
    for d in map(
        read_variable,
        ["x in (0, oo)", "y in (-oo, oo)", "n in {1..oo}", "k in (0, oo)", "mu in (-oo, oo)", "p in (0, 1)"],
    )
}
DECLARED = [read_parameter("k in (0, oo)"), read_parameter("p in (0, 1)"), read_fixed("n in {1..oo}")]
VALID = [
    "x*log(p) + (1-x)*log(1-p)",
    "-(y-mu)^2/(2*k^2) - log(k) - log(2*pi)/2",
    "k*log(p) - loggamma(k) + (k-1)*log(x) - p*x",
    "Piecewise((-x/k, x > mu), (x/k, True)) - log(2*k)",
    "log(binomial(n, x)) + x*log(p) + (n-x)*log(1-p)",
    "-log(2*pi*besseli(0, k)) + k*cos(x - mu)",
    "log(0.3*exp(-(x-mu)**2/2) + 0.7*exp(-x**2/2)) - log(2*pi)/2",
    "x + y <= n and 0 < x < 1 & Eq(y, 1)",
    "x in {0..n}",
    "p in (0, 2*pi)",
    "k=1.3, p=0.7, n=4",
    "mu, log(k), atan(p)",
]
NUMBERS = re.split(" ", "0 1 2 9 17 900 10**17 1e9 0.5 1e400 1_000 0x10 1j")
WORDS = re.split(" ", "x y n k mu p q pi E oo True I and or not in if lambda")
MARKS = re.split(
    " ", "+ - * / ** ^ < <= > >= == != = := & | , .. . ( ) { } [ ] ' \" ; : @ ! % ~ \\ # ( ) + - * / x 2"
)
CALLS = [f"{name}(" for name in [*FUNCTIONS, "Rational", "Eq", "Piecewise("]]
PIECES = [*NUMBERS, *WORDS, *MARKS, *CALLS, " ", "\n"]
ATTACKS = [
    "__import__('os').system('touch executed')",
    "().__class__.__base__.__subclasses__()",
    "lambda: open('executed', 'w')",
    'f\'{open("executed", "w")}\'',
    "(x := open('executed', 'w'))",
    "exec(open)",
    "x.__class__",
    "[x for x in x]",
    "print(x)",
    "gamma(10**17)",
    "gamma(exp(17*log(10)))",
    "loggamma(10**17)",
    "factorial(factorial(factorial(9)))",
    "binomial(10**9, 10**8)",
    "binomial(x, 10**9)",
    "polygamma(10**6, 10**6)",
    "polygamma(0, 10**9)",
    "besseli(10**9, x)",
    "(((1+x)**900)**900)**900",
    "(((2**900)**900)**900)",
    "2**(10**9)",
    "2**exp(9*log(10))",
    "exp(10**9*log(2))",
    "exp(10**9*x*log(2))**(1/x)",
    "(2**pi)**(10**9/pi)",
    "2**(10**9*x + 10**9)*2**(-10**9*x)",
    "((2**(900*x))**(900/x))**900",
    "exp(exp(exp(exp(1000))))",
    "Abs(exp(exp(exp(1000))) - pi)",
    "9**9**9**9**9",
    "asin((-1)**(n + 900))",
    "Piecewise((1, sqrt(-x - 1) < y), (x, True))",
    "1e400",
    "1e-999999999999",
    "9" * 3999,
    "0." + "9" * 3000,
    "(" * 10_000 + "x" + ")" * 10_000,
    "(" * 1_900 + "x" + ")" * 1_900,
    "-" * 3_000 + "x",
    "**".join(["x"] * 900),
    "+".join(["x"] * 499),
    "*".join(["(x+1)"] * 160),
    "*".join(["10^99"] * 300),
    "+".join(f"1/{n}^30" for n in range(101, 400)),
    "log(1+" * 24 + "x" + ")" * 24,
    "sqrt(1+Abs(" * 12 + "y" + "))" * 12,
    "x\x00y",
    "\u202ex\u202c",
    "\ud800",
    "ｌｏｇ(x)",
    "µ",
    "x" * 5_000,
    "1_000",
    "0x10",
    "1j",
    "'x'",
    "",
]


def mutated(text: str, rng: random.Random) -> str:
    """A text with a few characters dropped, doubled, replaced or exchanged."""
    letters = list(text)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(letters)) if letters else 0
        change = rng.randrange(4)
        if change == 0:
            letters[at : at + 1] = []
        elif change == 1:
            letters[at:at] = [rng.choice(PIECES)]
        elif change == 2:
            letters[at : at + 1] = [rng.choice("()+-*/^., 0123456789xkpn<>=&{}")]
        else:
            letters[at:at] = letters[at : at + rng.randint(1, 6)]
    return "".join(letters)


def expression(rng: random.Random, depth: int) -> str:
    """A random expression that is often well formed, with numbers large enough to matter."""
    if depth == 0:
        return rng.choice([*NAMES, "2", "0.3", "7/3", "900", "10^17", "pi", "E", "0", "-1"])
    inner = [expression(rng, depth - 1) for _ in range(2)]
    kind = rng.randrange(4)
    if kind == 0:
        function = rng.choice(CALLS)
        return f"{function}{inner[0]}{rng.choice([', ' + inner[1], ''])})"
    if kind == 1:
        return f"({inner[0]}){rng.choice(['**', '^'])}({inner[1]})"
    return f"({inner[0]}){rng.choice('+-*/')}({inner[1]})"


def texts(count: int, seed: int) -> Iterator[str]:
    """Random characters, random tokens, mutated densities, random expressions, and mutated attacks."""
    rng = random.Random(seed)
    for number in range(count):
        kind = number % 5
        if kind == 0:
            yield rng.randbytes(rng.randint(1, 40)).decode(
                rng.choice(["latin-1", "utf-16"]), errors="replace"
            )
        elif kind == 1:
            yield rng.choice(["", " "]).join(rng.choices(PIECES, k=rng.randint(1, 14)))
        elif kind == 2:
            yield mutated(rng.choice(VALID), rng)
        elif kind == 3:
            yield expression(rng, rng.randint(1, 4))
        else:
            yield mutated(rng.choice(ATTACKS)[:4_100], rng)


def read_in_some_way(text: str, number: int) -> None:
    """Read as an expression or a condition, and as one of the others in turn; TextError passes."""
    others = [
        lambda: read_condition(text, NAMES),
        lambda: read_variable(text, NAMES),
        lambda: read_parameter("q in (" + text, NAMES),
        lambda: read_fixed("q in {" + text + "}", NAMES),
        lambda: read_at(text, DECLARED),
        lambda: read_chart(text, NAMES),
    ]
    for read in (lambda: read_expression(text, NAMES), others[number % len(others)]):
        try:
            read()
        except TextError as error:
            assert "\n" not in str(error), text
            assert str(error).isprintable(), text


@pytest.mark.parametrize("seed", [1, 2])
def test_random_texts_raise_nothing_but_a_text_error(seed: int) -> None:
    """Twice 2,500 texts, each read in two ways; the message is one printable line."""
    for number, text in enumerate(texts(2_500, seed)):
        read_in_some_way(text, number)


@pytest.mark.parametrize("text", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_raises_nothing_but_a_text_error(text: str) -> None:
    """Texts made to run code, to hang or to fill the memory end soon, whoever reads them."""
    for number in range(6):
        read_in_some_way(text, number)


def test_nothing_is_executed(tmp_path: Path) -> None:
    """No attack imports a module, opens a file, starts a process, or compiles more than placeholders."""
    watched = f"""
import re, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import test_text_fuzz as fuzz
for number, text in enumerate([*fuzz.VALID * 6, *fuzz.ATTACKS]):
    fuzz.read_in_some_way(text, number)  # SymPy imports what it needs
modules = set(sys.modules)
events = []
def watch(event, details):
    if event == "compile" and re.fullmatch(r"(t[0-9]+|and|[-+*/<>=(),]| )*", (details[0] or b"").decode()):
        return
    if event.split(".")[0] in {{"compile", "exec", "import", "open", "os", "subprocess", "ctypes", "socket"}}:
        events.append((event, str(details)))
sys.addaudithook(watch)
for number, text in enumerate(fuzz.ATTACKS):
    fuzz.read_in_some_way(text, number)
found = list(events)
compile("1", "a check that the hook hears", "eval")
assert len(events) == len(found) + 1, "the hook hears nothing"
assert not found, found
assert set(sys.modules) == modules, set(sys.modules) - modules
"""

    run = subprocess.run(
        [sys.executable, "-c", watched],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )

    assert run.returncode == 0, run.stderr
    assert not list(tmp_path.iterdir())
