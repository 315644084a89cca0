"""Words as pdfLaTeX takes them: every character of a text becomes ASCII that TeX sets as that character.

Signs of TeX are escaped, Greek letters and mathematical signs become their macros, accents become accent
macros, and a character for which TeX has nothing is named by its number.  Long words may be broken anywhere,
so that no text runs out of the page.

Source     the LaTeX Companion (third edition), sections 9.4 and 11.8; T1 encoding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from reports.mathtext.words import ACCENTS, STYLED, SUBSCRIPTS, SUPERSCRIPTS, UNICODE

LONG_WORD = 24  # characters; longer words are identifiers or data, not language
STRETCH = 6  # characters of a long word between two places where it may be broken

_SIGNS = {
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    "$": "\\$",
    "&": "\\&",
    "#": "\\#",
    "_": "\\_",
    "%": "\\%",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "|": "\\textbar{}",
    '"': "\\textquotedbl{}",
    "`": "\\textasciigrave{}",
    "'": "\\textquotesingle{}",
    "-": "-{}",
    ",": ",{}",
    "–": "\\textendash{}",
    "—": "\\textemdash{}",
    "‘": "\\textquoteleft{}",
    "’": "\\textquoteright{}",
    "“": "\\textquotedblleft{}",
    "”": "\\textquotedblright{}",
    "½": "\\ensuremath{\\tfrac{1}{2}}",
    "¼": "\\ensuremath{\\tfrac{1}{4}}",
    "≔": "\\ensuremath{:=}",
    "§": "\\S{}",
    "°": "\\textdegree{}",
    "ß": "\\ss{}",
    "ø": "\\o{}",
    "Ø": "\\O{}",
    "æ": "\\ae{}",
    "Æ": "\\AE{}",
    "œ": "\\oe{}",
    "ł": "\\l{}",
    "Ł": "\\L{}",
    "ı": "\\i{}",
}
_TEXT_ACCENTS = {
    "\u0300": "\\`",
    "\u0301": "\\'",
    "\u0302": "\\^",
    "\u0303": "\\~",
    "\u0304": "\\=",
    "\u0306": "\\u",
    "\u0307": "\\.",
    "\u0308": '\\"',
    "\u030a": "\\r",
    "\u030b": "\\H",
    "\u030c": "\\v",
    "\u0327": "\\c",
    "\u0328": "\\k",
}
_RAISED, _LOWERED = "".join(SUPERSCRIPTS), "".join(SUBSCRIPTS)
_CLUSTER = re.compile(
    f"[{re.escape(_RAISED)}]+|[{re.escape(_LOWERED)}]+|.[\u0300-\u036f\u20d0-\u20f0]*", re.DOTALL
)
_WORD = re.compile(r"(\s+)")


def tex(text: str) -> str:
    r"""A text as LaTeX that shows it and does nothing else.

    text  one line, with every character visible.

    >>> tex("50% of θ̇ᵀ")
    '50\\% of \\ensuremath{\\dot{\\theta}}\\ensuremath{^{\\top}}'
    """
    return "".join(_word(part) for part in _WORD.split(text))


def _word(word: str) -> str:
    signs = list(_signs(word))
    if len(word) <= LONG_WORD:
        return "".join(signs)
    return "\\allowbreak{}".join("".join(signs[at : at + STRETCH]) for at in range(0, len(signs), STRETCH))


def _signs(word: str) -> Iterator[str]:
    for cluster in _CLUSTER.findall(unicodedata.normalize("NFC", word)):
        yield _cluster(cluster)


def _cluster(cluster: str) -> str:
    for table, mark in ((SUPERSCRIPTS, "^"), (SUBSCRIPTS, "_")):
        if cluster[0] in table:
            return f"\\ensuremath{{{mark}{{{' '.join(table[char] for char in cluster if char in table)}}}}}"
    base, marks = cluster[0], cluster[1:]
    if _plain(base) is None:
        apart = unicodedata.normalize("NFD", base)
        base, marks = apart[0], apart[1:] + marks
    shown = _plain(base)
    if shown is None:
        return f"\\texttt{{[U+{ord(base):04X}]}}"
    for mark in marks:
        shown = _accented(shown, mark)
    return shown


def _plain(char: str) -> str | None:
    """One character without accents as LaTeX, or None where TeX has nothing for it."""
    if char in _SIGNS:
        return _SIGNS[char]
    if char.isascii():
        return char
    if char in UNICODE:
        return f"\\ensuremath{{{UNICODE[char]}}}"
    if char in STYLED:
        macro, letter = STYLED[char]
        return f"\\ensuremath{{{macro}{{{letter}}}}}"
    return None


def _accented(shown: str, mark: str) -> str:
    formula = re.fullmatch(r"\\ensuremath\{(.*)\}", shown)
    if formula and mark in ACCENTS:
        return f"\\ensuremath{{{ACCENTS[mark]}{{{formula[1]}}}}}"
    if not formula and mark in _TEXT_ACCENTS and len(shown) <= 4:
        dotless = {"i": "\\i"}.get(shown, shown) if mark != "\u0328" else shown
        return f"{_TEXT_ACCENTS[mark]}{{{dotless}}}"
    return f"{shown}\\texttt{{[U+{ord(mark):04X}]}}"
