"""The word of capability claims."""

from __future__ import annotations

import re

from theorems.term import Term

NAME = re.compile(r"[a-z][a-z0-9_]*")


def demonstrates(name: str) -> Term:
    """The demonstration of that name is accepted, and tells its broken variants.

    name  of a module of `theorems.demonstrations.acceptance`.
    Raises ValueError for what cannot be the name of a module.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} names no demonstration: write a module's name, such as 'kfac'.")
    return Term("demonstrates", name=name)
