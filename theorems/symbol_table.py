"""Find symbols used for two things, by inferring what each formula needs its symbols to be.

Formulas are written with free symbols only; nothing is declared. A symbol's
type is a shape (1 or n rows, 1 or n columns), an order in dt, and a sort (a
number, a function of the parameter, a mean over some law). Each operator puts
equations on the types of its arguments, and these are solved by unification.

At first every formula has symbols of its own. Then symbols are made common to
all formulas one at a time, those with the most uses first. A symbol that
cannot be made common is used for two things, and what it is found to be in
each formula says which two. Only equations are used that any reader would
grant, so a reported clash is real; a use that nothing pins down reports none.

Conventions read off the notation: dt is of order 1 and the Wiener increment dW
of order 1/2; other symbols that begin with d have an order of their own, all
the rest are finite. A dotted or subscripted symbol has the shape of the symbol
it is made from (θ̇ and θ, P_max and P).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from fractions import Fraction

from theorems.latex import latex, name
from theorems.symbol_kinds import (
    FUNCTION,
    VALUE,
    ClashError,
    Kind,
    Slot,
    is_differential,
    root_of,
    scalar,
)
from theorems.term import Term

SYMBOL_STATEMENTS = frozenset({"symbols", "symbols-by-block"})
MEAN = "@E"  # the key of the symbol 𝔼
LIKE = " ~ "  # between a subscripted symbol and the one it is made from
SYMBOL_OPS = frozenset({"var", "call", "expect", "grad", "jacobian", "derivative"})
INCREMENTS = {"dt": Fraction(1), "dW": Fraction(1, 2)}


Blocks = dict[str, list[Term]]


def find_clashes(statement: Term) -> list[str]:
    """A line for each symbol that is used for two things; none where every symbol has one meaning.

    The formulas that stand at one place are one block. A statement by block asks
    of each block alone; the other kind asks of all blocks together.
    """
    blocks: Blocks = defaultdict(list)
    for formula in statement.args:
        blocks[formula.name].append(formula.args[0])
    lines = []
    for where, formulas in list(blocks.items()):
        try:
            Table({where: formulas})
        except ClashError as error:
            lines.append(f"{where} cannot be typed on its own: {error}")
            del blocks[where]
    return lines if statement.op == "symbols-by-block" else [*lines, *clashes_between(blocks)]


def clashes_between(blocks: Blocks) -> list[str]:
    """The symbols and the pairs of a symbol with its subscripted form that blocks cannot have in common."""
    shared: set[str] = set()
    refused = []
    for key in keys_by_use(blocks):
        if typable(blocks, shared | {key}):
            shared.add(key)
        else:
            refused.append(key)
    alone = {key for key in refused if LIKE not in key}
    table = Table(blocks, shared)
    return [line_for(key, table) for key in refused if key in alone or not alone & set(key.split(LIKE))]


def keys_by_use(blocks: Blocks) -> list[str]:
    """The symbols with the most used first, then each "subscripted symbol ~ symbol" that occurs.

    Among equally used ones, those that are always or never applied come first.
    """
    nodes = [node for formulas in blocks.values() for formula in formulas for node in formula.walk()]
    uses = Counter(MEAN if node.op == "expect" else node.name for node in nodes if node.op in SYMBOL_OPS)
    bare, applied = ({node.name for node in nodes if node.op == op} for op in ("var", "call"))
    symbols = sorted(uses, key=lambda key: (-uses[key], key in bare & applied, key))
    pairs = [f"{key}{LIKE}{root_of(key)}" for key in symbols if root_of(key) in uses.keys() - {key}]
    return [*symbols, *pairs]


def typable(blocks: Blocks, shared: set[str]) -> bool:
    """Whether the blocks can be typed with these symbols in common."""
    try:
        Table(blocks, shared)
    except ClashError:
        return False
    return True


def line_for(key: str, table: Table) -> str:
    """What a refused symbol is found to be, and where each use first occurs."""
    names = key.split(LIKE)
    found = {(one, place): kind for (one, place), kind in table.kinds.items() if one in names}
    sorts = FUNCTION in {kind.sort.known for kind in found.values()}
    orders = bool({kind.order.known for kind in found.values()} - {None, 0})
    seen: dict[tuple[str, str], str] = {}
    for (one, place), kind in found.items():
        says = kind.says(sorts=sorts and len(names) == 1, orders=orders)
        if says:
            seen.setdefault((one, says), place or table.first[one])
    exact = [
        (one, says)
        for one, says in seen
        if not any(o == one and t != says and t.startswith(says) for o, t in seen)
    ]
    if len(names) == 1:
        shown = r"\mathbb{E}" if key == MEAN else name(key)
        uses = ", ".join(f"{says} in {seen[key, says]}" for _, says in exact)
        return f"{shown} is {uses}" + " and cannot be that elsewhere" * (len(exact) == 1)
    exact.sort(key=lambda found: len(found[0]))  # the plain symbol before the subscripted one
    return ", ".join(f"{name(one)} is {says} in {seen[one, says]}" for one, says in exact)


class Table:
    """The types of the symbols of some blocks and the equations between them.

    shared  the symbols that are one object in all blocks (in the others, one in each), and
            the pairs "subscripted symbol ~ symbol" that have one shape.

    Raises ClashError when the equations have no solution.
    """

    def __init__(self, blocks: Blocks, shared: Iterable[str] = ()) -> None:
        self.shared = frozenset(shared)
        self.kinds: dict[tuple[str, str], Kind] = {}
        self.first: dict[str, str] = {}
        self.pending: list[Callable[[], bool]] = []
        for where, formulas in blocks.items():
            self.where = where
            for formula in formulas:
                self.infer(formula)
        self.settle()

    def symbol(self, key: str) -> Kind:
        """The type of a symbol, here or everywhere."""
        place = "" if key in self.shared else self.where
        self.first.setdefault(key, self.where)
        if (key, place) not in self.kinds:
            finite = not is_differential(key) and key != MEAN
            order = INCREMENTS.get(key, Fraction(0) if finite else None)
            kind = self.kinds[key, place] = Kind(order=Slot(order))
            if f"{key}{LIKE}{root_of(key)}" in self.shared:
                base = self.symbol(root_of(key))
                kind.shape(base.rows, base.columns)
        return self.kinds[key, place]

    def infer(self, term: Term) -> Kind:
        """The type of a term; its equations are added on the way."""
        return RULES.get(term.op, opaque)(self, term)

    def later(self, step: Callable[[], bool]) -> None:
        """A step to be taken as soon as enough is known; it returns whether it was."""
        self.pending.append(step)

    def settle(self) -> None:
        """Take the pending steps until none of them can be taken."""
        while True:
            left = [step for step in self.pending if not step()]
            if len(left) == len(self.pending):
                return
            self.pending = left

    def add_orders(self, a: Slot, b: Slot, total: Slot) -> None:
        """a + b = total, solved for the one that is missing."""

        def step() -> bool:
            known = (a.known, b.known, total.known)
            if known.count(None) > 1:
                return False
            if known[2] is None:
                total.equate(known[0] + known[1])
            elif known[0] is None:
                a.equate(known[2] - known[1])
            else:
                b.equate(known[2] - known[0])
            return True

        self.later(step)

    def scale_order(self, a: Slot, factor: Fraction, result: Slot) -> None:
        """factor · a = result."""

        def step() -> bool:
            if a.known is not None:
                result.equate(a.known * factor)
            elif result.known is not None and factor:
                a.equate(result.known / factor)
            return a.known is not None

        self.later(step)

    def not_scalar(self, kind: Kind) -> None:
        """Something that is transposed or multiplied as a matrix has n rows or n columns."""

        def step() -> bool:
            if kind.rows.known == 1:
                kind.columns.equate("n")
            elif kind.columns.known == 1:
                kind.rows.equate("n")
            return kind.is_scalar is False

        self.later(step)


# -- one rule for each operator -----------------------------------------------------------------


def variable(table: Table, term: Term) -> Kind:
    """A symbol on its own is a value, not a function."""
    kind = table.symbol(term.name)
    kind.sort.equate(VALUE)
    return kind


def call(table: Table, term: Term) -> Kind:
    """A symbol with a point as an argument is a function of it; θ(t) is the value of θ at a time."""
    kind = table.symbol(term.name)
    for argument in map(table.infer, term.args):

        def step(argument: Kind = argument) -> bool:
            if argument.is_scalar is False:
                kind.sort.equate(FUNCTION)
            return argument.is_scalar is not None

        table.later(step)
    return Kind(kind.rows, kind.columns, kind.order)


def number(table: Table, term: Term) -> Kind:
    """A number is a finite scalar."""
    return scalar(Slot(Fraction(0)))


def add(table: Table, term: Term) -> Kind:
    """Summands have one shape; the sum is of the lowest order."""
    a, b = map(table.infer, term.args)
    a.shape(b.rows, b.columns)
    total = Kind(a.rows, a.columns)

    def step() -> bool:
        if None in (a.order.known, b.order.known):
            return False
        total.order.equate(min(a.order.known, b.order.known))
        return True

    table.later(step)
    return total


def relation(table: Table, term: Term) -> Kind:
    """Sides have one shape and one order."""
    a, b = map(table.infer, term.args)
    a.shape(b.rows, b.columns)
    a.order.equate(b.order)
    return scalar()


def multiply(table: Table, term: Term) -> Kind:
    """One factor is a scalar, and the product has the shape of the other."""
    a, b = map(table.infer, term.args)
    product = Kind()
    table.add_orders(a.order, b.order, product.order)

    def step() -> bool:
        for one, other in ((a, b), (b, a)):
            if one.is_scalar is False:
                other.shape(1, 1)
            if one.is_scalar:
                product.shape(other.rows, other.columns)
                return True
        return False

    table.later(step)
    return product


def divide(table: Table, term: Term) -> Kind:
    """The divisor is a scalar."""
    a, b = map(table.infer, term.args)
    b.shape(1, 1)
    quotient = Kind(a.rows, a.columns)
    table.add_orders(quotient.order, b.order, a.order)
    return quotient


def matrix_product(table: Table, term: Term) -> Kind:
    """Inner sizes agree; a number is no factor of a matrix product."""
    a, b = map(table.infer, term.args)
    a.columns.equate(b.rows)
    table.not_scalar(a)
    table.not_scalar(b)
    product = Kind(a.rows, b.columns)
    table.add_orders(a.order, b.order, product.order)
    return product


def negate(table: Table, term: Term) -> Kind:
    """The kind of the argument, without its sort."""
    a = table.infer(term.args[0])
    return Kind(a.rows, a.columns, a.order)


def transpose(table: Table, term: Term) -> Kind:
    """Rows and columns change places; a number has no transpose."""
    a = table.infer(term.args[0])
    table.not_scalar(a)
    return Kind(a.columns, a.rows, a.order)


def inverse(table: Table, term: Term) -> Kind:
    """A square matrix has an inverse."""
    a = table.infer(term.args[0]).shape("n", "n")
    result = Kind(a.rows, a.columns)
    table.scale_order(a.order, Fraction(-1), result.order)
    return result


def trace(table: Table, term: Term) -> Kind:
    """A square matrix has a trace."""
    a = table.infer(term.args[0])
    a.rows.equate(a.columns)
    table.not_scalar(a)
    return scalar(a.order)


def norm_squared(table: Table, term: Term) -> Kind:
    """A column has a norm."""
    result = scalar()
    table.scale_order(table.infer(term.args[0]).shape("n", 1).order, Fraction(2), result.order)
    return result


def power(table: Table, term: Term) -> Kind:
    """A power or root of a scalar."""
    result = scalar()
    exponent = Fraction(1, 2) if term.op == "sqrt" else term.value or Fraction(1)
    table.scale_order(table.infer(term.args[0]).shape(1, 1).order, exponent, result.order)
    return result


def elementary(table: Table, term: Term) -> Kind:
    """log, exp and their like take a scalar to a finite scalar."""
    table.infer(term.args[0]).shape(1, 1)
    return scalar(Slot(Fraction(0)))


def gradient(table: Table, term: Term) -> Kind:
    """The gradient of a scalar in a column is a column."""
    body = table.infer(term.args[0]).shape(1, 1)
    table.symbol(term.name).shape("n", 1)
    return Kind(Slot("n"), Slot(1), body.order)


def jacobian(table: Table, term: Term) -> Kind:
    """The Jacobian of a column in a column is a matrix."""
    body = table.infer(term.args[0]).shape("n", 1)
    table.symbol(term.name).shape("n", 1)
    return Kind(Slot("n"), Slot("n"), body.order)


def derivative(table: Table, term: Term) -> Kind:
    """The derivative in a scalar has the shape of the body; a function of the parameter is followed in time."""
    table.symbol(term.name).shape(1, 1)
    body = term.args[0]
    kind = table.symbol(body.name) if body.op == "var" else table.infer(body)
    return Kind(kind.rows, kind.columns, Slot(Fraction(0)))


def expectation(table: Table, term: Term) -> Kind:
    """𝔼 is the mean over one law; what is averaged keeps its shape."""
    law, body = term.args
    table.symbol(MEAN).sort.equate(f"the mean over {latex(law)}")
    a = table.infer(body)
    return Kind(a.rows, a.columns, a.order)


def opaque(table: Table, term: Term) -> Kind:
    """Any other operator: its arguments are looked at, its result is left open."""
    for argument in term.args:
        table.infer(argument)
    return Kind()


RULES: dict[str, Callable[[Table, Term], Kind]] = {
    "var": variable,
    "call": call,
    "num": number,
    "add": add,
    "neg": negate,
    "mul": multiply,
    "div": divide,
    "matmul": matrix_product,
    "transpose": transpose,
    "inverse": inverse,
    "trace": trace,
    "norm2": norm_squared,
    "pow": power,
    "sqrt": power,
    "log": elementary,
    "exp": elementary,
    "sin": elementary,
    "cos": elementary,
    "grad": gradient,
    "jacobian": jacobian,
    "derivative": derivative,
    "expect": expectation,
    "law": lambda table, term: Kind(),
    "eq": relation,
    "ge": relation,
    "gt": relation,
}
