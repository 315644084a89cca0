"""Which claims a command is about: literal ids and globs, against the catalogue."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from fnmatch import fnmatchcase

from fisherproof.errors import NOTHING, FisherproofError, shown

_GLOB = frozenset("*?[")
LONGEST = 200  # characters of an id that are compared for a suggestion; matching is quadratic


def is_pattern(text: str) -> bool:
    """Tell a glob from a literal id.

    >>> is_pattern("thermo.2.*"), is_pattern("thermo.2.1.solution")
    (True, False)
    """
    return not _GLOB.isdisjoint(text)


def unknown(kind: str, name: str, known: Sequence[str]) -> FisherproofError:
    """Explain that a name does not exist, with the nearest one that does.

    kind   what was named: "claim", "run".
    known  all names there are.
    """
    near = difflib.get_close_matches(name[:LONGEST], known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"`fisherproof list {kind}s` shows what there is."
    return FisherproofError(f"there is no {kind} '{shown(name)}'; {hint}")


def select(patterns: Sequence[str], ids: Sequence[str]) -> list[str]:
    """Give the ids that any pattern selects, in the order of the catalogue; all of them for no pattern.

    Raises FisherproofError: 2 for a literal id that does not exist, 5 for a pattern (or a catalogue)
    that selects nothing.
    """
    known = set(ids)
    for name in patterns:
        if not is_pattern(name) and name not in known:
            raise unknown("claim", name, ids)
    chosen: set[str] = set() if patterns else known
    for pattern in patterns:
        matched = [i for i in ids if fnmatchcase(i, pattern)] if is_pattern(pattern) else [pattern]
        if not matched:
            raise FisherproofError(f"no claim matches '{shown(pattern)}'; nothing was checked.", code=NOTHING)
        chosen.update(matched)
    if not chosen:
        raise FisherproofError("the catalogue holds no claims; nothing was checked.", code=NOTHING)
    return [i for i in ids if i in chosen]
