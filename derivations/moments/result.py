"""What the derivation of a Fisher matrix found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sympy.logic.boolalg import Boolean


@dataclass(frozen=True)
class FisherResult:
    """The Fisher matrix of a family, and what is known about it.

    matrix        (n, n), or None where there is no closed form or the family is not regular.
    route         the changes of variable and the table of moments that gave it.
    regular       True: the support is fixed, the mean score is zero, the information finite, and either the
                  Hessian form agrees or the log-density is continuous with kinks.  False: one of these
                  fails.  None: not decided, for want of a closed form.
    score_form    whether E[s*s.T] was found and is the matrix.
    hessian_form  whether -E[d_i d_j log p], almost everywhere, was found and is proved equal to the matrix.
    conditions    on the parameters, beyond the domain, under which the expectations are finite and the
                  formula is defined.
    reasons       for `matrix`, `regular`, `score_form` and `hessian_form` where they are None or False.
    """

    matrix: Any
    route: str
    regular: bool | None
    score_form: bool
    hessian_form: bool
    conditions: tuple[Boolean, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
