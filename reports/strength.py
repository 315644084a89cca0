"""How strong the checks of a claim are: near-miss variants of what is true, and how many were rejected."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """A near-miss variant of the statement shown true, and whether its checks rejected it."""

    operator: str
    text: str
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class Strength:
    """Mutants rejected of mutants tried; the equivalent ones are counted apart."""

    killed: int
    tried: int
    equivalent: int
    survivors: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The strength in words.

        >>> Strength(killed=9, tried=9, equivalent=1, survivors=()).sentence
        '9 of 9 mutants rejected; 1 equivalent, counted apart.'
        """
        if not self.tried:
            return "No mutant was tried."
        words = f"{self.killed} of {self.tried} mutants rejected"
        return words + (f"; {self.equivalent} equivalent, counted apart." if self.equivalent else ".")
