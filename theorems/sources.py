"""Where the numbers of an instance come from: symbols, random rationals, float batches.

A *cell* is a number before it has an arithmetic: a Fraction, the name of a
symbol, or a NumPy array over a batch. `to_scalar` gives it an arithmetic.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any, Protocol

import numpy as np

Cell = Any


class Source(Protocol):
    """Supplies cells."""

    def real(self, hint: str) -> Cell:
        """A generic real number."""

    def positive(self, hint: str) -> Cell:
        """A generic positive number, log-uniform where it is random."""

    def natural(self, hint: str) -> Cell:
        """A generic whole number, 2 or more where it is random."""

    def slope(self, hint: str) -> Cell:
        """A generic real number small enough to keep probabilities positive and charts invertible."""


class Generic:
    """Every cell is a fresh symbol, so what is shown is shown for all values."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.positives: set[str] = set()

    def real(self, hint: str) -> str:
        """A symbol of unknown sign."""
        name = f"{hint}_{len(self.names)}"
        self.names.append(name)
        return name

    def positive(self, hint: str) -> str:
        """A symbol known to be positive."""
        name = self.real(hint)
        self.positives.add(name)
        return name

    def natural(self, hint: str) -> str:
        """A symbol known to be positive: what holds for it holds for whole numbers."""
        return self.positive(hint)

    def slope(self, hint: str) -> str:
        """A symbol of unknown sign: formal jets need not be small."""
        return self.real(hint)


class RandomRationals:
    """Generic rationals from a seeded generator: never 0, 1 or equal to each other."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.used: set[Fraction] = {Fraction(0), Fraction(1), Fraction(-1)}

    def fresh(self, draw: Any) -> Fraction:
        """The first drawn value that was not used before."""
        for _ in range(1000):
            value: Fraction = draw()
            if value not in self.used:
                self.used |= {value, -value}
                return value
        raise RuntimeError("a setting needs more different rationals than the source holds; widen its range.")

    def real(self, hint: str) -> Fraction:
        """A rational between -3 and 3."""
        return self.fresh(lambda: Fraction(self.random.randint(-2700, 2700), self.random.choice((907, 883))))

    def positive(self, hint: str) -> Fraction:
        """A rational between 1/5 and 5, roughly log-uniform."""
        return self.fresh(lambda: Fraction(round(1009 * 5 ** self.random.uniform(-1, 1)), 1009))

    def natural(self, hint: str) -> Fraction:
        """A whole number from 2 to 12."""
        return self.fresh(lambda: Fraction(self.random.randint(2, 12)))

    def slope(self, hint: str) -> Fraction:
        """A rational between -1/6 and 1/6."""
        return self.fresh(lambda: Fraction(self.random.randint(-500, 500), 3001))


class WideRationals(RandomRationals):
    """Rationals over six orders of magnitude, for inequalities that fail only far from 1."""

    def positive(self, hint: str) -> Fraction:
        """A rational between 1/1000 and 1000, log-uniform."""
        return self.fresh(lambda: Fraction(round(10007 * 10 ** self.random.uniform(-3, 3)), 10007))

    def real(self, hint: str) -> Fraction:
        """The same with either sign."""
        return self.positive(hint) * self.random.choice((-1, 1))


class SmallRationals:
    """Small rationals chosen by Hypothesis, so that a failing instance shrinks to simple data."""

    def __init__(self, draw: Any) -> None:
        from hypothesis import strategies

        self.draw = draw
        self.integers = strategies.integers(-4, 4)
        self.naturals = strategies.integers(1, 5)

    def real(self, hint: str) -> Fraction:
        """An integer between -4 and 4."""
        return Fraction(self.draw(self.integers))

    def positive(self, hint: str) -> Fraction:
        """An integer between 1 and 5."""
        return Fraction(self.draw(self.naturals))

    def natural(self, hint: str) -> Fraction:
        """An integer between 1 and 5."""
        return self.positive(hint)

    def slope(self, hint: str) -> Fraction:
        """A rational between -1/2 and 1/2."""
        return Fraction(self.draw(self.integers), 8)


class Batch:
    """Arrays of float64, one entry per instance."""

    def __init__(self, rng: np.random.Generator, size: int) -> None:
        self.rng, self.size = rng, size

    def real(self, hint: str) -> Any:
        """Standard normal numbers, kept away from 0."""
        x = self.rng.standard_normal(self.size)
        return x + np.copysign(0.05, x)

    def positive(self, hint: str) -> Any:
        """Log-uniform numbers between 1/5 and 5."""
        return np.exp(self.rng.uniform(-np.log(5), np.log(5), self.size))

    def natural(self, hint: str) -> Any:
        """Whole numbers from 2 to 12."""
        return self.rng.integers(2, 13, self.size).astype(np.float64)

    def slope(self, hint: str) -> Any:
        """Uniform numbers between -1/6 and 1/6."""
        return self.rng.uniform(-1 / 6, 1 / 6, self.size)


def to_scalar(arithmetic: Any, cell: Cell) -> Any:
    """A cell as a scalar of an arithmetic."""
    if isinstance(cell, str):
        return arithmetic.symbol(cell)
    if isinstance(cell, Fraction | int):
        return arithmetic.number(cell)
    return np.asarray(cell, dtype=arithmetic.dtype)
