r"""Unicode in a formula, rewritten as the LaTeX it stands for.

``θ̇ᵀ`` becomes ``\dot{\theta}^{\top}``: a person may type either, and the grammar then knows one alphabet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from reports.mathtext import words


def _class(chars: Iterable[str]) -> str:
    return "[" + "".join(map(re.escape, chars)) + "]"


_RAISED = re.compile(_class(words.SUPERSCRIPTS) + "+")
_LOWERED = re.compile(_class(words.SUBSCRIPTS) + "+")
_ACCENTED = re.compile("(\\\\[A-Za-z]+ |.)(" + _class(words.ACCENTS) + ")")
_SINGLE = {
    **{char: f"{macro} " for char, macro in words.UNICODE.items()},
    **{char: f"{macro}{{{letter}}}" for char, (macro, letter) in words.STYLED.items()},
    "½": "\\tfrac{1}{2}",
    "¼": "\\tfrac{1}{4}",
}


def ascii_source(source: str) -> str:
    r"""A formula with its Unicode signs as LaTeX; what has no LaTeX is left as it is, for the grammar to
    refuse.

    >>> ascii_source("θ̇ᵀ")
    '\\dot{\\theta }^{\\top}'
    """
    if source.isascii():
        return source
    raised = _RAISED.sub(lambda run: "^{" + _mapped(run.group(), words.SUPERSCRIPTS) + "}", source)
    lowered = _LOWERED.sub(lambda run: "_{" + _mapped(run.group(), words.SUBSCRIPTS) + "}", raised)
    named = "".join(_single(char) for char in unicodedata.normalize("NFC", lowered))
    return _ACCENTED.sub(lambda pair: f"{words.ACCENTS[pair[2]]}{{{pair[1]}}}", named)


def _mapped(run: str, table: dict[str, str]) -> str:
    return " ".join(table[char] for char in run)


def _single(char: str) -> str:
    if char in _SINGLE:
        return _SINGLE[char]
    apart = unicodedata.normalize("NFD", char)
    return apart if len(apart) == 2 and apart[1] in words.ACCENTS else char
