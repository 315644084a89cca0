"""Cencov's theorem for small sample spaces: which metrics congruent Markov embeddings leave invariant.

A law p on n points goes to Q p on m points, where Q, (m, n), splits the points: column i is a law on a block of its
own.  A family of metrics g, one on each simplex, is invariant if for tangent vectors u, v (of sum zero)

    g_(Q p)(Q u, Q v) = g_p(u, v).

At rational points these are linear equations in the entries of finitely many symmetric matrices, solved exactly.
Permutations are embeddings with n = m.  What is left is c*sum_i u_i*v_i/p_i with one number c.

Source: [Cencov1982]; [Campbell1986]; [AmariNagaoka2000, sec. 2.4].
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.errors import MarkovMapError
from derivations.geometry.outcomes import Decision

Law = tuple[Expr, ...]


@dataclass(frozen=True)
class Embedding:
    """A law and a congruent Markov embedding that is applied to it.

    law  p, n positive rational numbers of sum 1.
    Q    (m, n), each row with one positive entry, each column of sum 1.

    Raises MarkovMapError where these are not so.
    """

    law: Law
    Q: Any

    def __post_init__(self) -> None:
        p, Q = sp.Matrix(self.law), sp.Matrix(self.Q)
        if sp.Add(*p) != 1 or any(not e.is_positive for e in p):
            raise MarkovMapError(f"{self.law} is no law: it has to be positive and to sum to 1.")
        if Q.cols != p.rows:
            raise MarkovMapError(f"The embedding has {Q.cols} columns; the law has {p.rows} points.")
        if any(sp.Add(*Q[:, i]) != 1 for i in range(Q.cols)):
            raise MarkovMapError(f"A column of {Q.tolist()} does not sum to 1: probability would be lost.")
        for row in Q.tolist():
            if sum(1 for e in row if e != 0) != 1 or any(e.is_negative for e in row):
                raise MarkovMapError(
                    f"The row {row} does not have exactly one positive entry. An embedding splits points and "
                    "joins none; a map that joins them is no embedding, see derivations.geometry.monotonicity."
                )

    @property
    def image(self) -> Law:
        """Q p, m numbers."""
        return tuple(sp.Matrix(self.Q) * sp.Matrix(self.law))


def splitting(law: Sequence[Any], blocks: Sequence[Sequence[Any]]) -> Embedding:
    """The embedding that splits point i into as many as blocks[i] has weights.

    law     n rational numbers.
    blocks  n lists of positive rational numbers, each of sum 1.

    Raises MarkovMapError as Embedding does.

    >>> half = sp.Rational(1, 2)
    >>> splitting([half, half], [[1], [half, half]]).image
    (1/2, 1/4, 1/4)
    """
    p = tuple(sp.sympify(e) for e in law)
    m, n = sum(len(b) for b in blocks), len(blocks)
    Q, row = sp.zeros(m, n), 0
    for i, block in enumerate(blocks):
        for weight in block:
            Q[row, i] = weight
            row += 1
    return Embedding(p, sp.ImmutableMatrix(Q))


def permutation(law: Sequence[Any], order: Sequence[int]) -> Embedding:
    """The embedding that puts point order[k] in place k; raises MarkovMapError as Embedding does."""
    n = len(order)
    Q = sp.Matrix(n, n, lambda k, i: sp.Integer(order[k] == i))
    return Embedding(tuple(sp.sympify(e) for e in law), sp.ImmutableMatrix(Q))


@dataclass(frozen=True)
class Invariant:
    """All families of symmetric forms, at the laws that occur, that a list of embeddings leaves invariant.

    laws       the laws at which a form is unknown.
    dimension  how many numbers are free.
    forms      for each law the form on the tangent vectors e_i - e_n, (n - 1, n - 1), in the free numbers.
    free       the free numbers.
    """

    laws: tuple[Law, ...]
    dimension: int
    forms: dict[Law, Any]
    free: tuple[Symbol, ...]

    def is_fisher(self) -> Decision:
        """Decide whether what is left is c*sum_i u_i*v_i/p_i with one number c for all laws."""
        if self.dimension != 1:
            return Decision(False, f"{self.dimension} numbers are free, not one")
        (c,) = self.free
        reference = self.forms[self.laws[0]][0, 0] / fisher_form(self.laws[0])[0, 0]
        for law, form in self.forms.items():
            if sp.expand(form - reference * fisher_form(law)) != sp.zeros(*form.shape):
                return Decision(
                    False, f"at {law} the form is {form.tolist()}, no multiple of the Fisher metric"
                )
        return Decision(True, f"linear equations solved exactly at {len(self.laws)} laws; {c} is free")


def fisher_form(law: Sequence[Expr]) -> Any:
    """sum_k u_k*v_k/p_k on u, v = e_i - e_n, (n - 1, n - 1): delta_ij/p_i + 1/p_n."""
    n = len(law) - 1
    return sp.Matrix(n, n, lambda i, j: (1 / law[i] if i == j else sp.S.Zero) + 1 / law[-1])


def invariant_forms(embeddings: Iterable[Embedding]) -> Invariant:
    """Solve g_(Q p)(Q u, Q v) = g_p(u, v) for symmetric forms at all laws that occur.

    embeddings  at rational laws; a law that occurs as an image of several of them couples them.
    """
    maps = list(embeddings)
    laws = tuple(dict.fromkeys(law for e in maps for law in (e.law, e.image)))
    unknown = {law: _symmetric(law, k) for k, law in enumerate(laws)}
    equations = [entry for e in maps for entry in invariance_equations(e, unknown[e.law], unknown[e.image])]
    variables = sorted({s for form in unknown.values() for s in form.free_symbols}, key=lambda s: s.name)
    solved = sp.solve(equations, variables, dict=True) if equations else []
    values = solved[0] if solved else {}
    forms = {law: form.subs(values) for law, form in unknown.items()}
    free = sorted({s for form in forms.values() for s in form.free_symbols}, key=lambda s: s.name)
    return Invariant(laws, len(free), forms, tuple(free))


def invariance_equations(embedding: Embedding, form: Any, image_form: Any) -> list[Expr]:
    """g_(Q p)(Q u, Q v) - g_p(u, v) for u, v = e_i - e_n; zero for an invariant family.

    form        at the law, (n - 1, n - 1), on tangent vectors e_i - e_n.
    image_form  at the image, (m - 1, m - 1), on tangent vectors e_i - e_m.
    """
    Q = sp.Matrix(embedding.Q)
    n, m = Q.cols, Q.rows
    # Q(e_i - e_n) has sum zero, so its first m - 1 components are its components on e_k - e_m.
    moved = sp.Matrix(m - 1, n - 1, lambda k, i: Q[k, i] - Q[k, n - 1])
    gap = moved.T * image_form * moved - form
    return [sp.expand(gap[i, j]) for i in range(n - 1) for j in range(i, n - 1) if sp.expand(gap[i, j]) != 0]


def _symmetric(law: Law, k: int) -> Any:
    n = len(law) - 1
    return sp.Matrix(n, n, lambda i, j: Symbol(f"g{k:02d}_{min(i, j)}{max(i, j)}", real=True))


def transitive_embeddings(numbers: Sequence[Sequence[int]], size: int) -> list[Embedding]:
    """Embeddings that tie laws of rational numbers to the uniform law on a set.

    numbers  for each law the counts k_i with p_i = k_i/size, positive, of sum `size`; each point is split into k_i
             equal ones.
    size     the number of points of the uniform law, whose cyclic shift and first exchange are added: they generate
             all permutations.

    Raises MarkovMapError where counts do not sum to `size`.
    """
    found = []
    for counts in numbers:
        if sum(counts) != size:
            raise MarkovMapError(f"The counts {list(counts)} do not sum to {size}.")
        law = [sp.Rational(k, size) for k in counts]
        found.append(splitting(law, [[sp.Rational(1, k)] * k for k in counts]))
    uniform = [sp.Rational(1, size)] * size
    shift = [*range(1, size), 0]
    exchange = [1, 0, *range(2, size)]
    return [*found, permutation(uniform, shift), permutation(uniform, exchange)]
