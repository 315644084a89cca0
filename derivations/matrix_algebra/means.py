"""The linear expectation operator: what is not random leaves E[...], on both sides.

    E[A*X*B] = A*E[X]*B            A, B not random
    E[(a.T*x)*(b.T*y)] = a.T*E[x*y.T]*b
    E[x.T*Q*y] = tr(Q*E[y*x.T])    Q not random

A term is cut into its random letters.  If these have at most two open ends altogether, their mean is a
scalar, a vector or a matrix, and is put back in its place.  With more open ends (fourth moments) the mean is
kept whole, and only what stands outside its word is taken out: sound, but then fewer identities are seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derivations.matrix_algebra.expression import Expression, collect, zero
from derivations.matrix_algebra.letters import (
    Closed,
    Dim,
    Factor,
    Mean,
    MeanLetter,
    Scalars,
    Trace,
    Word,
    is_random,
    merge,
    transpose_word,
)
from derivations.matrix_algebra.powers import ONE, trace

MAX_COPIES = 2  # a scalar to the third power or more has at least three open ends


def expectation(expression: Expression, *, law: str = "") -> Expression:
    """E[expression] over its random atoms.

    law  a name that keeps two expectations apart (of the model, of the data); means of different laws
         are different quantities, and the mean of a mean is that mean.
    """
    total = zero(expression.rows, expression.cols)
    for (scalars, word), c in expression.terms:
        total = total + _mean_of_term(scalars, word, c, expression.shape, law)
    return total


@dataclass(frozen=True)
class _Chain:
    """A piece of a term: the open word, a closed word (closed=True) or a cycle (cycle=True)."""

    word: Word
    closed: bool = False
    cycle: bool = False


@dataclass(frozen=True)
class _Run:
    """Random letters word[start:stop] of a chain, with the number of ends that are not of size one."""

    chain: int
    start: int
    stop: int
    ends: int


def _mean_of_term(scalars: Scalars, word: Word, c: Fraction, shape: tuple[Dim, Dim], law: str) -> Expression:
    if not is_random((scalars, word)):
        return collect(*shape, [(scalars, word, c)])
    outside = tuple((f, p) for f, p in scalars if not f.random)
    random = tuple((f, p) for f, p in scalars if f.random)
    inert, chains = _unfold(random, word)
    for merged in (False, True):
        runs = _runs(chains, merged=merged)
        if sum(run.ends for run in runs) <= 2:
            value = _replace(inert, chains, runs, law)
            break
    else:
        value = _kept_whole(random, word, law)
    result = value if value.shape == shape else value * _one(*shape)
    return collect(1, 1, [(outside, (), c)]) * result


def _one(rows: Dim, cols: Dim) -> Expression:
    """The empty word of a square shape."""
    return Expression(rows, cols, ((((), ()), ONE),))


def _unfold(random: Scalars, word: Word) -> tuple[Scalars, list[_Chain]]:
    """Split random scalars into those that stay whole and those that are words, copy by copy."""
    inert: list[tuple[Factor, Fraction]] = []
    chains = [_Chain(word)] if word else []
    for factor, p in random:
        if isinstance(factor, Closed | Trace) and p in range(1, MAX_COPIES + 1):
            made = _Chain(factor.word, isinstance(factor, Closed), isinstance(factor, Trace))
            chains += [made] * int(p)
        else:
            inert.append((factor, p))
    return tuple(inert), chains


def _runs(chains: list[_Chain], *, merged: bool) -> list[_Run]:
    """The random letters of each chain, one by one or in unbroken runs."""
    runs: list[_Run] = []
    for k, chain in enumerate(chains):
        i = 0
        while i < len(chain.word):
            if not chain.word[i].random:
                i += 1
                continue
            j = i + 1
            while merged and j < len(chain.word) and chain.word[j].random:
                j += 1
            ends = (chain.word[i].rows != 1) + (chain.word[j - 1].cols != 1)
            if merged and chain.cycle and j - i == len(chain.word):
                ends = 0  # the whole cycle is random: its trace is a random number
            runs.append(_Run(k, i, j, ends))
            i = j
    return runs


def _replace(inert: Scalars, chains: list[_Chain], runs: list[_Run], law: str) -> Expression:
    """Put the mean of at most two open ends back where its letters stood."""
    held = list(inert)
    open_runs = []
    for run in runs:
        if run.ends:
            open_runs.append(run)
        else:
            chain = chains[run.chain]
            held.append((_factor(chain), ONE))
    touched = {run.chain for run in runs}
    rest = [chain for k, chain in enumerate(chains) if k not in touched]
    if not open_runs:
        value = collect(1, 1, [(((Mean(law, merge(held)), ONE),), (), ONE)])
    elif len(open_runs) == 1:
        run = open_runs[0]
        value = _substitute(
            chains[run.chain], run, _mean(law, held, chains[run.chain].word[run.start : run.stop])
        )
    elif open_runs[0].chain == open_runs[1].chain:
        value = _join_one(chains[open_runs[0].chain], open_runs[0], open_runs[1], law, held)
    else:
        value = _join_two([chains[run.chain] for run in open_runs], open_runs, law, held)
    for chain in rest:
        value = _value(chain) * value
    return value


def _factor(chain: _Chain) -> Factor:
    return Trace(chain.word) if chain.cycle else Closed(chain.word)


def _mean(law: str, held: list[tuple[Factor, Fraction]], word: Word) -> Word:
    return (MeanLetter(law, merge(held), word),)


def _value(chain: _Chain) -> Expression:
    if chain.cycle:
        return trace(_product(chain.word))
    return _product(chain.word)


def _product(word: Word) -> Expression:
    return collect(word[0].rows, word[-1].cols, [((), word, ONE)])


def _substitute(chain: _Chain, run: _Run, mean: Word) -> Expression:
    word = chain.word[: run.start] + mean + chain.word[run.stop :]
    return _value(_Chain(word, chain.closed, chain.cycle))


def _join_one(chain: _Chain, a: _Run, b: _Run, law: str, held: list[tuple[Factor, Fraction]]) -> Expression:
    """Two vectors in one chain: x.T*Q*y closed, or P*x*y.T*R open."""
    w = chain.word
    x, y = w[a.start : a.stop], w[b.start : b.stop]
    if chain.closed:
        between = w[a.stop : b.start]
        return trace(_product(between + _mean(law, held, y + x)))
    return _product(w[: a.start] + _mean(law, held, x + y) + w[b.stop :])


def _join_two(
    pair: list[_Chain], runs: list[_Run], law: str, held: list[tuple[Factor, Fraction]]
) -> Expression:
    """Two vectors in two chains: (P1*x)*(P2*y) = P1*E[x*y.T]*P2.T, where one of them may be the open word."""
    if pair[1].closed and not pair[0].closed:
        opened, run, other = pair[0], runs[0], _column(pair[1], runs[1])
        w = opened.word
        vector = w[run.start : run.stop]
        if vector[-1].cols == 1:  # P*x stands left of a bond of size one
            mean = _mean(law, held, vector + transpose_word(other[1]))
            return _product(w[: run.start] + mean + transpose_word(other[0]) + w[run.stop :])
        mean = _mean(law, held, other[1] + vector)
        return _product(w[: run.start] + other[0] + mean + w[run.stop :])
    (before, x), (after, y) = _column(pair[0], runs[0]), _column(pair[1], runs[1])
    return _product(before + _mean(law, held, x + transpose_word(y)) + transpose_word(after))


def _column(chain: _Chain, run: _Run) -> tuple[Word, Word]:
    """A closed chain as (row that is not random, random column)."""
    before, vector, after = chain.word[: run.start], chain.word[run.start : run.stop], chain.word[run.stop :]
    if vector[-1].cols == 1:
        return before, vector
    return transpose_word(after), transpose_word(vector)


def _kept_whole(random: Scalars, word: Word, law: str) -> Expression:
    """Keep a mean with more than two open ends in one piece; only the outside of its word leaves it."""
    hits = [i for i, letter in enumerate(word) if letter.random]
    if not hits:
        mean = collect(1, 1, [(((Mean(law, random), ONE),), (), ONE)])
        return mean * _product(word) if word else mean
    a, b = hits[0], hits[-1] + 1
    return _product((*word[:a], MeanLetter(law, random, word[a:b]), *word[b:]))
