"""Whether a divergence, or a squared length, on finite laws grows under no Markov map, and is kept by embeddings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from fisherproof.testing.answers import Subject
from fisherproof.testing.drawing.matrices import (
    congruent_embeddings,
    markov_maps,
    positive_laws,
    zero_sum_vectors,
)
from fisherproof.testing.errors import ContractError
from fisherproof.testing.judgement import Judgement, Shown, judged
from fisherproof.testing.noise import Shake, measured
from fisherproof.testing.notation import numbers, pasted
from fisherproof.testing.search import Property, accuracy_option, check
from numeric.arrays import Array, Estimate

MOST_POINTS = 5  # of a law: where merging three of five shows nothing, larger maps hardly ever do
SUM = 1e-9  # how far from one, or zero, a sum may be that a person gives

NAMES = ("at the images", "before")

Pairing = Callable[[Array, Array], Any]


@dataclass(frozen=True, eq=False)
class Mapped:
    """A law, a second vector, and a Markov map.

    p       (n,), positive, of sum one.
    second  (n,): a law, or a tangent vector.
    W       (m, n), columns of sum one.
    word    what the second is called: "q" or "u".
    """

    p: Array
    second: Array
    W: Array
    word: str

    def lines(self) -> tuple[tuple[str, str], ...]:
        """The three."""
        return (
            ("law", f"p = {numbers(self.p)}"),
            ("second", f"{self.word} = {numbers(self.second)}"),
            ("map", f"W = {numbers(self.W)}, rows first"),
        )

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The keyword arguments that fix it."""
        return (("p", pasted(self.p)), (self.word, pasted(self.second)), ("W", pasted(self.W)))


def assert_monotone_under_markov(
    divergence: Pairing,
    *,
    p: Any = None,
    q: Any = None,
    W: Any = None,
    accuracy: float = 0.0,
    examples: int = 100,
    seed: int = 0,
) -> None:
    """Assert that no Markov map makes two laws easier to tell apart: D(W p, W q) <= D(p, q).

    divergence  two positive laws (n,), (n,) to a number, for every n.
    p, q, W     laws and a column-stochastic (m, n), together; drawn, on two to five points, if not given.
    accuracy    relative error that the divergence is known to have beyond rounding.
    Raises CounterexampleError, UndecidedError, ContractError.
    Source [AmariNagaoka2000] sec. 2.2, theorem 2.1 and sec. 3.2 (f-divergences); [Cencov1982].
    """
    __tracebackhide__ = True
    subject = Subject(divergence)
    asked = Property(
        subject,
        "grows under a Markov map",
        "D(W p, W q) <= D(p, q)",
        "assert_monotone_under_markov",
        accuracy_option(accuracy),
    )
    places = _places(p, q, W, "q", markov_maps)
    check(asked, places, lambda at: _no_more(subject, at, accuracy), examples=examples, seed=seed)


def assert_metric_monotone_under_markov(
    square: Pairing,
    *,
    p: Any = None,
    u: Any = None,
    W: Any = None,
    accuracy: float = 0.0,
    examples: int = 100,
    seed: int = 0,
) -> None:
    """Assert that no Markov map makes tangent vectors longer: g_(W p)(W u, W u) <= g_p(u, u).

    square  a positive law (n,) and a vector (n,) of sum zero to the squared length of the vector, for every n.
    Other arguments and errors as `assert_monotone_under_markov`.
    Source [Cencov1982]: the Fisher metric is the only one, up to a factor, that embeddings keep.
    """
    __tracebackhide__ = True
    subject = Subject(square)
    asked = Property(
        subject,
        "grows under a Markov map",
        "g_(W p)(W u, W u) <= g_p(u, u)",
        "assert_metric_monotone_under_markov",
        accuracy_option(accuracy),
    )
    places = _places(p, u, W, "u", markov_maps)
    check(asked, places, lambda at: _no_more(subject, at, accuracy), examples=examples, seed=seed)


def assert_invariant_under_embeddings(
    divergence: Pairing,
    *,
    p: Any = None,
    q: Any = None,
    W: Any = None,
    accuracy: float = 0.0,
    examples: int = 100,
    seed: int = 0,
) -> None:
    """Assert that splitting points, which can be undone, changes nothing: D(Q p, Q q) = D(p, q).

    W is a congruent embedding; permutations are among them.  Other arguments and errors as
    `assert_monotone_under_markov`.
    Source [Cencov1982]; [AmariNagaoka2000] sec. 2.2.
    """
    __tracebackhide__ = True
    subject = Subject(divergence)
    asked = Property(
        subject,
        "changes under a congruent embedding",
        "D(Q p, Q q) = D(p, q)",
        "assert_invariant_under_embeddings",
        accuracy_option(accuracy),
    )
    places = _places(p, q, W, "q", congruent_embeddings)
    check(asked, places, lambda at: _the_same(subject, at, accuracy), examples=examples, seed=seed)


def _places(
    p: Any, second: Any, W: Any, word: str, maps: Callable[..., Any]
) -> Mapped | SearchStrategy[Mapped]:
    given = [value is not None for value in (p, second, W)]
    if all(given):
        return _fixed(np.asarray(p, float), np.asarray(second, float), np.asarray(W, float), word)
    if any(given):
        raise ContractError(f"give p, {word} and W together, or none of them: they have to fit.")
    return _drawn(word, maps)


def _fixed(p: Array, second: Array, W: Array, word: str) -> Mapped:
    if p.ndim != 1 or second.shape != p.shape or W.ndim != 2 or W.shape[1] != p.size:
        raise ContractError(
            f"p {p.shape}, {word} {second.shape} and W {W.shape} do not fit: (n,), (n,) and (m, n)."
        )
    total = 1.0 if word == "q" else 0.0
    sums = np.array([np.sum(p) - 1, np.sum(second) - total, *(np.sum(W, axis=0) - 1)])
    positive = (
        np.all(p > 0) and np.all(W >= 0) and (word == "u" or np.all(second > 0)) and np.all(np.any(W, axis=1))
    )
    if not positive or np.any(np.abs(sums) > SUM):
        raise ContractError(
            f"p = {p}, {word} = {second}, W = {W.tolist()}: laws are positive of sum one, tangent vectors have sum "
            "zero, W has entries >= 0, columns of sum one and no row of zeros."
        )
    return Mapped(p, second, W, word)


@st.composite
def _drawn(draw: DrawFn, word: str, maps: Callable[..., SearchStrategy[Array]]) -> Mapped:
    n = draw(st.integers(2, MOST_POINTS))
    m = draw(st.integers(n, n + 2) if maps is congruent_embeddings else st.integers(2, n))
    p = draw(positive_laws(n))
    laws = positive_laws(n).filter(lambda q: not np.array_equal(p, q))
    return Mapped(p, draw(laws if word == "q" else zero_sum_vectors(n)), draw(maps(n, m)), word)


def _sides(subject: Subject, at: Mapped) -> tuple[Estimate, Estimate]:
    """The value at the images, and the value itself; their noise is measured along laws that sum to one."""
    n = at.p.size
    both = np.append(at.p, at.second)
    away = np.where(np.arange(n) == 0, 1.0, -1 / (n - 1))  # of sum zero
    scale = float(np.min(at.second)) if at.word == "q" else 1.0
    along = np.append(float(np.min(at.p)) * away, -scale * away[::-1])

    def before(x: Array) -> Array:
        return np.atleast_1d(subject((), x[:n], x[n:]))

    def after(x: Array) -> Array:
        return np.atleast_1d(subject((), at.W @ x[:n], at.W @ x[n:]))

    return measured(after, both, along, Shake()), measured(before, both, along, Shake())


def _no_more(subject: Subject, at: Mapped, accuracy: float) -> Judgement:
    if _identity(at.W):
        return Judgement(Shown.NOTHING)
    after, before = _sides(subject, at)
    fall = float(before.value[0] - after.value[0])
    found = judged(after, before, NAMES, accuracy=accuracy, rough=subject.rough)
    if found.shown is Shown.FAILS and fall > 0:
        return Judgement(Shown.HOLDS, found.lines)
    return found


def _the_same(subject: Subject, at: Mapped, accuracy: float) -> Judgement:
    if _identity(at.W):
        return Judgement(Shown.NOTHING)
    after, before = _sides(subject, at)
    return judged(after, before, NAMES, accuracy=accuracy, rough=subject.rough)


def _identity(W: Array) -> bool:
    return W.shape[0] == W.shape[1] and np.array_equal(W, np.eye(len(W)))
