"""The character each symbol of the subset is shown by in MathML, and what kind of element it is.

Source     MathML Core (W3C), operator dictionary; the Unicode names of the signs of amssymb.
"""

from __future__ import annotations

from string import ascii_letters

from reports.mathtext.words import BINARY, FUNCTIONS, GREEK, LARGE, RELATIONS, UNICODE

CHARACTERS: dict[str, str] = {
    **{macro: char for char, macro in reversed(UNICODE.items())},
    "-": "−",
    "\\lt": "<",
    "\\gt": ">",
    "\\{": "{",
    "\\}": "}",
    "\\vert": "|",
    "\\lvert": "|",
    "\\rvert": "|",
    "\\Vert": "‖",
    "\\lVert": "‖",
    "\\rVert": "‖",
    "\\mid": "∣",
    "\\hbar": "ℏ",
    "\\nexists": "∄",
    "\\varnothing": "∅",
    "\\bot": "⊥",
    "\\Re": "ℜ",
    "\\Im": "ℑ",
    "\\aleph": "ℵ",
    "\\angle": "∠",
    "\\ldots": "…",
    "\\vdots": "⋮",
    "\\ddots": "⋱",
    "\\bullet": "•",
    "\\star": "⋆",
    "\\cup": "∪",
    "\\ni": "∋",
    "\\supset": "⊃",
    "\\supseteq": "⊇",
    "\\rightarrow": "→",
    "\\longrightarrow": "⟶",
    "\\uparrow": "↑",
    "\\downarrow": "↓",
    "\\vdash": "⊢",
    "\\models": "⊨",
    "\\asymp": "≍",
    "\\nprec": "⊀",
    "\\nleq": "≰",
    "\\ngeq": "≱",
    "\\iint": "∬",
    "\\oint": "∮",
    "\\bigoplus": "⨁",
    "\\bigotimes": "⨂",
    "\\bigcup": "⋃",
    "\\bigcap": "⋂",
}
"""Canonical LaTeX to character; a letter, a digit or the name of a function stands for itself."""

CAPITAL_GREEK = frozenset(f"\\{name}" for name in GREEK.split() if name[0].isupper())
LETTERS = (
    frozenset([*ascii_letters, "\\partial", "\\ell", *(f"\\{name}" for name in GREEK.split())])
    - CAPITAL_GREEK
)
"""Set in italics."""
IDENTIFIERS = frozenset(
    [
        *(f"\\{name}" for name in (GREEK + " " + FUNCTIONS).split()),
        *(
            "\\infty",
            "\\ell",
            "\\hbar",
            "\\top",
            "\\bot",
            "\\emptyset",
            "\\varnothing",
            "\\square",
            "\\prime",
        ),
        *("\\partial", "/", "(", ")", "[", "]", "\\{", "\\}"),
        *("\\Re", "\\Im", "\\aleph", "\\dots", "\\ldots", "\\cdots", "\\vdots", "\\ddots"),
        *("\\vert", "\\Vert", "\\lvert", "\\rvert", "\\lVert", "\\rVert", "\\langle", "\\rangle"),
    ]
)
"""Set without space around them and never stretched.

Bars, slash and brackets are among them: as operators they would part ``p(x|y)`` or grow with an exponent
beside them, and saying so on each would double the size of a formula.  Brackets that grow are made by
``\\left``.
"""

LIMITS = frozenset(
    ["\\min", "\\max", "\\inf", "\\sup", "\\lim", "\\det", "\\Pr", "\\gcd"]
    + [f"\\{name}" for name in LARGE.split() if not name.endswith("int")]
)
"""What carries its scripts below and above on a line of its own."""

MAY_NEGATE = frozenset(
    ["(", "[", "\\{", "\\vert", "\\Vert", "\\lvert", "\\lVert", "\\langle", "=", ",", ";", ":", "/", "+", "-"]
    + [f"\\{name}" for name in (BINARY + " " + RELATIONS + " " + LARGE).split()]
)
"""After these a plus or minus is a sign."""
