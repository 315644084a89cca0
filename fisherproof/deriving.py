"""Portraits of families: what `fisherproof derive` prints, as one dict.

Each field is derived in a process of its own under limits: what is killed is None, with that reason, and the
others stand.  A Fisher matrix that a measurement contradicts is withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fisherproof.errors import FisherproofError
from fisherproof.limits import Limits
from fisherproof.process import Finished, Pool

ENGINE = "theorems.portraits.engine"
FIELDS = (
    "fisher",
    "fisher_route",
    "conditions",
    "regular",
    "hessian_form",
    "jeffreys",
    "jeffreys_proper",
    "jeffreys_constant",
    "kl",
    "kl_expansion",
    "renyi",
    "renyi_condition",
    "alpha_divergence",
    "natural",
    "amari_chentsov",
    "christoffel",
    "scalar_curvature",
    "geodesics",
    "distance",
    "fisher_at",
    "confirmed_digits",
)
FROM_METRIC = ("confirmed_digits", "jeffreys", "scalar_curvature", "geodesics", "distance")
OF_REGULAR = ("renyi", "natural", "amari_chentsov", "kl_expansion")
AFTERWARDS = ("jeffreys_constant", "christoffel")  # checks that need what those of the first round find
ORDERS = ("3", "4")
THIRD = "kl_expansion.3"
# Fields that a check gives besides its own name.
OF_CHECK = {
    "jeffreys": ("jeffreys", "jeffreys_proper"),
    "renyi": ("renyi", "renyi_condition", "alpha_divergence"),
    THIRD: (THIRD, "amari_chentsov"),
}
CPU, MEMORY = 20, 2048  # seconds and MiB for each field
DIGITS, MOST_DIGITS = 15, 1000
NOT_SMOOTH = "KL is not known to be smooth on the diagonal: -E[d_i d_j log p] is not the Fisher matrix."


def derive(
    density: str,
    *,
    variables: str | Iterable[str] = (),
    parameters: str | Iterable[str] = (),
    fixed: str | Iterable[str] = (),
    where: str | Iterable[str] = (),
    chart: str = "",
    at: str = "",
    digits: int = DIGITS,
    cpu: int = CPU,
) -> dict[str, Any]:
    """The information geometry of a family: a known one by name, or one given by its log-density.

    density     a name such as "weibull" or "normal.sd"; with variables, the text of a log-density.
    variables   declarations such as "x in (0, oo)", "x in {0..n}", "x in {0, 1}".
    parameters  declarations such as "k in (0, oo)"; their order is that of rows and columns.
    fixed       declarations of known symbols, such as "n in {1..oo}".
    where       conditions such as "x + y <= n".
    chart       new coordinates in terms of the parameters, such as "m, log(s)".
    at          a value for every parameter and fixed symbol, such as "k=1.3, l=0.7".
    digits      of the numbers at that point.
    cpu         seconds of CPU time for each field.

    Returns the fields of `FIELDS`; "seconds", the CPU time of the Fisher matrix, and "seconds_by_field"; the names of
    "parameters"; a "chart" if one was given; and "reasons" by field for each that is None, or for each part of one,
    as "kl_expansion.4".  Formulas are SymPy texts.
    Raises FisherproofError, with one line, for what cannot be read or is no density.

    >>> fisherproof.derive("poisson")["fisher"]  # doctest: +SKIP
    [['1/r']]
    """
    options = _options(density, _listed(variables), _listed(parameters), _listed(fixed), _listed(where))
    if not 1 <= digits <= MOST_DIGITS:
        raise FisherproofError(f"{digits} digits were asked for; 1 to {MOST_DIGITS} are given.")
    options |= {"chart": chart, "at": at, "digits": digits}
    with Pool(ENGINE, limits=Limits(cpu, MEMORY, 10.0 * cpu)) as pool:
        return _Portrait(pool, options).drawn()


def _listed(given: str | Iterable[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _options(
    density: str, variables: list[str], parameters: list[str], fixed: list[str], where: list[str]
) -> dict[str, Any]:
    declared = {"variables": variables, "parameters": parameters, "fixed": fixed, "where": where}
    if variables or parameters:
        return {"density": density, **declared}
    if fixed or where:
        raise FisherproofError(
            "fixed symbols and conditions belong to a density; give its variables as well."
        )
    return {"name": density}


def exit_code(portrait: Mapping[str, Any]) -> int:
    """0 where the Fisher matrix was derived and nothing contradicts it, else 1."""
    return int(portrait["fisher"] is None or portrait["regular"] is False)


class _Portrait:
    """A portrait while it is drawn: the pool that works on it, and what is known so far."""

    def __init__(self, pool: Pool, options: Mapping[str, Any]) -> None:
        self._pool = pool
        self._options = dict(options)
        self._values: dict[str, Any] = dict.fromkeys(FIELDS)
        self._reasons: dict[str, str] = {}
        self._seconds: dict[str, float] = {}
        self._about: dict[str, Any] = {}

    def drawn(self) -> dict[str, Any]:
        """Derive all fields and put them in one dict."""
        self._fisher()
        self._others()
        found = {name: self._values[name] for name in FIELDS}
        return found | {
            "seconds": self._seconds.get(self._options["source"], 0.0),
            "seconds_by_field": self._seconds,
            "parameters": self._about.get("names", []),
            **({"chart": self._about["chart"]} if self._about.get("chart") else {}),
            "reasons": self._missing_reasons(found),
        }

    def _missing_reasons(self, found: Mapping[str, Any]) -> dict[str, str]:
        """Why a field is None, and, named as in "natural.dual_potential_mean", a part of one."""
        parts = {n: why for n, why in self._reasons.items() if "." in n and found.get(n.split(".")[0])}
        return {n: self._reasons.get(n, "It was not derived.") for n in found if found[n] is None} | parts

    def _fisher(self) -> None:
        self._about = self._take(["fisher"])["fisher"]
        self._options["source"] = "fisher"
        if self._values["fisher"] is None and self._may_integrate():
            self._take(["integrated"])
            if self._values["fisher"] is not None:
                self._options["source"] = "integrated"
            elif "integrated" in self._reasons:
                self._reasons["fisher"] += f" By integration: {self._reasons['integrated']}"
        inferred = self._about.get("inferred", [])
        self._values["conditions"] = [*inferred, *(self._values["conditions"] or [])]
        self._options["matrix"] = self._values["fisher"]
        self._options["conditions"] = self._values["conditions"]

    def _may_integrate(self) -> bool:
        return self._values["regular"] is not False and not self._about.get("unsolved") and bool(self._about)

    def _others(self) -> None:
        at = ["fisher_at"] if self._options["at"] else []
        checks = ["kl", *at]
        if self._values["regular"] is False:
            self._missing([*OF_REGULAR, *FROM_METRIC], self._no_matrix("The family is not regular."))
        else:
            checks += ["renyi", "natural"]
            if not self._values["hessian_form"]:  # where it agrees, the third order of KL gives the tensor
                checks += ["amari_chentsov"]
            if self._values["fisher"] is not None:
                checks += FROM_METRIC
            else:
                self._missing(FROM_METRIC, self._no_matrix("There is no Fisher matrix."))
        if self._values["hessian_form"]:
            checks += [f"kl_expansion.{order}" for order in ORDERS]
        self._take(checks)
        if not at:
            self._reasons["fisher_at"] = "No point was given; --at gives one."
        self._expansion()
        disagrees = self._values.pop("disagrees", "")
        self._values.pop("points", None)
        if disagrees:
            self._withdraw(disagrees)
        else:
            self._afterwards()

    def _afterwards(self) -> None:
        """What needs a prior that is proper, and a tensor besides the matrix."""
        values, reasons, checks = self._values, self._reasons, []
        if values["jeffreys_proper"]:
            checks.append("jeffreys_constant")
        else:
            improper = "The prior is improper: its integral is infinite."
            self._missing(["jeffreys_constant"], reasons.get("jeffreys_proper", improper))
        without = next((n for n in ("amari_chentsov", "fisher") if values[n] is None), None)
        if without is None:
            self._options["amari_chentsov"] = values["amari_chentsov"]
            checks.append("christoffel")
        else:
            self._missing(["christoffel"], reasons.get(without, ""))
        self._take(checks)

    def _no_matrix(self, what: str) -> str:
        return f"{what} {self._reasons.get('fisher', '')}".strip()

    def _missing(self, checks: Sequence[str], why: str) -> None:
        for name in (n for check in checks for n in OF_CHECK.get(check, (check,))):
            self._values[name], self._reasons[name] = None, why

    def _expansion(self) -> None:
        """Put the orders of the expansion together; the second is the Fisher matrix."""
        if not self._values["hessian_form"]:
            undecided = self._values["hessian_form"] is None
            reason = (
                NOT_SMOOTH
                if not undecided
                else f"KL is not known to be smooth on the diagonal. {self._reasons['hessian_form']}"
            )
            reason = reason if self._values["fisher"] else self._reasons["fisher"]
            self._reasons.setdefault("kl_expansion", reason)
            return
        found = {order: self._values.pop(f"kl_expansion.{order}", None) for order in ORDERS}
        self._values["kl_expansion"] = {"2": self._values["fisher"], **found}

    def _withdraw(self, disagrees: str) -> None:
        """A matrix that is contradicted is not reported, nor anything that rests on it."""
        why = f"CONTRADICTION: what was derived is wrong, or what was measured is. {disagrees}. Please report this."
        names = ("fisher", "fisher_route", "hessian_form", "kl_expansion")
        self._missing([*FROM_METRIC, *AFTERWARDS, *names], why)
        if self._options["at"]:
            self._options["matrix"] = None
            self._take(["fisher_at"])

    def _take(self, checks: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Run checks at the same time and keep what they find.

        Raises FisherproofError where the request is refused, or a check fails by a fault of ours.
        """
        family = self._options.get("name") or "density"
        waiting = {self._pool.submit((family, check, "derive"), self._options): check for check in checks}
        answers: dict[str, dict[str, Any]] = {}
        while waiting:
            number, finished = self._pool.next()
            check = waiting.pop(number)
            answers[check] = self._keep(check, finished)
        return answers

    def _keep(self, check: str, finished: Finished) -> dict[str, Any]:
        (found,) = finished.evidence
        if "refused" in found:
            raise FisherproofError(found["refused"])
        if found.get("outcome") == "error":
            self._missing([check], f"A fault of fisherproof, please report it: {found['detail']}.")
            return {}
        if found.get("outcome") == "killed":
            self._missing([check], f"Stopped: {found['detail']}.")
            return {}
        self._seconds[check] = round(found["seconds"], 3)
        self._values |= found["values"]
        self._reasons |= found["reasons"]
        for name in OF_CHECK.get(check, ()):
            if name not in found["values"]:
                self._missing([name], found["reasons"][check])
        return found
