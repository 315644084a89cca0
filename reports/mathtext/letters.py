"""Letters of other alphabets: blackboard bold, script, fraktur, bold, sans serif, monospace.

Source     Unicode 15, block Mathematical Alphanumeric Symbols and the letters that came before it.
"""

from __future__ import annotations

import unicodedata

_ALPHABETS = {
    "\\mathbf": ("MATHEMATICAL BOLD",),
    "\\mathsf": ("MATHEMATICAL SANS-SERIF",),
    "\\mathtt": ("MATHEMATICAL MONOSPACE",),
    "\\mathit": ("MATHEMATICAL ITALIC",),
    "\\mathbb": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "\\mathcal": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "\\mathfrak": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
}


def styled(macro: str, char: str) -> str:
    r"""A letter in the alphabet of a style macro; the letter itself where the alphabet has none.

    >>> styled("\\mathbb", "R")
    'ℝ'
    """
    kind = "DIGIT" if char.isdigit() else "CAPITAL" if char.isupper() else "SMALL"
    name = unicodedata.name(char).split()[-1]
    for alphabet in _ALPHABETS.get(macro, ()):
        try:
            return unicodedata.lookup(f"{alphabet} {kind} {name}")
        except KeyError:
            continue
    return char
