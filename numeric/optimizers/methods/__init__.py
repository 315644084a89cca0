"""The optimizers, one file each, found by looking into this folder: there is no list to keep.

A method file defines `optimizer`, the class whose instances obey the contract in `numeric.optimizers`.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from numeric.optimizers.errors import MethodError


def names() -> tuple[str, ...]:
    """The names of all optimizers, without importing any."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def load(name: str) -> type[Any]:
    """The optimizer of that name.

    Raises MethodError for a name that is not there, or a file that defines no optimizer.
    """
    if name not in names():
        raise MethodError(f"there is no optimizer {name!r}; there are {', '.join(names())}.")
    found = getattr(import_module(f"{__name__}.{name}"), "optimizer", None)
    if not isinstance(found, type):
        raise MethodError(f"numeric/optimizers/methods/{name}.py must define `optimizer`, a class.")
    return found
