"""Christoffel symbols and geodesics in a portrait, both for at most three parameters, where a reader can use them."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy import Symbol

from derivations.geometry.connections import alpha_connection, levi_civita
from derivations.tidy import tidy
from theorems.portraits.findings import Findings, free_name, nothing, text, texts
from theorems.portraits.subject import Subject

MOST = 3  # parameters: four have 40 different symbols, each a page
TOO_MANY = f"The family has {{}} parameters; symbols are written out for at most {MOST}."


def christoffel(subject: Subject, matrix: Any, cubic: Any) -> Findings:
    """Gamma_ij,k of the alpha-connection, of the first kind, nested [i][j][k], with a symbol alpha.

    cubic  the Amari-Chentsov tensor, nested.
    """
    x = subject.family.parameters
    if len(x) > MOST:
        return nothing(("christoffel",), TOO_MANY.format(len(x)))
    alpha = Symbol(free_name("alpha", {d.symbol.name for d in subject.declared}), real=True)
    return Findings({"christoffel": texts(alpha_connection(matrix, x, cubic, alpha=alpha).first)})


def geodesics(subject: Subject, matrix: Any) -> Findings:
    """x_k'' = -sum_ij Gamma_ij^k*x_i'*x_j' of Levi-Civita's connection, by parameter; velocities are x_dot."""
    x = subject.family.parameters
    if len(x) > MOST:
        return nothing(("geodesics",), TOO_MANY.format(len(x)))
    taken = {d.symbol.name for d in subject.declared}
    v = [Symbol(free_name(f"{p.name}_dot", taken), real=True) for p in x]
    second, n = levi_civita(matrix, x).second, range(len(x))
    forces = (-sp.Add(*(second[i][j][k] * v[i] * v[j] for i in n for j in n)) for k in n)
    return Findings({"geodesics": {p.name: text(tidy(f)) for p, f in zip(x, forces, strict=True)}})
