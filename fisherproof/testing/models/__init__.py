"""The families that come with the assertions, one file each, found by looking into this folder.

A file defines `family`, a Family whose name is that of the file, and may define `sums`, which takes a number of
observations to the Statistic that adds them up.  Each has a Fisher matrix that changes with the point, but for
`location`, whose constant one has unequal eigenvalues.
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from fisherproof.testing.errors import ContractError
from fisherproof.testing.parametric import Family


def names() -> tuple[str, ...]:
    """The names of all families, without importing any."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


@cache
def load(name: str) -> Family:
    """The family of that name.

    Raises ContractError for a name that is not there, with the nearest ones.

    >>> load("normal").domain
    'mu in R, sigma > 0'
    """
    if name not in names():
        near = difflib.get_close_matches(name, names(), n=3)
        known = f"Near it: {', '.join(near)}." if near else f"Known: {', '.join(names())}."
        raise ContractError(f"there is no family {name!r}. {known}")
    found = import_module(f"{__name__}.{name}").family
    assert isinstance(found, Family)
    return found
