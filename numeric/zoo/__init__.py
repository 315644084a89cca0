"""Losses of genuine statistical models, on which a Fisher matrix and a Hessian can differ.

Exponential families have H = I at the optimum whatever the data are, so they cannot reject a formula that
takes one for the other; the torus and the ancillary precision realise any pair.  Each file is one model.
"""

from importlib import import_module
from pkgutil import iter_modules

from numeric.zoo.specimen import Specimen


def specimens() -> tuple[Specimen, ...]:
    """The examples of every file in this folder, in the order of their names."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    found = (example for module in modules for example in getattr(module, "EXAMPLES", ()))
    return tuple(sorted(found, key=lambda example: example.name))
