"""Characters that must not reach a reader unseen.

Control characters end terminals, break XML and hide text; bidirectional overrides show one thing and mean
another; lone surrogates cannot be written as UTF-8.  They are replaced by a visible name, once, before any
format sees them.

Source     Unicode 15, general categories Cc, Cf, Co, Cs, Cn; XML 1.0 (fifth edition), production [2] Char.
"""

from __future__ import annotations

import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


def visible(text: str) -> str:
    r"""One line of text in which every character can be seen.

    Runs of white space become one space; a character of a hidden category becomes its name, as in
    ``[U+202E]``.

    text  anything a record may hold.

    >>> visible("a\x00b\n c")
    'a[U+0000]b c'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return "".join(map(_shown, " ".join(text.split())))


def _shown(char: str) -> str:
    return f"[U+{ord(char):04X}]" if unicodedata.category(char) in HIDDEN else char
