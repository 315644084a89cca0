"""Find symbols used for two things, by inferring what each formula needs its symbols to be.

Formulas are written with free symbols only; nothing is declared. Each use puts
a demand on the symbol (a scalar stands under a gradient, a column is multiplied
by a matrix), each definition gives it a body. Two demands that cannot be met by
one object, or two definitions that differ, are a clash.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from theorems.latex import latex, name
from theorems.term import Term

SYMBOL_STATEMENTS = frozenset({"symbols", "symbols-by-block"})


@dataclass
class Uses:
    """What has been demanded of each symbol so far, and where."""

    demands: dict[str, dict[str, str]] = field(default_factory=dict)
    definitions: dict[str, dict[str, str]] = field(default_factory=dict)

    def demand(self, symbol: str, kind: str, where: str) -> None:
        """Record that a formula needs the symbol to be of a kind."""
        self.demands.setdefault(symbol, {}).setdefault(kind, where)

    def define(self, symbol: str, body: str, where: str) -> None:
        """Record a definition of the symbol."""
        self.definitions.setdefault(symbol, {}).setdefault(body, where)

    def clashes(self) -> list[str]:
        """One line for each symbol that cannot be one object."""
        lines = []
        for symbol, kinds in sorted(self.demands.items()):
            if len(kinds) > 1:
                uses = ", ".join(f"{kind} in {where}" for kind, where in kinds.items())
                lines.append(f"{symbol} is {uses}")
        for symbol, bodies in sorted(self.definitions.items()):
            if len(bodies) > 1:
                places = " and ".join(bodies.values())
                lines.append(f"{symbol} is defined twice, differently, in {places}")
        return lines


def find_clashes(statement: Term) -> list[str]:
    """The clashes among the formulas of a symbol statement; empty where every symbol has one meaning."""
    if statement.op == "symbols":
        uses = Uses()
        for formula in statement.args:
            collect(formula, uses)
        return uses.clashes()
    lines: list[str] = []
    for formula in statement.args:
        uses = Uses()
        collect(formula, uses)
        lines.extend(uses.clashes())
    return lines


def collect(formula: Term, uses: Uses) -> None:
    """Add one formula's demands and definitions."""
    body, where = formula.args[0], formula.name
    if body.op == "eq" and body.args[0].op in ("var", "call"):
        head = body.args[0]
        uses.define(head.name, latex(body.args[1]), where)
    infer(body, None, where, uses)


def infer(term: Term, wanted: str | None, where: str, uses: Uses) -> str | None:
    """The kind of a term ("a scalar", "a column", "a matrix"), demanding `wanted` of it where given."""
    return RULES.get(term.op, plain)(term, wanted, where, uses)


def variable(term: Term, wanted: str | None, where: str, uses: Uses) -> str | None:
    """A symbol meets a demand by being of that kind."""
    if wanted:
        uses.demand(name(term.name), wanted, where)
    return wanted


def call(term: Term, wanted: str | None, where: str, uses: Uses) -> str | None:
    """A function symbol is of the kind of its values; its arguments are inferred on their own."""
    if wanted:
        uses.demand(name(term.name), wanted, where)
    for argument in term.args:
        infer(argument, "a column" if argument.op == "var" else None, where, uses)
    return wanted


def alike(term: Term, wanted: str | None, where: str, uses: Uses) -> str | None:
    """Both arguments and the result are of one kind."""
    kinds = [infer(argument, wanted, where, uses) for argument in term.args]
    known = next((kind for kind in kinds if kind), wanted)
    if known and known != wanted:
        for argument in term.args:
            infer(argument, known, where, uses)
    return known


def matrix_product(term: Term, wanted: str | None, where: str, uses: Uses) -> str | None:
    """A row times a column is a scalar, a matrix times a column a column; the left factor tells."""
    left, right = term.args
    if left.op == "transpose" and left.args[0].op in ("var", "call", "grad"):
        infer(left.args[0], "a column", where, uses)
        infer(right, "a column", where, uses)
        return "a scalar"
    if wanted == "a scalar":
        infer(left, "a column", where, uses)
        infer(right, "a column", where, uses)
        return "a scalar"
    infer(left, "a matrix", where, uses)
    return infer(right, wanted or "a column", where, uses)


def plain(term: Term, wanted: str | None, where: str, uses: Uses) -> str | None:
    """Any other operator: arguments are inferred without a demand."""
    for argument in term.args:
        infer(argument, None, where, uses)
    return wanted


def scalar_result(term: Term, wanted: str | None, where: str, uses: Uses) -> str | None:  # noqa: ARG001
    """An operator whose argument and result are scalars."""
    for argument in term.args:
        infer(argument, "a scalar", where, uses)
    return "a scalar"


def gradient(term: Term, wanted: str | None, where: str, uses: Uses) -> str | None:  # noqa: ARG001
    """∇ of a scalar is a column; the symbol it is taken in is a column of coordinates."""
    infer(term.args[0], "a scalar", where, uses)
    return "a column"


def multiply(term: Term, wanted: str | None, where: str, uses: Uses) -> str | None:
    """The first factor is a scalar, the second of the product's kind."""
    infer(term.args[0], "a scalar", where, uses)
    return infer(term.args[1], wanted, where, uses)


def negate(term: Term, wanted: str | None, where: str, uses: Uses) -> str | None:
    """The kind of the argument."""
    return infer(term.args[0], wanted, where, uses)


def inverse(term: Term, wanted: str | None, where: str, uses: Uses) -> str | None:  # noqa: ARG001
    """A matrix has an inverse."""
    infer(term.args[0], "a matrix", where, uses)
    return "a matrix"


def expectation(term: Term, wanted: str | None, where: str, uses: Uses) -> str | None:
    """The measure of an expectation is one object; what is averaged keeps its kind."""
    law, body = term.args
    uses.demand(r"\mathbb{E}", f"the mean over {name(law.name)}", where)
    return infer(body, wanted, where, uses)


RULES = {
    "var": variable,
    "call": call,
    "add": alike,
    "eq": alike,
    "neg": negate,
    "mul": multiply,
    "matmul": matrix_product,
    "norm2": lambda t, w, p, u: (infer(t.args[0], "a column", p, u), "a scalar")[1],  # noqa: ARG005
    "log": scalar_result,
    "exp": scalar_result,
    "sqrt": scalar_result,
    "grad": gradient,
    "inverse": inverse,
    "expect": expectation,
}
