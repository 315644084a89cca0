"""Print terms as LaTeX: what is shown is what was checked.

Only macros that KaTeX, GitHub, latex2mathml and pdfLaTeX all know are used.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isqrt

from theorems.term import Term

GREEK = frozenset(
    [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "pi",
        "rho",
        "sigma",
        "tau",
        "phi",
        "chi",
        "psi",
        "omega",
        "Gamma",
        "Delta",
        "Theta",
        "Lambda",
        "Xi",
        "Pi",
        "Sigma",
        "Phi",
        "Psi",
        "Omega",
    ]
)
SUM, PRODUCT, ATOM = 1, 2, 3  # binding strength, loosest first


def name(text: str) -> str:
    """A symbol's name: Greek spelled out, `_dot` for a time derivative, `_x` for a subscript."""
    text = text.lstrip("@")
    if text.endswith("_dot"):
        return rf"\dot{{{name(text[:-4])}}}"
    if text.endswith("_star"):
        return rf"{name(text[:-5])}^{{*}}"
    head, _, tail = text.partition("_")
    if head.startswith("grad") and len(head) > 4:
        head = rf"\nabla {head[4:]}"
    elif head.startswith("d") and head[1:] in GREEK:
        head = rf"d\{head[1:]}"
    elif head in GREEK:
        head = rf"\{head}"
    elif len(head) > 1:
        head = rf"\mathrm{{{head}}}"
    return f"{head}_{{{name(tail)}}}" if tail else head


def number(value: Fraction) -> str:
    """An exact number."""
    if value.denominator == 1:
        return str(value.numerator)
    sign = "-" if value < 0 else ""
    return rf"{sign}\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def latex(term: Term) -> str:
    """A term or statement as LaTeX, without dollar signs."""
    return PRINTERS.get(term.op, generic)(term)


def strength(term: Term) -> int:
    """How tightly the printed form of a term binds."""
    if term.op in ("add", "neg", "kron", "hadamard"):
        return SUM
    if term.op == "num" and term.value is not None and term.value < 0:
        return SUM
    if term.op in ("mul", "matmul", "expect", "normalmean"):
        return PRODUCT
    if term.op in ("eq", "ge", "gt", "implies", "and"):
        return 0
    if term.op in ("grad", "derivative", "divergence", "logdensity", "log"):
        return PRODUCT
    return ATOM


def wrap(term: Term, least: int) -> str:
    """A term in parentheses unless it binds at least that tightly."""
    text = latex(term)
    return text if strength(term) >= least else rf"\left({text}\right)"


def generic(term: Term) -> str:
    """An operator without a notation of its own."""
    inner = ", ".join(latex(argument) for argument in term.args)
    return rf"\mathrm{{{term.op.replace('-', '')}}}\left({inner}\right)"


def add(term: Term) -> str:
    """a + b, a − b."""
    first, second = term.args
    if second.op == "num" and second.value is not None and second.value < 0:
        return f"{latex(first)} - {number(-second.value)}"
    if second.op == "neg":
        return f"{latex(first)} - {wrap(second.args[0], PRODUCT)}"
    return f"{latex(first)} + {wrap(second, SUM) if second.op != 'neg' else latex(second)}"


def multiply(term: Term) -> str:
    """Juxtaposition; a fraction of numbers first."""
    first, second = term.args
    left, right = wrap(first, PRODUCT), wrap(second, PRODUCT)
    dot = r"\cdot " if second.op == "num" else r"\,"
    return f"{left}{dot}{right}"


def divide(term: Term) -> str:
    """A fraction."""
    return rf"\frac{{{latex(term.args[0])}}}{{{latex(term.args[1])}}}"


def raised(exponent: str) -> Callable[[Term], str]:
    """A superscript on an argument that binds tightly."""

    def printer(term: Term) -> str:
        argument = term.args[0]
        text = latex(argument)
        if argument.op in ("transpose", "inverse") and exponent in (r"\top", "-1"):
            inner = argument.args[0]
            other = r"\top" if argument.op == "transpose" else "-1"
            if other != exponent:
                return rf"{wrap(inner, ATOM)}^{{-\top}}"
        shown_with_arguments = argument.op == "named" and bool(argument.args[1:])
        tall = argument.op in ("div", "jacobian") or "^" in text
        if strength(argument) < ATOM or tall or shown_with_arguments:
            bracket = text if argument.op == "named" and "^" not in text else rf"\left({text}\right)"
            return f"{bracket}^{{{exponent}}}"
        return f"{text}^{{{exponent}}}"

    return printer


def power(term: Term) -> str:
    """x to an exact exponent."""
    assert term.value is not None
    exponent = str(term.value)
    return raised(exponent)(term)


def function(macro: str) -> Callable[[Term], str]:
    """A named elementary function."""
    return lambda term: rf"{macro}\left({latex(term.args[0])}\right)"


def let(term: Term) -> str:
    """A body at a value."""
    value, body = term.args
    if body.op in ("grad", "derivative") and term.name.startswith("@"):
        bound = body.args[0]
        replaced = substitute(bound, term.name, value)
        return rf"\nabla {wrap(replaced, PRODUCT)}"
    return rf"\left.{latex(body)}\right|_{{{name(term.name)} = {latex(value)}}}"


def substitute(term: Term, symbol: str, value: Term) -> Term:
    """A symbol replaced by a value, for display."""
    return term.map(lambda node: value if node.op == "var" and node.name == symbol else node)


def law(term: Term) -> str:
    """A law with its parameter."""
    if not term.args:
        return name(term.name)
    return f"{name(term.name)}_{{{latex(term.args[0])}}}"


def call(term: Term) -> str:
    """A named function of its arguments."""
    inner = ", ".join(latex(argument) for argument in term.args)
    return rf"{name(term.name)}({inner})"


def named(term: Term) -> str:
    """A definition under its own symbol."""
    shown = r" \,\|\, ".join(latex(argument) for argument in term.args[1:])
    return f"{term.name}({shown})" if shown else term.name


def gradient(term: Term) -> str:
    """∇ of a body in a symbol."""
    return rf"\nabla_{{{name(term.name)}}} {wrap(term.args[0], PRODUCT)}"


def jacobian(term: Term) -> str:
    """∂body/∂symbol."""
    return rf"\frac{{\partial {wrap(term.args[0], ATOM)}}}{{\partial {name(term.name)}}}"


def derivative(term: Term) -> str:
    """d/dt of a body."""
    return rf"\frac{{d}}{{d{name(term.name)}}} {wrap(term.args[0], PRODUCT)}"


def matrix_exponential(term: Term) -> str:
    """e to a matrix."""
    return rf"e^{{{latex(term.args[0])}}}"


def normal_mean(term: Term) -> str:
    """E over a centred normal column."""
    covariance, body = term.args
    under = rf"{name(term.name)} \sim \mathcal{{N}}(0,\, {latex(covariance)})"
    return rf"\mathbb{{E}}_{{{under}}}\left[{latex(body)}\right]"


def expectation(term: Term) -> str:
    """E under a law."""
    return rf"\mathbb{{E}}_{{{latex(term.args[0])}}}\left[{latex(term.args[1])}\right]"


def relation(sign: str) -> Callable[[Term], str]:
    """Two sides around a sign."""
    return lambda term: f"{latex(term.args[0])} {sign} {latex(term.args[1])}"


def asymptotic(letter: str) -> Callable[[Term], str]:
    """a = O(h^k)."""

    def printer(term: Term) -> str:
        h = name(term.name)
        exponent = "" if term.value == 1 else f"^{{{term.value}}}"
        return rf"{latex(term.args[0])} = {letter}({h}{exponent})"

    return printer


def quantity(term: Term) -> str:
    """A quantity of a family under its letter: I, KL or R with the family's name, as words, and arguments."""
    kind, _, family = term.name.partition(" ")
    title = rf"\text{{{family.replace('_', ' ').replace('.', ' ')}}}"
    shown = [latex(argument) for argument in term.args]
    if kind == "kl":
        half = len(shown) // 2  # fixed symbols, which come last, belong to both
        first, second = ", ".join(shown[:half]), ", ".join(shown[half : 2 * half])
        return rf"\mathrm{{KL}}_{{{title}}}\left({first} \,\|\, {second}\right)"
    letter = {"fisher": "I", "curvature": "R"}.get(kind, rf"\mathrm{{{kind}}}")
    return rf"{letter}_{{{title}}}\left({', '.join(shown)}\right)"


def matrix_by_entries(term: Term) -> str:
    """Entries in rows; a single one without brackets."""
    cells = [latex(cell) for cell in term.args]
    n = isqrt(len(cells))
    if n == 1:
        return cells[0]
    rows = (" & ".join(cells[i : i + n]) for i in range(0, len(cells), n))
    return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"


def polygamma(term: Term) -> str:
    """ψ, ψ′, ψ″, ψ^(m)."""
    order = int(term.value or 0)
    mark = "'" * order if order <= 2 else f"^{{({order})}}"
    return rf"\psi{mark}\left({latex(term.args[0])}\right)"


def optimum(macro: str, sign: str) -> Callable[[Term], str]:
    """candidate ∈ arg min over the level set."""

    def printer(term: Term) -> str:
        candidate, objective, *level = term.args
        v = name(term.name)
        where = ""
        if level:
            where = rf"\;:\; {latex(level[0])} = {latex(substitute(level[0], term.name, candidate))}"
            if len(where) > 160:
                where = rf"\;:\; {latex(level[0])} = \mathrm{{const}}"
        return rf"{latex(candidate)} {sign} {macro}_{{{v}}} \left\{{ {latex(objective)} {where} \right\}}"

    return printer


PRINTERS: dict[str, Callable[[Term], str]] = {
    "num": lambda term: number(term.value or Fraction(0)),
    "var": lambda term: name(term.name),
    "fun": lambda term: name(term.name),
    "add": add,
    "neg": lambda term: f"-{wrap(term.args[0], PRODUCT)}",
    "mul": multiply,
    "matmul": lambda term: rf"{wrap(term.args[0], PRODUCT)}\,{wrap(term.args[1], PRODUCT)}",
    "div": divide,
    "transpose": raised(r"\top"),
    "inverse": raised("-1"),
    "trace": function(r"\mathrm{tr}"),
    "det": function(r"\det"),
    "diag": function(r"\mathrm{diag}"),
    "eigmax": function(r"\lambda_{\max}"),
    "commensurable": lambda term: r" \sim ".join(f"[{latex(part)}]" for part in term.args),
    "identity": lambda term: r"\mathrm{Id}" + (f"_{{{term.name}}}" if term.name else ""),
    "ones": lambda term: r"\mathbf{1}" + (f"_{{{term.name}}}" if term.name else ""),
    "kron": lambda term: rf"{wrap(term.args[0], PRODUCT)} \otimes {wrap(term.args[1], PRODUCT)}",
    "hadamard": lambda term: rf"{wrap(term.args[0], PRODUCT)} \odot {wrap(term.args[1], PRODUCT)}",
    "vec": function(r"\mathrm{vec}"),
    "vecrows": function(r"\mathrm{vec}_{\mathrm{rows}}"),
    "diagof": function(r"\mathrm{diag}"),
    "entrywise": lambda term: rf"{wrap(term.args[0], ATOM)}^{{\odot {number(term.value or Fraction(0))}}}",
    "norm2": lambda term: rf"\|{latex(term.args[0])}\|^{{2}}",
    "pow": power,
    "sqrt": lambda term: (
        rf"\|{latex(term.args[0].args[0])}\|"
        if term.args[0].op == "norm2"
        else rf"\sqrt{{{latex(term.args[0])}}}"
    ),
    "exp": function(r"\exp"),
    "log": lambda term: rf"\log {wrap(term.args[0], ATOM)}",
    "sin": function(r"\sin"),
    "cos": function(r"\cos"),
    "pi": lambda _: r"\pi",
    "loggamma": function(r"\log\Gamma"),
    "polygamma": polygamma,
    "besseli": lambda term: rf"I_{{{int(term.value or 0)}}}\left({latex(term.args[0])}\right)",
    "eulergamma": lambda _: r"\gamma",
    "quantity": quantity,
    "entries": matrix_by_entries,
    "abs": lambda term: rf"\left|{latex(term.args[0])}\right|",
    "let": let,
    "call": call,
    "grad": gradient,
    "jacobian": jacobian,
    "divergence": lambda term: rf"\nabla_{{{name(term.name)}}} \cdot {wrap(term.args[0], ATOM)}",
    "derivative": derivative,
    "expm": matrix_exponential,
    "normalmean": normal_mean,
    "law": law,
    "expect": expectation,
    "density": lambda term: f"{latex(term.args[0])}(x)",
    "logdensity": lambda term: rf"\log {latex(term.args[0])}(x)",
    "outcome": lambda _: "x",
    "named": named,
    "eq": relation("="),
    "ge": relation(r"\ge"),
    "gt": relation(">"),
    "pd": lambda term: rf"{latex(term.args[0])} \succ 0",
    "psd": lambda term: rf"{latex(term.args[0])} \succeq 0",
    "bigo": asymptotic("O"),
    "littleo": asymptotic("o"),
    "argmin": optimum(r"\arg\min", r"\in"),
    "argmax": optimum(r"\arg\max", r"\in"),
    "argmin!": optimum(r"\arg\min", "="),
    "implies": relation(r"\;\Rightarrow\;"),
    "and": lambda term: r"\quad\text{and}\quad ".join(latex(part) for part in term.args),
    "nothing": lambda term: rf"\text{{{term.name}}}",
    "formula": lambda term: latex(term.args[0]),
    "symbols": lambda term: r",\quad ".join(latex(part) for part in term.args[:4]) + r",\ \dots",
    "symbols-by-block": lambda term: r",\quad ".join(latex(part) for part in term.args[:4]) + r",\ \dots",
}
