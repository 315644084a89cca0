"""The methods as they enter the experiments: everything fixed but the rate, which is tuned.

What is fixed is what their authors recommend: Adam's decays 0.9 and 0.999, momentum 0.9.  The damping of natural
methods is part of the problem's settings and the same for all of them.

    centre of the grid    1 / (a guess of the curvature) for gradient steps; 1 or 1/2 for steps that curvature has
                          scaled; a tenth for steps that are scaled to the size of the rate, as Adam's
"""

from numeric.experiments.descent import Method
from numeric.experiments.layerwise import Layerwise
from numeric.networks.layer import Shape
from numeric.optimizers.methods.adagrad import AdaGrad
from numeric.optimizers.methods.adahessian import AdaHessian
from numeric.optimizers.methods.adam import Adam
from numeric.optimizers.methods.damped_natural_gradient import DampedNaturalGradient
from numeric.optimizers.methods.ekfac import EKFAC
from numeric.optimizers.methods.gradient_descent import GradientDescent
from numeric.optimizers.methods.kfac import KFAC
from numeric.optimizers.methods.momentum import Momentum
from numeric.optimizers.methods.natural_gradient import NaturalGradient
from numeric.optimizers.methods.newton import Newton
from numeric.optimizers.methods.shampoo import Shampoo

MOMENTUM = 0.9  # as in Sutskever et al. (2013), from which most comparisons take it
DECAY = 0.95  # of K-FAC's averages, Martens and Grosse (2015), sec. 5


def gradient_descent(centre: float = 1.0) -> Method:
    """Plain gradient descent."""
    return Method("gradient descent", GradientDescent, centre)


def momentum(centre: float = 0.1) -> Method:
    """The heavy ball with momentum 0.9."""
    return Method("momentum", lambda rate: Momentum(rate, MOMENTUM), centre)


def newton() -> Method:
    """Newton's method, which refuses a Hessian that is not positive definite."""
    return Method("Newton", Newton, 1.0)


def natural() -> Method:
    """The natural gradient without damping."""
    return Method("natural gradient", NaturalGradient, 1.0)


def damped(damping: float, *, metric: str = "metric", name: str = "natural gradient") -> Method:
    """(F + lambda I)^-1 g, for the Fisher matrix or another one in its place.

    metric  what `NetworkProblem` calls the matrix.
    """
    return Method(name, lambda rate: DampedNaturalGradient(rate, damping), 1.0, {"metric": metric})


def kfac(shapes: tuple[Shape, ...], damping: float) -> Method:
    """K-FAC with factored damping."""
    return Method("K-FAC", lambda rate: Layerwise(KFAC(rate, damping, DECAY), shapes), 0.5)


def ekfac(shapes: tuple[Shape, ...], damping: float) -> Method:
    """EKFAC, with a new basis at every step."""
    return Method("EKFAC", lambda rate: Layerwise(EKFAC(rate, damping, DECAY), shapes), 0.5)


def shampoo(shapes: tuple[Shape, ...]) -> Method:
    """Shampoo, layer by layer."""
    return Method("Shampoo", lambda rate: Layerwise(Shampoo(rate), shapes), 0.1)


def adam() -> Method:
    """Adam."""
    return Method("Adam", Adam, 0.05)


def adagrad() -> Method:
    """AdaGrad."""
    return Method("AdaGrad", AdaGrad, 0.1)


def adahessian() -> Method:
    """AdaHessian as published, one pair of signs at each step."""
    return Method("AdaHessian", AdaHessian, 0.1, {"diagonal": "signs"})
