"""Every optimizer found in the folder obeys the contract, and optimizers that break it are caught.

A start that `init` accepts is stepped with measurements made up for each name that `step` asks for; a method that asks
for a name unknown here, or that accepts no start, fails.
"""

import dataclasses
import inspect

import numpy as np
import pytest

from numeric.errors import EmptyError, NonFiniteError, NumericError, ShapeError
from numeric.optimizers import methods
from numeric.optimizers.contract import Report, State, advance, needs
from numeric.optimizers.errors import HyperparameterError, MethodError
from numeric.optimizers.geodesics import NORMAL
from numeric.optimizers.methods.adam import Adam
from numeric.optimizers.methods.gradient_descent import GradientDescent
from numeric.optimizers.methods.momentum import Momentum
from numeric.optimizers.potentials import BERNOULLI
from numeric.optimizers.responses import LOGISTIC
from numeric.spectra import random_spd

HYPERPARAMETERS = {
    "rate": 0.05,
    "momentum": 0.6,
    "damping": 0.2,
    "radius": 0.3,
    "bound": 0.02,
    "period": 2,
    "mean_rate": 0.03,
    "shape_rate": 0.04,
    "potential": BERNOULLI,
    "space": NORMAL,
    "law": LOGISTIC,
}
# A vector that is also two probabilities and a normal law; a matrix; search laws; mixtures of 2 components in 3.
STARTS = [
    np.array([0.3, 0.45]),
    np.array([[0.3, -0.2], [1.1, 0.4], [-0.6, 0.9]]),
    (np.array([0.3, -0.7, 0.2]), np.array([-0.4, 0.1, 0.3])),
    (np.array([0.3, -0.7]), np.array([[0.8, 0.0], [0.3, 0.5]])),
    (np.array([0.4, 0.6]), np.array([[0.3, 0.6, 0.2], [0.7, 0.4, 0.5]])),
    (
        np.array([0.4, 0.6]),
        np.array([[0.3, 0.6, 0.2], [0.7, 0.4, 0.5]]),
        np.array([np.eye(3) / 3, np.diag([0.2, 0.3, 0.4])]),
    ),
]
N = 17


def slope_at(p, shift=0.0):
    """The gradient of a quadratic whose minimum is at 2 + shift in every coordinate."""
    H = random_spd(np.random.default_rng(1), p.size, condition=5)
    return (H @ (p.ravel() - 2 - shift)).reshape(p.shape)


MEASURED = {
    "gradient": slope_at,
    "hessian": lambda p: random_spd(np.random.default_rng(1), p.size, condition=5),
    "metric": lambda p: random_spd(np.random.default_rng(2), p.size, condition=9),
    "preconditioner": lambda p: random_spd(np.random.default_rng(2), p.size, condition=9),
    "christoffel": lambda p: np.random.default_rng(3).normal(size=(p.size,) * 3),
    "diagonal": lambda p: np.random.default_rng(4).uniform(0.5, 2, size=p.shape),
    "input_moment": lambda p: random_spd(np.random.default_rng(5), p.shape[1], condition=9),
    "output_moment": lambda p: random_spd(np.random.default_rng(6), p.shape[0], condition=9),
    "example_gradients": lambda p: np.random.default_rng(7).normal(size=(N, *p.shape)),
    "full_gradient": lambda p: slope_at,
    "batch_gradient": lambda p: lambda q: slope_at(q, 0.1),
    "design": lambda p: np.random.default_rng(8).normal(size=(N, p.size)),
    "response": lambda p: np.random.default_rng(9).integers(0, 2, size=N).astype(float),
    "data": lambda p: np.random.default_rng(10).integers(0, 2, size=(N, p[1].shape[1])).astype(float),
    "draws": lambda p: np.random.default_rng(11).normal(size=(N, p[0].size)),
    "losses": lambda p: np.random.default_rng(12).normal(size=N),
}


def made(kind, **changed):
    """An optimizer with the hyperparameters above where it has no defaults."""
    wanted = [f.name for f in dataclasses.fields(kind) if f.default is dataclasses.MISSING]
    return kind(**{name: HYPERPARAMETERS[name] for name in wanted} | changed)


def starts(optimizer):
    """The starts that `init` accepts; it must refuse the others by name."""
    for start in STARTS:
        try:
            optimizer.init(start)
        except NumericError:
            continue
        yield start


def measured(optimizer, state, **changed):
    return {name: MEASURED[name](state.parameters) for name in needs(optimizer)} | changed


def arrays(tree):
    """All arrays in nested tuples, dictionaries and states."""
    if isinstance(tree, np.ndarray):
        yield tree
    elif isinstance(tree, State):
        yield from arrays((tree.parameters, dict(tree.memory)))
    elif isinstance(tree, tuple | dict):
        for leaf in tree.values() if isinstance(tree, dict) else tree:
            yield from arrays(leaf)


def image(tree):
    return [array.tobytes() for array in arrays(tree)]


def flat(parameters):
    return np.concatenate([array.ravel() for array in arrays(parameters)])


def violations(kind):
    """Everything in which an optimizer breaks the contract."""
    if not (dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen):
        yield "not a frozen dataclass"
    optimizer = made(kind)
    accepted = list(starts(optimizer))
    if not accepted:
        yield "accepts no start"
    for start in accepted:
        yield from state_violations(optimizer, start)
        yield from step_violations(optimizer, start)
        yield from input_violations(optimizer, start)
    yield from hyperparameter_violations(kind)


def state_violations(optimizer, start):
    own = tuple(a.copy() for a in start) if isinstance(start, tuple) else start.copy()
    state = optimizer.init(own)
    before = image(state)
    for array in arrays(own):
        array += 1.0
    if image(state) != before:
        yield "the state shares memory with its start"
    if state.count != 0 or not np.array_equal(flat(state.parameters), flat(start)):
        yield "the first state is not at the start"
    if any(array.flags.writeable for array in arrays(state)):
        yield "the state can be written to"


def step_violations(optimizer, start):
    state = first = optimizer.init(start)
    for k in range(1, 4):
        arguments = measured(optimizer, state)
        before, given = image(state), image(arguments)
        (after, report), (again, same) = (optimizer.step(state, **arguments) for _ in range(2))
        if image(state) != before or image(arguments) != given:
            yield "a step changes its state or its arguments"
        if image(after) != image(again) or report != same:
            yield "the same step gives two results"
        if any(array.flags.writeable for array in arrays(after)):
            yield "the next state can be written to"
        if after.count != k or type(after) is not State or type(report) is not Report:
            yield "the count, the state or the report is not what the contract says"
        yield from report_violations(state, after, report, arguments)
        state = after
    if np.array_equal(flat(first.parameters), flat(state.parameters)):
        yield "three steps go nowhere"
    yield from rest_violations(optimizer, first)


def report_violations(state, after, report, arguments):
    change = flat(after.parameters) - flat(state.parameters)
    if not np.isclose(report.length, np.linalg.norm(change), rtol=1e-12, atol=0):
        yield "the length is not that of the change"
    if "gradient" in arguments:
        if not np.isclose(report.slope, arguments["gradient"].ravel() @ change, rtol=1e-12, atol=0):
            yield "the slope is not that of the change"
        if state.count == 0 and not report.slope < 0:
            yield "the first step goes uphill"


def rest_violations(optimizer, state):
    for name in {"gradient", "losses"} & set(needs(optimizer)):
        arguments = measured(optimizer, state)
        arguments[name] = 0 * arguments[name]
        after, _ = optimizer.step(state, **arguments)
        if not np.array_equal(flat(after.parameters), flat(state.parameters)):
            yield "a zero gradient moves it"


def input_violations(optimizer, start):
    state = optimizer.init(start)
    for name, value in measured(optimizer, state).items():
        for error, bad in ((NonFiniteError, spoilt(value)), (ShapeError, grown(value))):
            try:
                optimizer.step(state, **measured(optimizer, state, **{name: bad}))
                yield f"bad {name} is not refused by {error.__name__}"
            except error:
                pass
    spoilt_start = tuple(spoilt(a) for a in start) if isinstance(start, tuple) else spoilt(start)
    for error, bad in ((NonFiniteError, spoilt_start), (EmptyError, emptied(start))):
        try:
            optimizer.init(bad)
            yield f"a bad start is not refused by {error.__name__}"
        except error:
            pass


def spoilt(value):
    if callable(value):
        return lambda q: np.full(q.shape, np.nan)
    value = value.copy()
    value.flat[-1] = np.nan
    return value


def grown(value):
    if callable(value):
        return lambda q: np.zeros(q.size + 1)
    return np.concatenate([value, value[..., :1]], axis=-1)


def emptied(start):
    return tuple(a[:0] for a in start) if isinstance(start, tuple) else start[:0]


def hyperparameter_violations(kind):
    for field in dataclasses.fields(kind):
        bad = {float: (-0.5, np.nan, np.inf), int: (0, -3, 1.5)}.get(field.type, ())
        for value in bad:
            try:
                made(kind, **{field.name: value})
                yield f"{field.name} = {value} is not refused"
            except HyperparameterError as error:
                if field.name not in str(error):
                    yield f"{field.name} = {value} is refused without its name"


@pytest.mark.parametrize("name", methods.names())
def test_an_optimizer_obeys_the_contract(name):
    """State, step, report, rest, bad input and hyperparameters are as the contract says."""
    assert list(violations(methods.load(name))) == []


@pytest.mark.parametrize("name", methods.names())
def test_an_optimizer_says_what_it_is(name):
    """Module, class, `init` and `step` have docstrings; the module's has a source and the step's its errors."""
    kind = methods.load(name)

    module = inspect.getmodule(kind)

    assert module.__name__ == f"numeric.optimizers.methods.{name}"
    assert "Source  " in module.__doc__
    assert all(part.__doc__ for part in (kind, kind.init, kind.step))
    assert "Raises" in kind.step.__doc__
    assert all(name in kind.step.__doc__ for name in needs(made(kind)))


@dataclasses.dataclass(frozen=True)
class Uphill(GradientDescent):
    """Adds the gradient."""

    def step(self, state, *, gradient):
        """A step that breaks the contract."""
        return advance(state, state.parameters + self.rate * gradient, gradient=gradient)


@dataclasses.dataclass(frozen=True)
class Restless(GradientDescent):
    """Moves without a gradient."""

    def step(self, state, *, gradient):
        """A step that breaks the contract."""
        return super().step(state, gradient=np.asarray(gradient) + 0.1)


@dataclasses.dataclass(frozen=True)
class Wandering(GradientDescent):
    """Draws by itself."""

    def step(self, state, *, gradient):
        """A step that breaks the contract."""
        wandered = DRAWN.normal() * np.asarray(gradient)
        return super().step(state, gradient=wandered)


DRAWN = np.random.default_rng(3)


@dataclasses.dataclass(frozen=True)
class Scribbling(Momentum):
    """Writes into the gradient it is given."""

    def step(self, state, *, gradient):
        """A step that breaks the contract."""
        found = super().step(state, gradient=gradient)
        gradient *= 2
        return found


@dataclasses.dataclass(frozen=True)
class Credulous(Adam):
    """Takes any hyperparameter."""

    def __post_init__(self):
        """Nothing is checked."""


@dataclasses.dataclass(frozen=True)
class Exaggerating(GradientDescent):
    """Reports twice the length."""

    def step(self, state, *, gradient):
        """A step that breaks the contract."""
        after, report = super().step(state, gradient=gradient)
        return after, dataclasses.replace(report, length=2 * report.length)


@dataclasses.dataclass(frozen=True)
class Writable(GradientDescent):
    """Keeps the caller's array."""

    def init(self, parameters):
        """A state that is not a copy."""
        return State(parameters, 0, {})


WRONG = {
    Uphill: "the first step goes uphill",
    Restless: "a zero gradient moves it",
    Wandering: "the same step gives two results",
    Scribbling: "a step changes its state or its arguments",
    Credulous: "rate = -0.5 is not refused",
    Exaggerating: "the length is not that of the change",
    Writable: "the state shares memory with its start",
}


@pytest.mark.parametrize("kind", WRONG)
def test_an_optimizer_that_breaks_the_contract_is_caught(kind):
    """Each by the sentence that says what it breaks."""
    found = []
    for violation in violations(kind):
        found.append(violation)
        if violation == WRONG[kind]:
            break

    assert WRONG[kind] in found


def test_a_name_that_is_not_there_is_refused():
    """With the names that are."""
    with pytest.raises(MethodError, match=r"no optimizer 'adamw'; there are adagrad"):
        methods.load("adamw")
    assert len(methods.names()) >= 24
