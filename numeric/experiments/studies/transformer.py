"""Natural gradients on a small transformer: one block, one head, learning to look up a marked token.

    input   T places, each a token and a mark that one of them carries, and the position; label: the marked token
    model   dense, attention block with layer normalization, mean over places, dense, softmax

    K-FAC, expand and reduce    the two ways to treat weights that are shared over places
    natural gradient            the whole Fisher matrix with damping: attention makes it singular along key biases

What it says of models a million times larger is nothing more than that.

Source  Eschenhagen, Immer, Turner, Schneider and Hennig, Kronecker-factored approximate curvature for modern neural
        network architectures, NeurIPS 36 (2023), arXiv:2311.00636 (expand, reduce).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from numeric.experiments.contest import compare, compare_cpu, contest, plan_of, warnings_of
from numeric.experiments.methods import adam, damped, kfac, momentum
from numeric.experiments.network_problem import NetworkProblem
from numeric.experiments.record import LEVEL, Record, Size, require_seeds, settings_of
from numeric.experiments.tasks import drawn_weights
from numeric.networks import TANH, Attention, Categorical, Dense, LayerNorm, Mean, Network, transformer_block

QUESTION = "Does curvature by layers, or in whole, train a small transformer in fewer steps than Adam?"
PROBLEM = "transformer"


@dataclass(frozen=True)
class Settings:
    """The model and its data.

    tokens   different ones, which are the classes.
    places   T.
    width    of the residual stream.
    count    sequences.
    part     the target, in parts of log(tokens).
    damping  lambda, the same for all natural methods.
    budget   of steps.
    """

    tokens: int
    places: int
    width: int
    count: int
    budget: int
    part: float = 0.6
    damping: float = 0.1


SETTINGS = {
    Size.TINY: Settings(tokens=2, places=2, width=2, count=10, budget=4),
    Size.SMALL: Settings(tokens=3, places=3, width=4, count=24, budget=40),
    Size.FULL: Settings(tokens=4, places=4, width=6, count=80, budget=100),
}


def run(*, seeds: Sequence[int], size: Size = Size.SMALL) -> Record:
    """The experiment; seeds are those measured.

    Raises SeedError, LevelError.
    """
    measured, s = require_seeds(seeds), SETTINGS[size]
    plan = plan_of(size, s.budget, tuners=2)
    shapes = problem_of(measured[0], s).network.shapes
    expanded = replace(kfac(shapes, s.damping), name="K-FAC, expand")
    reduced = replace(
        kfac(shapes, s.damping),
        name="K-FAC, reduce",
        measured={"input_moment": "reduced_input_moment", "output_moment": "reduced_output_moment"},
    )
    methods = [momentum(), adam(), expanded, reduced, damped(s.damping)]
    arms = contest(PROBLEM, lambda seed: problem_of(seed, s), methods, seeds=measured, plan=plan)
    by_name = {arm.method: arm for arm in arms}
    pairs = [
        (by_name[own], by_name[other])
        for own in ("K-FAC, expand", "K-FAC, reduce", "natural gradient")
        for other in ("momentum", "Adam")
    ] + [(by_name["K-FAC, expand"], by_name["K-FAC, reduce"])]
    return Record(
        "transformer",
        QUESTION,
        size,
        measured,
        LEVEL,
        settings_of(s, parameters=problem_of(measured[0], s).network.size),
        arms,
        tuple(compare(*pair, plan) for pair in pairs) + tuple(compare_cpu(*pair, plan) for pair in pairs),
        remarks=(
            *warnings_of(arms),
            f"{problem_of(measured[0], s).network.size} parameters: nothing follows for models of other sizes.",
        ),
    )


def problem_of(seed: int, s: Settings) -> NetworkProblem:
    """A transformer with random weights and its sequences."""
    rng = np.random.default_rng(seed)
    tokens = rng.integers(s.tokens, size=(s.count, s.places))
    marked = rng.integers(s.places, size=s.count)
    mark = np.eye(s.places)[marked][:, :, None]
    place = np.broadcast_to(np.eye(s.places), (s.count, s.places, s.places))
    x = np.concatenate([np.eye(s.tokens)[tokens], mark, place], axis=2)
    block = transformer_block(Attention(s.width, s.width, s.width), 2 * s.width, TANH)
    layers = (Dense(x.shape[2], s.width), *block, LayerNorm(), Mean((1,)), Dense(s.width, s.tokens))
    network = Network(layers, Categorical(s.tokens))
    y = tokens[np.arange(s.count), marked]
    target = s.part * float(np.log(s.tokens))
    return NetworkProblem(network, x, y, drawn_weights(network, rng), target, seed)
