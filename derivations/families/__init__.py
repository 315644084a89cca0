"""The families, one file each, found by looking into this folder: there is no list to keep.

A family file defines `family`, a `derivations.family.Family` whose name is that of the file.
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from derivations.family import Family, FamilyError


def names() -> tuple[str, ...]:
    """The names of all families, without importing any."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


@cache
def load(name: str) -> Family:
    """The family of that name.

    Raises FamilyError for a name that is not there, with the nearest ones, or a file that defines no family.
    """
    if name not in names():
        near = difflib.get_close_matches(name, names(), n=3)
        raise FamilyError(
            f"There is no family {name!r}. "
            + (f"Near it: {', '.join(near)}." if near else f"Known: {', '.join(names())}.")
        )
    found = getattr(import_module(f"{__name__}.{name}"), "family", None)
    if not isinstance(found, Family) or found.name != name:
        raise FamilyError(f"derivations/families/{name}.py must define `family`, a Family named {name!r}.")
    return found
