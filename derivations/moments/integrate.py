"""The Fisher matrix by SymPy's integrator and summation: a fallback by name.

It may run for hours and is sometimes wrong: the caller gives it a process with a CPU limit, and confirms
what it returns.  No other function of this room calls it.
"""

from __future__ import annotations

import sympy as sp

from derivations.expectation import expectation_by_integration
from derivations.family import Family
from derivations.moments.derive import moving_ends, not_regular
from derivations.moments.result import FisherResult
from derivations.tidy import tidy


def integrate_fisher(family: Family) -> FisherResult:
    """E[s*s.T] entry by entry by sympy.integrate or sympy.summation; regularity is not decided.

    Raises NotClosedError if SymPy leaves an integral or a sum.
    """
    moving = moving_ends(family)
    if moving:
        return not_regular(f"The support {family.support} moves with {moving}.", "moving support")
    s, n = family.score(), family.dimension
    found = {(i, j): expectation_by_integration(s[i] * s[j], family) for i in range(n) for j in range(i, n)}
    matrix = sp.Matrix(n, n, lambda i, j: tidy(found[min(i, j), max(i, j)].value))
    said = "Integration was asked for the score form only."
    reasons = {"regular": said, "hessian_form": said}
    rule = ", ".join(sorted({e.rule for e in found.values()}))
    return FisherResult(matrix, rule, None, True, False, (), reasons)
