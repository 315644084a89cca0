"""The experiments, one file each, found by looking into this folder: there is no list to keep.

A file defines `run(*, seeds, size) -> Record`.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from numeric.experiments.errors import StudyError
from numeric.experiments.record import Record

Study = Callable[..., Record]


def names() -> tuple[str, ...]:
    """The names of all experiments, without importing any."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def load(name: str) -> Study:
    """The `run` of an experiment.

    Raises StudyError for a name that is not there, or a file that defines none.
    """
    if name not in names():
        raise StudyError(f"there is no experiment {name!r}; there are {', '.join(names())}.")
    found = getattr(import_module(f"{__name__}.{name}"), "run", None)
    if not callable(found):
        raise StudyError(f"numeric/experiments/studies/{name}.py must define `run`.")
    return found
