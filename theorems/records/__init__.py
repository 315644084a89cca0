"""The published record: facts with their sources, one file for each subject, found by looking.

Each file binds `FACTS`, a tuple of facts. A fact says what it is about, what is so, which work says it and
where, and how that is known: `read` with the place where it was read, or `recalled`. Facts only: no
sentence of a source stands here. What is only recalled decides nothing.

Years are those of the editions of a work: of the preprint, of the proceedings or journal, of a translation.
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

from theorems.literature.fact import Fact


@lru_cache(maxsize=1)
def facts() -> tuple[Fact, ...]:
    """Every fact of every file, files in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(fact for name in names for fact in import_module(f"{__name__}.{name}").FACTS)
