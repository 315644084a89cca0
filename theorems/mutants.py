"""Near-miss variants of a true statement, made by named operators on its own tree.

A check that cannot tell a statement from its mutants checks nothing. Operators
never look inside a definition that is printed as a symbol of its own: they
change what the statement says, not what its words mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations, zip_longest
from math import isqrt

from theorems.evaluate import IllTypedError
from theorems.quantities.naming import family_of, kind_of
from theorems.setting import Covariance, Metric, MetricField, Setting
from theorems.term import Term, as_term
from theorems.types import checker

MOST = 14  # mutants tried for one statement; operators take turns, so none crowds out another
OPAQUE = frozenset({"named", "quantity", "law", "num", "var", "identity", "ones", "outcome"})
OTHER_ORDER = {"vec": "vecrows", "vecrows": "vec"}
RELATIONS = frozenset({"eq", "ge", "gt", "pd", "psd", "bigo", "littleo", "argmin", "argmax", "argmin!"})


@dataclass(frozen=True)
class Mutant:
    """A variant with the operator that made it."""

    operator: str
    statement: Term


Rewrite = Callable[[Term], Iterator[Term]]


def change_sign(term: Term) -> Iterator[Term]:
    """a + b → a − b, a = b → a = −b, −a → a."""
    if term.op in ("add", "eq"):
        yield term.with_args((term.args[0], -term.args[1]))
    if term.op == "neg":
        yield term.args[0]
    if term.op in ("ge", "gt"):
        yield term.with_args((term.args[1], term.args[0]))
    if term.op in ("argmin", "argmax", "argmin!"):
        yield term.with_args((-term.args[0], *term.args[1:]))


def change_factor(term: Term) -> Iterator[Term]:
    """A factor 2 on a side, a summand or a number."""
    if term.op == "add":
        yield term.with_args((term.args[0], as_term(2) * term.args[1]))
        yield term.with_args((as_term(2) * term.args[0], term.args[1]))
    if term.op == "eq":
        yield term.with_args((as_term(2) * term.args[0], term.args[1]))
    if term.op == "num" and term.value:
        yield as_term(2 * term.value)


def change_transpose(term: Term) -> Iterator[Term]:
    """Drop a transpose, or transpose a matrix."""
    if term.op == "transpose":
        yield term.args[0]
    if term.op in ("jacobian", "inverse", "expm") or (term.op == "var"):
        yield Term("transpose", (term,))


def change_inverse(term: Term) -> Iterator[Term]:
    """Drop an inverse, or invert a matrix."""
    if term.op == "inverse":
        yield term.args[0]
    if term.op in ("var", "jacobian", "named"):
        yield Term("inverse", (term,))


def change_power(term: Term) -> Iterator[Term]:
    """Another exponent; a root dropped or added."""
    if term.op in ("pow", "entrywise") and term.value is not None:
        yield Term(term.op, term.args, value=term.value + 1)
    if term.op == "sqrt":
        yield term.args[0]
    if term.op == "norm2":
        yield Term("sqrt", (term,))


def drop_term(term: Term) -> Iterator[Term]:
    """Leave out a summand, or a scalar factor."""
    if term.op == "add":
        yield term.args[0]
        yield term.args[1]
    if term.op == "mul":
        yield term.args[1]
    if term.op == "div":
        yield term.args[0]


def swap_arguments(term: Term) -> Iterator[Term]:
    """Exchange the factors of a product, rows and columns in a stack, two entries, or the laws of a divergence."""
    if term.op in ("matmul", "kron"):
        yield term.with_args((term.args[1], term.args[0]))
    if term.op in OTHER_ORDER:
        yield Term(OTHER_ORDER[term.op], term.args)
    if term.op == "entries":
        yield from swapped_entries(term)
    if term.op == "quantity" and kind_of(term) == "kl":
        k = len(family_of(term).parameters)
        yield term.with_args((*term.args[k : 2 * k], *term.args[:k], *term.args[2 * k :]))


def swapped_entries(term: Term) -> Iterator[Term]:
    """A matrix with two indices exchanged, and one with an entry off the diagonal in the place of one on it.

    Both stay symmetric where the matrix is.
    """
    n = isqrt(len(term.args))
    for i, j in combinations(range(n), 2):
        order = list(range(n))
        order[i], order[j] = j, i
        yield term.with_args(tuple(term.args[order[a] * n + order[b]] for a in range(n) for b in range(n)))
    for i, j in combinations(range(n), 2):
        cells = list(term.args)
        cells[i * n + i], cells[i * n + j] = cells[i * n + j], cells[i * n + i]
        cells[j * n + i] = cells[i * n + j]
        yield term.with_args(tuple(cells))


def change_order(term: Term) -> Iterator[Term]:
    """The next or the previous order of a special function."""
    if term.op in ("polygamma", "besseli"):
        order = int(term.value or 0)
        yield Term(term.op, term.args, value=as_term(order + 1).value)
        if order:
            yield Term(term.op, term.args, value=as_term(order - 1).value)


def change_relation(term: Term) -> Iterator[Term]:
    """Strict for non-strict, a higher order, the other extremum, uniqueness, equality for inequality."""
    other = {
        "ge": ("gt", "eq"),
        "gt": ("eq",),
        "psd": ("pd",),
        "bigo": ("littleo",),
        "argmin": ("argmax", "argmin!"),
        "argmax": ("argmin",),
        "argmin!": ("argmax",),
    }
    for op in other.get(term.op, ()):
        yield Term(op, term.args, term.name, term.value)
    if term.op in ("bigo", "littleo"):
        assert term.value is not None
        yield Term(term.op, term.args, term.name, term.value + 1)
    if term.op == "eq":
        yield Term("gt", term.args)
    if term.op in ("pd", "psd"):
        yield Term(term.op, (-term.args[0],))


OPERATORS: dict[str, Rewrite] = {
    "sign": change_sign,
    "factor": change_factor,
    "transpose": change_transpose,
    "inverse": change_inverse,
    "power": change_power,
    "drop": drop_term,
    "swap": swap_arguments,
    "order": change_order,
    "relation": change_relation,
}


def rewrites(term: Term, rewrite: Rewrite) -> Iterator[Term]:
    """The term with `rewrite` applied at one place, for each place it applies to."""
    yield from rewrite(term)
    if term.op in OPAQUE:
        return
    start = 1 if term.op == "implies" else 0  # the premise is where the statement lives
    within = [inside(term, i, rewrite) for i in range(start, len(term.args))]
    if term.op == "and":  # the parts take turns, so that a long first part does not use up all trials
        yield from (changed for turn in zip_longest(*within) for changed in turn if changed is not None)
    else:
        yield from chain.from_iterable(within)


def inside(term: Term, i: int, rewrite: Rewrite) -> Iterator[Term]:
    """The term with one rewrite inside its i-th argument."""
    for changed in rewrites(term.args[i], rewrite):
        yield term.with_args((*term.args[:i], changed, *term.args[i + 1 :]))


def well_typed(statement: Term, setting: Setting) -> bool:
    """Whether a mutant type-checks; the others would be caught before any mathematics."""
    try:
        checker(setting)(statement)
    except IllTypedError:
        return False
    return True


def normalise(statement: Term, setting: Setting) -> Term:
    """The statement with double negation, double transpose and the transpose of a symmetric symbol undone."""
    symmetric = {
        name for name, kind in setting.symbols.items() if isinstance(kind, Metric | MetricField | Covariance)
    }

    def change(term: Term) -> Term:
        if not term.args:
            return term
        inner = term.args[0]
        if term.op in ("neg", "transpose", "inverse") and inner.op == term.op:
            return inner.args[0]
        core = inner.args[0] if inner.op == "inverse" else inner
        named = core.op in ("var", "call") and core.name in symmetric
        if term.op == "transpose" and (named or (core.op == "named" and core.name == "I_F")):
            return inner
        return term

    return statement.map(change)


def mutants(statement: Term, setting: Setting, *, most: int = MOST) -> list[Mutant]:
    """Up to `most` well-typed variants of a statement, the operators taking turns.

    statement  a relation in the words of `theorems.language`.
    setting    what its symbols are; decides which variants type-check.
    """
    seen = {statement.digest, normalise(statement, setting).digest}
    queues = {}
    for name, rewrite in OPERATORS.items():
        found = []
        for rewritten in rewrites(statement, rewrite):
            variant = normalise(rewritten, setting)
            if variant.digest in seen:
                continue
            seen.add(variant.digest)
            if well_typed(variant, setting):
                found.append(Mutant(name, variant))
        queues[name] = found
    chosen: list[Mutant] = []
    turn = 0
    while len(chosen) < most and any(len(queue) > turn for queue in queues.values()):
        chosen.extend(queue[turn] for queue in queues.values() if len(queue) > turn)
        turn += 1
    return chosen[:most]
