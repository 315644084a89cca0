"""Facts: claims that a book or a table states of a family, with one reading that says the formula and no more."""

from __future__ import annotations

from typing import Any

from theorems.claim import Reading
from theorems.latex import latex
from theorems.setting import Setting
from theorems.term import Term


def fact(says: str, states: Term, given: Setting) -> dict[str, Any]:
    """The statement and the readings of a claim that asserts one formula: Claim(id=..., **fact(...)).

    says    the sentence, in our words, without the formula.
    states  the formula: a quantity of a family, which is computed, against what is printed.
    given   what its symbols range over.
    """
    return {
        "statement": f"{says}: ${latex(states)}$.",
        "readings": (
            Reading("A", f"{says}, for all values of the parameters.", states, given, literal=True),
        ),
    }
