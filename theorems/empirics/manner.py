"""How empirical claims are examined: one route, `experiment`, which runs the study and reads its intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from math import floor, log2
from typing import Any

from numeric.experiments import Comparison, Record, Size, load
from numeric.experiments import Outcome as Told
from numeric.experiments.intervals import Interval
from theorems.empirics.words import BOUNDS, Asserted, asserted
from theorems.evidence import Evidence, Known, Outcome
from theorems.manners import Question
from theorems.verdict import Finding

Row = dict[str, Any]
ROUTE = "experiment"
REQUIRED = "the interval of the median over all seeds lies where the claim says"
NEAR_MISSES = "no opposite finding supported by the same runs"
FORMS = {Told.LESS: "less", Told.SAME: "as much", Told.MORE: "more"}
SEEDS = {"quick": 10, "default": 10, "deep": 20}
SIZES = {"quick": Size.SMALL, "default": Size.SMALL, "deep": Size.FULL}


def routes(profile: str) -> tuple[str, ...]:
    """The study is run in every profile but the quick one."""
    return () if profile == "quick" else (ROUTE,)


def examine(question: Question) -> list[Row]:
    """The evidence on one statement, a row for each finding."""
    return [evidence(question, one) for one in asserted(question.states)]


def evidence(question: Question, one: Asserted) -> Row:
    """What the runs say of one finding, with the numbers it rests on."""
    record = studied(one.study, int(question.options["seed"]), str(question.options["profile"]))
    outcome, observed, numbers = judged(one, record)
    return Evidence(
        question.subject,
        ROUTE,
        outcome,
        Known.NOT_REJECTED if outcome is not Outcome.UNDECIDED else None,
        REQUIRED,
        f"asserted: {one.sentence}; {observed}",
        f"{record.question} {len(record.seeds)} seeds, intervals of level {record.level:g}. "
        f"{' '.join(record.remarks)} Code: numeric/experiments/studies/{one.study}.py.",
        {"finding": one.sentence, "numbers": numbers},
    ).record()


@cache
def studied(study: str, seed: int, profile: str) -> Record:
    """The record of a study, run once for all findings of it; seeds follow from the run's own."""
    first = 1000 * seed
    return load(study)(seeds=tuple(range(first, first + SEEDS[profile])), size=SIZES[profile])


def judged(one: Asserted, record: Record) -> tuple[Outcome, str, dict[str, Any]]:
    """The outcome of one finding, in words and in numbers.

    Times differ from run to run, so of a ratio of times only the power of two that it passes for certain is told.
    Raises KeyError, which names what the study does not compare or measure.
    """
    if one.form in BOUNDS:
        assert one.bound is not None
        return bounded(one, record.measured(one.where[0]).middle, record.measured(one.where[0]).timed)
    found = compared(record, *one.where)
    told = Outcome.SUPPORTS if FORMS.get(found.outcome) == one.form else Outcome.REFUTES
    if found.outcome is Told.INCONCLUSIVE:
        told = Outcome.UNDECIDED
    return (
        told,
        f"{found.outcome.value} {spoken(found.ratio, found.timed)}",
        numbers_of(found.ratio, found.timed),
    )


def compared(record: Record, problem: str, quantity: str, first: str, second: str) -> Comparison:
    """The comparison of two methods; of several problems or quantities that fit, the last, which is the largest.

    problem   its name, or "" for any.
    quantity  its name, or the first words of it: some names hold a size of the study.
    Raises KeyError.
    """
    pairs = [
        found
        for found in record.comparisons
        if problem in ("", found.problem) and (found.first, found.second) == (first, second)
    ]
    exact = [found for found in pairs if found.quantity == quantity]
    fitting = exact or [found for found in pairs if found.quantity.startswith(f"{quantity} ")]
    if not fitting:
        raise KeyError(f"{quantity} of {first} against {second} on {problem or 'any problem'}")
    return fitting[-1]


def bounded(one: Asserted, interval: Interval, timed: bool) -> tuple[Outcome, str, dict[str, Any]]:
    """The outcome of a bound on a measured quantity."""
    bound = float(one.bound or 0)
    under, over = interval.high < bound, interval.low > bound
    holds, fails = (under, over) if one.form == "below" else (over, under)
    outcome = Outcome.SUPPORTS if holds else Outcome.REFUTES if fails else Outcome.UNDECIDED
    return outcome, f"the median {spoken(interval, timed)}", numbers_of(interval, timed)


def spoken(interval: Interval, timed: bool) -> str:
    """An interval in words."""
    if not timed:
        return f"is {interval.estimate:.3g}, within [{interval.low:.3g}, {interval.high:.3g}]"
    if interval.high < 1:
        return f"Of times the ratio is below 1/{2 ** floor(-log2(interval.high))}"
    if interval.low > 1:
        return f"Of times the ratio is above {2 ** floor(log2(interval.low))}"
    return "Of times the ratio has no certain side of 1"


def numbers_of(interval: Interval, timed: bool) -> dict[str, Any]:
    """An interval as JSON-ready data; of times nothing, since they differ from run to run."""
    if timed:
        return {}
    return {name: _number(getattr(interval, name)) for name in ("low", "estimate", "high")}


def trials(question: Question) -> list[Any]:
    """The fates of opposite findings, which the same runs must not support: the test of the reading itself."""
    from theorems.trials import Trial

    fates = []
    for one in asserted(question.states):
        record = studied(one.study, int(question.options["seed"]), str(question.options["profile"]))
        for operator, wrong in opposites(one):
            try:
                outcome, observed, _ = judged(wrong, record)
            except KeyError as error:
                outcome, observed = Outcome.UNDECIDED, f"the study has no {error}"
            fate = "survived" if outcome is Outcome.SUPPORTS else "rejected"
            fates.append(Trial(operator, wrong.sentence, fate, observed))
    return fates


def opposites(one: Asserted) -> Iterable[tuple[str, Asserted]]:
    """What cannot be found in the same runs: the other side, the other relation, a bound far off."""
    if one.form in BOUNDS:
        other = "above" if one.form == "below" else "below"
        yield "the other side", one._replace(form=other)
        assert one.bound is not None
        if one.bound > 0:
            far = one.bound / 1000 if one.form == "below" else one.bound * 1000
            yield "a bound far off", one._replace(bound=far)
        return
    for form in FORMS.values():
        if form != one.form:
            yield "another relation", one._replace(form=form)


def find(rows: Iterable[Mapping[str, Any]]) -> Finding:
    """Contradicted if one finding is, supported if all are, else undecided."""
    asked = [row for row in rows if row["route"] == ROUTE]
    stopped = [row for row in asked if row["outcome"] in ("killed", "error")]
    against = [row for row in asked if row["outcome"] == "refutes"]
    open_ = [row for row in asked if row["outcome"] == "undecided"]
    if against:
        return Finding("contradicted", "not-rejected", reason="; ".join(row["observed"] for row in against))
    if stopped:
        return Finding("undecided", reason=f"{ROUTE}: {stopped[0]['detail']}")
    if open_:
        return Finding(
            "undecided", reason="the runs cannot tell: " + "; ".join(row["observed"] for row in open_)
        )
    if not asked:
        return Finding("undecided", reason="no experiment was run: ask for the default profile")
    return Finding("supported", "not-rejected")


def _number(value: float) -> float | str:
    return float(f"{value:.6g}") if abs(value) < float("inf") else str(value)
