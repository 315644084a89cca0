"""The moments engine: the Fisher matrix of a family, by rule, with the route it took.

derive       recognise the law, expand scores and second derivatives, read the expectations from a table
integrate    the same by SymPy's integrator and summation: a fallback, to be limited by the caller
result       what a derivation says: matrix, route, forms, conditions, regularity, reasons
"""

from __future__ import annotations

from derivations.moments.derive import derive_fisher as derive_fisher
from derivations.moments.integrate import integrate_fisher as integrate_fisher
from derivations.moments.result import FisherResult as FisherResult
