"""Loss, entropy, free energy, and their rates along a velocity.

    loss         L(theta) = -E_data[log p_theta]
    entropy      S(theta) = -E_theta[log p_theta]
    free energy  F = L - T*S

With data from the model itself, at the same point, L = S and F = (1 - T)*S.  Energies are in nats, T is a
number.
Source: [CoverThomas2006] sec. 8.1; [MezardMontanari2009] sec. 2.2 (free energy of a Boltzmann law).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy import Expr

from derivations.charts import gradient
from derivations.divergence import cross_entropy, entropy
from derivations.expectation import NotClosedError, law_of
from derivations.family import Family, FamilyError
from derivations.laws import Gaussian
from derivations.tidy import tidy


def loss(family: Family, *, data: Sequence[Any]) -> Expr:
    """-E_data[log p_theta], with data from the family at a point of its own.

    data  the point of the data law: numbers or symbols, as many as parameters.

    Raises NotClosedError where no moment rule applies.
    """
    return cross_entropy(family, first=data, second=family.parameters)


def model_loss(family: Family) -> Expr:
    """-E_theta[log p_theta]: the loss where data come from the model at the same point; it is the entropy."""
    return cross_entropy(family, second=family.parameters)


def gaussian_data_loss(family: Family, *, data: Sequence[Any]) -> Expr:
    """The loss of a Gaussian location family under N(data, precision^-1), perhaps outside the model.

    data  the mean of the data, one value for each observation.

    Raises FamilyError for another number of values, NotClosedError where the covariance is not known.
    """
    law = law_of(family)
    if not isinstance(law, Gaussian) or law.C.free_symbols & set(family.parameters):
        raise NotClosedError(f"{family.name} is not a Gaussian family with a known covariance.")
    if len(data) != len(family.observations):
        raise FamilyError(
            f"{family.name} has {len(family.observations)} observations; got {len(data)} means."
        )
    outside = Gaussian(law.x, sp.Matrix(list(data)), law.C)
    return tidy(-outside.mean(family.log_density))


def free_energy(family: Family, temperature: Any, *, data: Sequence[Any] | None = None) -> Expr:
    """F = L - T*S.

    temperature  T, a number or a symbol.
    data         the point of the data law; the model itself if not given, and then F = (1 - T)*S.

    Raises NotClosedError where no moment rule applies.
    """
    energy = model_loss(family) if data is None else loss(family, data=data)
    return tidy(energy - sp.sympify(temperature) * entropy(family))


def rate(function: Any, family: Family, velocity: Sequence[Any]) -> Expr:
    """df/dt = grad f . velocity for parameters that move; (n, 1) against n components."""
    slope = gradient(function, family.parameters)
    return sp.Add(*(a * sp.sympify(b) for a, b in zip(slope, velocity, strict=True)))


def boltzmann(energies: Sequence[Any], temperature: Any) -> tuple[tuple[Expr, ...], Expr]:
    """The law exp(-E_i/T)/Z on finitely many states, and its free energy -T*log(Z), the least of E[E] - T*S.

    temperature  positive.
    """
    T = sp.sympify(temperature)
    weights = [sp.exp(-sp.sympify(e) / T) for e in energies]
    Z = sp.Add(*weights)
    return tuple(w / Z for w in weights), -T * sp.log(Z)


def finite_free_energy(probabilities: Sequence[Any], energies: Sequence[Any], temperature: Any) -> Expr:
    """E[E] - T*S of a law on finitely many states, S = -sum p*log(p)."""
    p, e = [sp.sympify(v) for v in probabilities], [sp.sympify(v) for v in energies]
    energy = sp.Add(*(a * b for a, b in zip(p, e, strict=True)))
    return energy + sp.sympify(temperature) * sp.Add(*(a * sp.log(a) for a in p))
