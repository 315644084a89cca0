"""The families, one file each, found by looking into this folder: there is no list to keep.

A family file defines `family`, a `derivations.family.Family` whose name is that of the file, and may define
`variants`, families by other parameters: {"sd": ...} in normal.py has the name "normal.sd".
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from derivations.family import Family, FamilyError


def names() -> tuple[str, ...]:
    """The names of all family files, without importing any."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def every() -> tuple[str, ...]:
    """The names of all families, variants after the family of their file; imports all of them."""
    return tuple(name for file in names() for name in (file, *(f"{file}.{word}" for word in _variants(file))))


@cache
def load(name: str) -> Family:
    """The family of that name, "normal", or of that variant, "normal.sd".

    Raises FamilyError for a name that is not there, with the nearest ones, or a file that defines no family.
    """
    file, _, word = name.partition(".")
    if file not in names():
        near = difflib.get_close_matches(file, names(), n=3)
        raise FamilyError(
            f"There is no family {name!r}. "
            + (f"Near it: {', '.join(near)}." if near else f"Known: {', '.join(names())}.")
        )
    if word and word not in _variants(file):
        known = ", ".join(f"{file}.{v}" for v in _variants(file)) or "none"
        raise FamilyError(f"There is no family {name!r}. Variants of {file}: {known}.")
    module = import_module(f"{__name__}.{file}")
    found = module.variants[word] if word else getattr(module, "family", None)
    if not isinstance(found, Family) or found.name != name:
        raise FamilyError(f"derivations/families/{file}.py must define `family`, a Family named {file!r}.")
    return found


def _variants(file: str) -> tuple[str, ...]:
    return tuple(getattr(import_module(f"{__name__}.{file}"), "variants", ()))
