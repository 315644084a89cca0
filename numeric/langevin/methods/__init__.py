"""The methods, one file each, found by looking into this folder: there is no list to keep.

A method file defines `method`, a `numeric.langevin.kernel.Method` whose name is that of the file.
"""

from importlib import import_module
from pkgutil import iter_modules

from numeric.langevin.errors import MethodError
from numeric.langevin.kernel import Method


def names() -> tuple[str, ...]:
    """The names of all methods, without importing any."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def load(name: str) -> Method:
    """The method of that name.

    Raises MethodError for a name that is not there, or a file that defines no method of its name.
    """
    if name not in names():
        raise MethodError(f"there is no method {name!r}; there are {', '.join(names())}.")
    found = getattr(import_module(f"{__name__}.{name}"), "method", None)
    if not isinstance(found, Method) or found.name != name:
        raise MethodError(
            f"numeric/langevin/methods/{name}.py must define `method`, a Method named {name!r}."
        )
    return found
