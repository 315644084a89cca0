"""Errors that a user can act on, and how foreign text is shown.

An error here is one sentence (what happened, where, what to do) and the exit code that goes with it:
2 for what was asked, 3 for what the machine or we could not do, 5 for a selection of nothing.
"""

from __future__ import annotations

import errno

SHOWN = 120  # characters of a foreign text that help; the rest hides the message

USAGE, FAULT, NOTHING, INTERRUPTED = 2, 3, 5, 130

# Conditions of the machine rather than of what was asked for.
_EXHAUSTED = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENOMEM})


class FisherproofError(Exception):
    """One clear line for the person at the keyboard, and an exit code.

    message  what happened, where, what to do.
    code     2 usage, 3 fault of the machine or ours, 5 nothing selected.
    """

    def __init__(self, message: str, *, code: int = USAGE) -> None:
        super().__init__(message)
        self.code = code


def shown(text: object, *, limit: int = SHOWN) -> str:
    r"""Make foreign text fit to print: control characters escaped, long text cut.

    >>> shown("a\x1b[31m")
    'a\\x1b[31m'
    """
    raw = str(text)
    clean = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in raw[:limit])
    return clean if len(raw) <= limit else f"{clean}... ({len(raw)} characters)"


def of_system(error: OSError, doing: str, path: object) -> FisherproofError:
    """Explain a failed call of the operating system: 3 where the machine ran out of something, else 2.

    doing  what was tried, as in "write the report".
    path   where; always part of the message.
    """
    code = FAULT if error.errno in _EXHAUSTED else USAGE
    where = shown(path, limit=400)
    return FisherproofError(f"cannot {doing} {where}: {error.strerror or shown(error)}.", code=code)
