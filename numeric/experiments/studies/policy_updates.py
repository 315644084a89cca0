"""PPO against TRPO: what an update costs, and how far updates get.

Both improve log-linear policies of the same random processes from one batch for each update, of states and actions
drawn from the policy with the advantages of a perfect critic.  PPO's rate and TRPO's radius are tuned for the gain by
one rule, everything else is as their authors recommend.

    passes        products with the features in one update: counted, not timed
    gain          (J - J_0) / (J* - J_0) after a fixed number of updates

Source  Schulman et al., Proximal policy optimization algorithms, arXiv:1707.06347 (2017); Schulman et al., Trust
        region policy optimization, ICML (2015).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from numeric.arrays import Array
from numeric.experiments.contest import (
    Plan,
    arm,
    compare,
    compare_cpu,
    measure,
    outcome,
    plan_of,
    warnings_of,
)
from numeric.experiments.control import PolicyProblem, best_return, random_process
from numeric.experiments.descent import Method, descend
from numeric.experiments.record import (
    LEVEL,
    Arm,
    Comparison,
    Record,
    Size,
    Tuning,
    require_seeds,
    settings_of,
)
from numeric.experiments.scaling import seconds
from numeric.experiments.surrogates import ClippedUpdate, TrustRegionUpdate, batch_of, sampled_batch
from numeric.experiments.tuning import Grid, tune, tuning_seeds
from numeric.policies import LogLinear

QUESTION = "Is an update of PPO cheaper than one of TRPO, and does it get as far?"
PROBLEM = "random processes"
PPO, TRPO = "PPO", "TRPO"
METHODS = (Method(PPO, ClippedUpdate, 0.1), Method(TRPO, TrustRegionUpdate, 0.05))


@dataclass(frozen=True)
class Settings:
    """The processes.

    states, actions  of the process.
    features         P, fewer than states times actions: parameters are shared.
    draws            of states and actions in a batch.
    updates          after which the gain is taken.
    budget           of updates to the target.
    part             of the gain that is the target.
    """

    states: int
    actions: int
    features: int
    draws: int
    updates: int
    budget: int
    repeats: int
    part: float = 0.9
    discount: float = 0.9


SETTINGS = {
    Size.TINY: Settings(4, 2, 6, draws=30, updates=3, budget=15, repeats=1),
    Size.SMALL: Settings(15, 4, 40, draws=150, updates=15, budget=40, repeats=3),
    Size.FULL: Settings(60, 6, 250, draws=2000, updates=30, budget=100, repeats=5),
}


@dataclass(frozen=True, eq=False)
class UpdateProblem(PolicyProblem):
    """The same problem, measured as one batch.

    draws  of states and actions.
    seed   of the draws.
    """

    draws: int
    seed: int

    def measure(self, names: Iterable[str], theta: Array, step: int) -> dict[str, Any]:
        """One batch; the draws depend on the seed and the step alone."""
        assert isinstance(self.policy, LogLinear)
        exact = batch_of(self.process, self.policy, theta)
        rng = np.random.default_rng((self.seed, step))
        return {"batch": sampled_batch(exact, draws=self.draws, rng=rng)}


def run(*, seeds: Sequence[int], size: Size = Size.SMALL) -> Record:
    """The experiment; seeds are those measured.

    Raises SeedError, LevelError.
    """
    measured, s = require_seeds(seeds), SETTINGS[size]
    plan = plan_of(size, s.budget)
    tuners = tuning_seeds(measured, plan.tuners)
    trained, problems = ([problem_of(seed, s) for seed in group] for group in (tuners, measured))
    tunings = {m.name: _tuned(m, trained, tuners, s, plan.grid) for m in METHODS}
    rates = {name: tuning.chosen for name, tuning in tunings.items()}
    ppo, trpo = arms = tuple(_arm(m, tunings[m.name], problems, plan) for m in METHODS)
    gains = {m.name: [_gain(p, m, rates[m.name], s.updates) for p in problems] for m in METHODS}
    passes = {m.name: [_passes(p, m, rates[m.name]) for p in problems] for m in METHODS}
    costs = {m.name: [_seconds(p, m, rates[m.name], s.repeats) for p in problems] for m in METHODS}
    updates = f"gain after {s.updates} updates"
    return Record(
        "policy_updates",
        QUESTION,
        size,
        measured,
        LEVEL,
        settings_of(s),
        arms,
        (
            compare(ppo, trpo, plan),
            compare_cpu(ppo, trpo, plan),
            _ratio("passes of an update", passes),
            _ratio(updates, gains),
            replace(_ratio("cpu seconds of an update", costs), timed=True),
        ),
        (
            *(measure(f"{updates}, {name}", values) for name, values in gains.items()),
            *(measure(f"passes of an update, {name}", values) for name, values in passes.items()),
            *(
                measure(f"cpu seconds of an update, {name}", values, timed=True)
                for name, values in costs.items()
            ),
        ),
        remarks=warnings_of(arms),
    )


def problem_of(seed: int, s: Settings) -> UpdateProblem:
    """A random process, with random features that all states share."""
    process = random_process(seed, states=s.states, actions=s.actions, discount=s.discount)
    features = np.random.default_rng((seed, 1)).normal(size=(s.states, s.actions, s.features))
    policy = LogLinear(features / np.sqrt(s.features))
    return UpdateProblem(process, policy, np.zeros(s.features), s.part, s.draws, seed)


def _tuned(
    method: Method, problems: Sequence[UpdateProblem], seeds: tuple[int, ...], s: Settings, grid: Grid
) -> Tuning:
    """The rate with the largest gain on the process that is hardest for it; scores are what is left to gain."""

    def trial(rate: float, cap: float) -> tuple[float, float]:
        return 1 - min(_gain(problem, method, rate, s.updates) for problem in problems), 0.0

    return tune(trial, centre=method.centre, grid=grid, seeds=seeds)


def _arm(method: Method, tuning: Tuning, problems: Sequence[UpdateProblem], plan: Plan) -> Arm:
    runs = [descend(problem, method, tuning.chosen, budget=plan.budget) for problem in problems]
    return arm(PROBLEM, method.name, tuning, runs, [problem.target for problem in problems], plan)


def _gain(problem: UpdateProblem, method: Method, rate: float, updates: int) -> float:
    """(J - J_0) / (J* - J_0), without a target to stop at."""
    endless = replace(problem, part=1 + 1e-6)  # beyond the best return
    first = -problem.loss(problem.start)
    last = -descend(endless, method, rate, budget=updates).losses[-1]
    return (last - first) / (best_return(problem.process) - first)


def _passes(problem: UpdateProblem, method: Method, rate: float) -> float:
    optimizer = method.make(rate)
    batch = problem.measure((), problem.start, 0)["batch"]
    return float(optimizer.step(optimizer.init(problem.start), batch=batch)[1].notes["passes"])


def _seconds(problem: UpdateProblem, method: Method, rate: float, repeats: int) -> float:
    """Of the first update, its batch being given."""
    optimizer = method.make(rate)
    batch, state = problem.measure((), problem.start, 0)["batch"], optimizer.init(problem.start)
    return seconds(lambda: optimizer.step(state, batch=batch), repeats=repeats)


def _ratio(quantity: str, values: dict[str, list[float]]) -> Comparison:
    pairs = zip(values[PPO], values[TRPO], strict=True)
    ratio = measure(quantity, [ppo / trpo if trpo else np.inf for ppo, trpo in pairs]).middle
    return Comparison(PROBLEM, quantity, PPO, TRPO, ratio, outcome(ratio))
