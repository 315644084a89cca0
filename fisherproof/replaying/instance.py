"""The instance of a certificate: exact numbers, polynomials and laws from its JSON."""

from __future__ import annotations

from functools import partial
from operator import mul
from typing import Any

import flint

from fisherproof.replaying.definitions import in_order
from fisherproof.replaying.interpreter import (
    Interpreter,
    RandomTable,
    Table,
    UnreadableError,
    determinant,
    fraction,
    single,
)
from fisherproof.replaying.jets import EXACT, MOST_POWER, Jet, NotDecidableError, is_zero

MOST_PARAMETERS = 8


def number(run: Interpreter, text: Any) -> Jet:
    """An exact number."""
    return run.number(flint.fmpq(*fraction(text)))


class Polynomial:
    """Σ c (x − base)^e, scalar or a column of such."""

    def __init__(self, base: list[Jet], components: list[list[tuple[list[int], Jet]]], scalar: bool) -> None:
        self.base, self.components, self.scalar = base, components, scalar
        self.positive = False  # the function is positive everywhere, though its polynomial need not be
        if any(len({tuple(e) for e, _ in component}) < len(component) for component in components):
            raise UnreadableError("a polynomial has two coefficients for one monomial.")

    def value(self, run: Interpreter, component: list[tuple[list[int], Jet]], at: Any) -> Jet:
        """One component at a column or a number."""
        entries = at.entries if isinstance(at, Table) else [at]
        shifts = [x - b for x, b in zip(entries, self.base, strict=True)]
        total = run.number(0)
        for exponents, coefficient in component:
            term = coefficient
            for shift, exponent in zip(shifts, exponents, strict=True):
                if not 0 <= exponent <= MOST_POWER:
                    raise UnreadableError(
                        f"the exponent {str(exponent)[:20]} of a polynomial is out of range."
                    )
                for _ in range(exponent):
                    term = term * shift
            total = total + term
        return total

    def __call__(self, run: Interpreter, at: Any) -> Any:
        """The value: a number, or a column.

        Raises NotDecidableError where a positive function's polynomial is not: it is not that function there.
        """
        values = [self.value(run, component, at) for component in self.components]
        if self.positive and not all(value.constant > 0 for value in values):
            raise NotDecidableError("a positive function is asked for where its polynomial is not positive.")
        return values[0] if self.scalar else Table([[value] for value in values], ("n", "1"))


class Field:
    """A square matrix of polynomials: a metric that depends on the point."""

    def __init__(self, rows: list[list[Polynomial]]) -> None:
        self.rows = rows

    def __call__(self, run: Interpreter, at: Any) -> Table:
        """The matrix at a column.

        Raises NotDecidableError where it is not positive definite: the metric is another matrix there.
        """
        found = [[entry(run, at) for entry in row] for row in self.rows]
        if not all(
            determinant(run, [row[:k] for row in found[:k]]).constant > 0 for k in range(1, len(found) + 1)
        ):
            raise NotDecidableError("a metric is asked for where its polynomials are not positive definite.")
        return Table(found, ("n", "n"))


class Finite:
    """A law on finitely many outcomes: `densities[k](run, parameter)`; `base` is where jets stand."""

    def __init__(self, densities: list[Any], base: list[Jet] | None = None) -> None:
        self.densities, self.base = densities, base

    def density(self, run: Interpreter, parameter: Any, outcome: int) -> Jet:
        """The probability of an outcome."""
        return self.densities[outcome](run, parameter)

    def mean(self, run: Interpreter, parameter: Any, body: Any) -> Any:
        """Σ p_k · body over outcomes of positive probability."""
        total: Any = None
        for k, density in enumerate(self.densities):
            weight = density(run, parameter)
            if all(is_zero(c) for c in weight.terms.values()):
                continue
            value = run.within(**{"@outcome": run.number(k), "@index": k})(body)
            part = value.each(partial(mul, weight)) if isinstance(value, Table) else weight * value
            total = part if total is None else plus(total, part)
        if total is None:
            raise UnreadableError("a law gives every outcome probability zero.")
        return total


def plus(a: Any, b: Any) -> Any:
    """The sum of two values of one shape."""
    if isinstance(a, Table):
        pairs = zip(a.rows, b.rows, strict=True)
        return Table([[x + y for x, y in zip(r, s, strict=True)] for r, s in pairs], a.dims)
    return a + b


class Interval:
    """A law with a density on a bounded interval, integrated rigorously coefficient by coefficient."""

    def __init__(self, names: list[str], density: Any, ends: list[Any]) -> None:
        self.names, self.term, self.ends = names, density, ends

    def bound(self, run: Interpreter, parameter: Any) -> Interpreter:
        """The parameter's coordinates under the law's own names."""
        return run.within(**dict(zip(self.names, parameter.entries, strict=True)))

    def density(self, run: Interpreter, parameter: Any, outcome: Any) -> Jet:
        """The density at an outcome of the law in force.

        Raises NotDecidableError where that law's outcomes may lie outside of this density's own interval.
        """
        inner = self.bound(run, parameter)
        if "@interval" in run.symbols:
            low, high = run.symbols["@interval"]
            own = [single(inner(end)) for end in self.ends]
            if not (never_negative(run.number(low) - own[0]) and never_negative(own[1] - run.number(high))):
                raise NotDecidableError(
                    "a density is asked for outside of its own interval, where it is zero."
                )
        return single(inner.within(**{"@outcome": outcome})(self.term))

    def mean(self, run: Interpreter, parameter: Any, body: Any) -> Any:
        """∫ density · body."""
        inner = self.bound(run, parameter)
        exact = [single(inner(end)).constant for end in self.ends]
        low, high = (flint.arb(end) for end in exact)

        def integrand(z: Any, analytic: bool) -> Any:
            at = run.within(**{"@outcome": run.number(z), "@interval": exact})
            at.symbols.pop("@index", None)
            at.analytic = analytic
            weight = self.density(at, parameter, run.number(z))
            value = at(body)
            return value.each(lambda x: weight * x) if isinstance(value, Table) else weight * value

        sample = integrand(flint.acb((low * 3 + high * 2) / 5), False)

        def enclose(row: int, column: int, monomial: Any) -> Any:
            def coefficient(z: Any, analytic: bool) -> Any:
                value = integrand(z, analytic)
                jet = value.rows[row][column] if isinstance(value, Table) else value
                return flint.acb(jet.terms.get(monomial, flint.fmpq(0)))

            return flint.acb.integral(coefficient, flint.acb(low), flint.acb(high)).real

        if not isinstance(sample, Table):
            return Jet({m: enclose(0, 0, m) for m in sample.terms}, run.last)
        rows = [
            [Jet({m: enclose(i, j, m) for m in jet.terms}, run.last) for j, jet in enumerate(row)]
            for i, row in enumerate(sample.rows)
        ]
        return Table(rows, sample.dims)


def never_negative(gap: Jet) -> bool:
    """Whether a jet is zero, or its leading term in t is positive; ε-parts move by infinitesimals only."""
    plain = [(k, c) for (k, epsilons), c in gap.terms.items() if not epsilons and not is_zero(c)]
    return not plain or bool(min(plain, key=lambda part: part[0])[1] > 0)


def read_polynomial(run: Interpreter, data: Any, base: str) -> Polynomial:
    """A jet or a column of jets."""
    value = run.symbol(base)
    entries = value.entries if isinstance(value, Table) else [value]
    components = [[(list(e), number(run, c)) for e, c in component] for component in data["components"]]
    return Polynomial(entries, components, bool(data["scalar"]))


def read_value(run: Interpreter, datum: Any) -> Any:
    """One symbol of the instance.

    Raises UnreadableError for a datum of unknown kind.
    """
    if not (isinstance(datum, dict) and len(datum) == 1):
        raise UnreadableError("a datum is an object with one key, its kind.")
    ((kind, data),) = datum.items()
    if kind == "number":
        return number(run, data)
    if kind == "column":
        return Table([[number(run, x)] for x in data], ("n", "1"))
    if kind == "matrix":
        return Table([[number(run, x) for x in row] for row in data], ("n", "n"))
    if kind == "oblong":
        return sized(run, [[number(run, x) for x in row] for row in data["rows"]], tuple(data["dims"]))
    if kind == "random":
        columns = [[[number(run, x)] for x in column] for column in data["columns"]]
        return RandomTable([sized(run, column, (data["dim"], "1")) for column in columns])
    if kind == "polynomial":
        return read_polynomial(run, data, data["base"])
    if kind == "field":
        table = [
            [{"base": data["base"], "components": [jet], "scalar": True} for jet in row]
            for row in data["rows"]
        ]
        return Field([[read_polynomial(run, entry, data["base"]) for entry in row] for row in table])
    if kind == "law":
        weights = [number(run, x) for x in data]
        return Finite([lambda _run, _parameter, w=w: w for w in weights])
    if kind == "model":
        parts = [{"components": [component], "scalar": True} for component in data["probabilities"]]
        functions = [read_polynomial(run, part, data["base"]) for part in parts]
        return Finite(functions, functions[0].base)
    if kind == "finite":
        return Finite([explicit(data["parameter"], term) for term in data["probabilities"]])
    if kind == "interval":
        return Interval(data["parameter"], data["density"], data["ends"])
    raise UnreadableError(f"unknown kind of datum {str(kind)[:40]!r}.")


def sized(run: Interpreter, rows: list[list[Jet]], dims: tuple[str, str]) -> Table:
    """A matrix whose dimensions have the lengths that their names say.

    Raises UnreadableError where they have not.
    """
    height, width = (1 if dim == "1" else run.size(dim) for dim in dims)
    if len(rows) != height or any(len(row) != width for row in rows):
        raise UnreadableError(f"a matrix said to be {dims[0][:20]}×{dims[1][:20]} has another shape.")
    return Table(rows, dims)


def explicit(names: list[str], term: Any) -> Any:
    """A probability given as a term in the parameter's coordinates."""

    def density(run: Interpreter, parameter: Any) -> Jet:
        values = dict(zip(names, parameter.entries, strict=True))
        return single(run.within(**values)(term))

    return density


def interpreter(certificate: Any, last: int = EXACT) -> Interpreter:
    """An interpreter at the certificate's instance; points come before the functions that refer to them."""
    n = certificate["n"]
    if not (isinstance(n, int) and 1 <= n <= MOST_PARAMETERS):
        raise UnreadableError(f"n = {str(n)[:20]} is not a number of parameters from 1 to {MOST_PARAMETERS}.")
    settled = {"@families": certificate.get("families", {}), "@dims": certificate.get("dims", {})}
    run = Interpreter(settled, n, last)
    data = certificate["instance"]
    late = ("polynomial", "model", "field")
    for name in sorted(data, key=lambda key: any(kind in late for kind in data[key])):
        run.symbols[name] = read_value(run, data[name])
    check_kinds(certificate, run)
    for name, body in in_order(certificate["definitions"]):
        run.symbols[name] = run(body)
    return run


def check_kinds(certificate: Any, run: Interpreter) -> None:
    """Check that numbers, metrics, laws and charts are of the kinds the certificate says they are.

    Raises NotDecidableError for one that is not: the instance then lies outside of the statement's setting.
    """
    for name, kind in certificate["kinds"].items():
        value = run.symbol(name)
        word, _, target = str(kind).partition(" ")
        if word not in KINDS:
            raise UnreadableError(f"{name} is said to be of the unknown kind {word[:40]!r}.")
        if not of_kind(value, word, run):
            raise NotDecidableError(f"{name} is not {KINDS[word]}, as the setting asks.")
        if target and not meets(value, run.symbol(target), run):
            raise NotDecidableError(f"{name} does not take its base point to {target}, as the setting asks.")
        if word in ("schedule", "law"):
            keep_positive(value.densities if word == "law" else [value])


def keep_positive(functions: list[Any]) -> None:
    """Mark the polynomials among some functions as standing for functions that are positive everywhere."""
    for function in functions:
        if isinstance(function, Polynomial):
            function.positive = True


KINDS = {
    "positive": "a positive number",
    "natural": "a whole number from 1 on",
    "metric": "a symmetric positive definite matrix",
    "invertible": "an invertible matrix",
    "field": "a metric that is symmetric everywhere and positive definite at its base point",
    "critical": "a function with a critical point at its base",
    "schedule": "a function that is positive at its base point",
    "law": "a law with positive probabilities that add up to one",
    "chart": "a chart with an invertible Jacobian",
}


def of_kind(value: Any, kind: str, run: Interpreter) -> bool:
    """Whether a value is of a kind, decided exactly."""
    if kind == "positive":
        return bool(value.constant > 0)
    if kind == "natural":
        return bool(value.constant > 0 and value.constant.q == 1)
    if kind == "critical":
        (component,) = value.components
        return all(linear_coefficient(component, j, run).constant == 0 for j in range(run.n))
    if kind == "schedule":
        return bool(value(run, value.base[0]).constant > 0)
    if kind == "field":
        base = value.rows[0][0].base
        there = value(run, Table([[x] for x in base], ("n", "1"))).rows
        mirrored = all(
            as_dict(value.rows[i][j]) == as_dict(value.rows[j][i]) for i in range(run.n) for j in range(i)
        )
        return mirrored and positive_definite(there, run)
    if kind == "law":
        at = Table([[x] for x in value.base], ("n", "1")) if value.base else None
        masses = [density(run, at).constant for density in value.densities]
        return all(m > 0 for m in masses) and sum(masses) == 1
    if kind == "chart":
        slopes = [[linear_coefficient(c, j, run) for j in range(run.n)] for c in value.components]
        return bool(determinant(run, slopes).constant != 0)
    rows = value.rows
    if kind == "invertible":
        return bool(determinant(run, rows).constant != 0)
    return positive_definite(rows, run)


def as_dict(entry: Polynomial) -> dict[tuple[int, ...], Any]:
    """The coefficients of a polynomial by exponents."""
    (component,) = entry.components
    return {tuple(exponents): coefficient.constant for exponents, coefficient in component}


def positive_definite(rows: list[list[Jet]], run: Interpreter) -> bool:
    """Whether a matrix of rationals is symmetric and its leading minors are positive."""
    n = len(rows)
    symmetric = all((rows[i][j] - rows[j][i]).constant == 0 for i in range(n) for j in range(i))
    leading = ([row[:k] for row in rows[:k]] for k in range(1, n + 1))
    return symmetric and all(determinant(run, minor).constant > 0 for minor in leading)


def meets(chart: Polynomial, target: Table, run: Interpreter) -> bool:
    """Whether a chart takes its base point to a given point."""
    there = chart(run, Table([[x] for x in chart.base], ("n", "1")))
    return all((x - y).constant == 0 for x, y in zip(there.entries, target.entries, strict=True))


def linear_coefficient(component: list[tuple[list[int], Jet]], j: int, run: Interpreter) -> Jet:
    """The coefficient of the j-th coordinate's shift."""
    for exponents, coefficient in component:
        if sum(exponents) == 1 and exponents[j] == 1:
            return coefficient
    return run.number(0)
