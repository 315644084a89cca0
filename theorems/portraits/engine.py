"""Each field of a portrait as a check of its own, so that a slow one is ended without the others.

The interface is that which the process pool asks for: `Check`, `run_check`, `PRELOAD`.  What one check needs of
another, the Fisher matrix and the conditions on it, travels in the options as the texts that are reported, so that
what is confirmed is what is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from time import process_time
from typing import Any, NamedTuple

import sympy as sp
from sympy import Symbol

from derivations.expectation import law_of
from derivations.geometry.errors import GeometryError
from derivations.geometry.score_tensors import amari_chentsov as cubic_tensor
from derivations.laws import NotClosedError
from derivations.moments import derive_fisher
from derivations.text import TextError, read_condition, read_expression
from theorems.portraits import curves, fields, metric
from theorems.portraits.findings import Findings, text
from theorems.portraits.request import InputError, from_options
from theorems.portraits.subject import Subject, subject_of

PRELOAD = ("scipy.special",)


class Check(NamedTuple):
    """One field of one portrait.

    claim    the family, for messages.
    subject  the field.
    route    always "derive".
    """

    claim: str
    subject: str
    route: str


def run_check(check: Check, options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Derive one field.

    options  those of a request, and "matrix" where there is one.

    Returns one dict: "refused" with a line for the user, or "values", "reasons", "seconds".
    """
    try:
        request = from_options(options)
        subject = subject_of(request)
        if check.subject == "fisher" and request.density:
            metric.normalised(subject)
        began = process_time()
        found = _field(check.subject, subject, options)
    except InputError as error:
        return [{"refused": str(error)}]
    except (NotClosedError, GeometryError) as error:
        found = Findings({check.subject: None}, {check.subject: str(error)})
    except NotImplementedError as error:  # a limit or a series that SymPy does not know
        found = Findings(
            {check.subject: None}, {check.subject: f"SymPy gives up: {' '.join(str(error).split())}"}
        )
    answer = {"values": found.values, "reasons": found.reasons, "seconds": process_time() - began}
    if check.subject in {"fisher", "integrated"}:
        answer |= {
            "names": [p.name for p in subject.family.parameters],
            "chart": {} if subject.charted is None else _chart(subject),
            "inferred": [str(c) for c in subject.inferred],
            "unsolved": subject.family.unsolved,
        }
    return [answer]


def _field(name: str, subject: Subject, options: Mapping[str, Any]) -> Findings:
    matrix = _matrix(subject, options)
    if name in fields.FROM_METRIC:
        return fields.FROM_METRIC[name](subject, matrix)
    if name in fields.FROM_DENSITY:
        return fields.FROM_DENSITY[name](subject)
    others = {
        "fisher": partial(metric.fisher, subject),
        "integrated": partial(metric.integrated, subject),
        "confirmed_digits": partial(_confirmed, subject, matrix, options),
        "kl_expansion.3": partial(fields.third_order, subject, matrix),
        "kl_expansion.4": partial(fields.fourth_order, subject),
        "christoffel": partial(_christoffel, subject, matrix, options),
        "fisher_at": partial(_fisher_at, subject, matrix, options),
    }
    return others[name]()


def _matrix(subject: Subject, options: Mapping[str, Any]) -> Any:
    """The matrix of an earlier check: read from its texts, or derived again where the notation lacks a function."""
    rows = options.get("matrix")
    if rows is None:
        return None
    try:
        return sp.Matrix(_read(rows, subject))
    except TextError:
        again = metric.integrated if options.get("source") == "integrated" else metric.fisher
        return again(subject).matrix


def _christoffel(subject: Subject, matrix: Any, options: Mapping[str, Any]) -> Findings:
    """With the tensor of an earlier check, read or derived again as the matrix is."""
    try:
        cubic = _read(options["amari_chentsov"], subject)
    except TextError:
        family = subject.family
        cubic = cubic_tensor(family.log_density, family.parameters, law_of(family).mean)
    return curves.christoffel(subject, matrix, cubic)


def _read(nested: Any, subject: Subject) -> Any:
    if isinstance(nested, list):
        return [_read(part, subject) for part in nested]
    return read_expression(nested, _names(subject))


def _confirmed(subject: Subject, matrix: Any, options: Mapping[str, Any]) -> Findings:
    return metric.confirmed(subject, matrix, _conditions(subject, options))


def _fisher_at(subject: Subject, matrix: Any, options: Mapping[str, Any]) -> Findings:
    needed = [] if matrix is None else _conditions(subject, options)
    return fields.fisher_at(subject, matrix, int(options.get("digits", 15)), needed)


def _conditions(subject: Subject, options: Mapping[str, Any]) -> list[Any]:
    """The conditions of an earlier check, read or derived again as the matrix is."""
    try:
        return [read_condition(c, _names(subject)) for c in options["conditions"]]
    except TextError:
        return list(derive_fisher(subject.family).conditions)


def _names(subject: Subject) -> dict[str, Symbol]:
    return {d.symbol.name: d.symbol for d in subject.declared}


def _chart(subject: Subject) -> dict[str, str]:
    moved = subject.charted
    assert moved is not None
    pairs = zip(moved.family.parameters, moved.forms, strict=True)
    return {y.name: text(form) for y, form in pairs if y != form}
