"""SymPy texts as a reader of a terminal likes them: powers raised, Greek letters, matrices in columns.

What a program reads is the text itself; this is for eyes only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fisherproof.terminal import width

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_POWER = re.compile(r"\*\*(?:(\d+)(?![\w.(])|\((-?\d+)\))")
_POLYGAMMA = re.compile(r"\bpolygamma\((\d+), ")
_WORDS = {
    "EulerGamma": "γ",
    "alpha": "α",
    "beta": "β",
    "eta": "η",
    "kappa": "κ",
    "mu": "μ",
    "nu": "ν",
    "oo": "∞",
    "pi": "π",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "theta": "θ",
}
_UNEQUAL = re.compile(r"^Ne\((.*), ([^,]*)\)$")
_WORD = re.compile(rf"(?<![A-Za-z0-9_])({'|'.join(_WORDS)})(?![A-Za-z0-9(])")


def readable(text: str) -> str:
    """A formula with raised powers and Greek letters.

    >>> readable("mu**2 - pi*polygamma(1, k)/k**(-3)")
    'μ² - π*ψ₁(k)/k⁻³'
    """
    found = _UNEQUAL.sub(r"\1 ≠ \2", text)
    found = _POWER.sub(lambda m: (m[1] or m[2]).translate(_RAISED), found)
    found = _POLYGAMMA.sub(lambda m: f"ψ{m[1].translate(_LOWERED)}(", found)
    return _WORD.sub(lambda m: _WORDS[m[1]], found)


def matrix(rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a matrix, its columns aligned.

    >>> matrix([["1/v", "0"], ["0", "1/(2*v**2)"]])
    ['[ 1/v  0          ]', '[ 0    1/(2*v²)  ]']
    """
    cells = [[readable(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    return [
        f"[ {'  '.join(c + ' ' * (w - width(c)) for c, w in zip(row, widths, strict=True))} ]"
        for row in cells
    ]
