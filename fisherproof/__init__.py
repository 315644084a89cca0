"""The door: public API, command line, runner and ledger.

>>> import fisherproof
>>> record = fisherproof.check("thermo.2.1.*", seed=7)  # doctest: +SKIP

Everything here loads when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fisherproof.checking import InterruptedRunError as InterruptedRunError
    from fisherproof.checking import Watch as Watch
    from fisherproof.checking import check as check
    from fisherproof.compare import Change as Change
    from fisherproof.compare import compare_records as compare_records
    from fisherproof.deriving import derive as derive
    from fisherproof.errors import FisherproofError as FisherproofError
    from fisherproof.limits import Limits as Limits
    from fisherproof.record import load_record as load_record
    from fisherproof.replay import replay_file as replay_file

_HOME = {
    "Change": "compare",
    "FisherproofError": "errors",
    "InterruptedRunError": "checking",
    "Limits": "limits",
    "Watch": "checking",
    "check": "checking",
    "compare_records": "compare",
    "derive": "deriving",
    "load_record": "record",
    "replay_file": "replay",
}

__all__ = [  # the names of _HOME, spelled out for readers and type checkers
    "Change",
    "FisherproofError",
    "InterruptedRunError",
    "Limits",
    "Watch",
    "check",
    "compare_records",
    "derive",
    "load_record",
    "replay_file",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib import metadata

        return metadata.version("fisherproof")
    if name in _HOME:
        return getattr(importlib.import_module(f"fisherproof.{_HOME[name]}"), name)
    raise AttributeError(f"module 'fisherproof' has no attribute '{name}'")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
