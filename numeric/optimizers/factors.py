"""The two factors of a layer's curvature, and how they are averaged over steps.

    average_t = e_t average_{t-1} + (1 - e_t) factor_t,     e_t = min(1 - 1/t, decay)

The first average is the first factor itself, and plain means follow until the decay takes over: no bias from a start
at zero has to be corrected.

Source  Martens and Grosse, Optimizing neural networks with Kronecker-factored approximate curvature, ICML 2015,
        sec. 5 (arXiv:1503.05671).
"""

from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.curvature.averages import early_decay
from numeric.errors import ShapeError
from numeric.optimizers.contract import State, require_like, require_parameters


def averaged_factors(
    state: State[Array], input_moment: ArrayLike, output_moment: ArrayLike, *, decay: float
) -> dict[str, Array]:
    """The memory of a state with the averages moved on by the factors of this step.

    Raises ShapeError, NonFiniteError.
    """
    m, n = state.parameters.shape
    A = require_like("the input moment", input_moment, (n, n))
    G = require_like("the output moment", output_moment, (m, m))
    e = early_decay(state.count + 1, limit=decay)
    return {
        **state.memory,
        "input_average": e * state.memory["input_average"] + (1 - e) * A,
        "output_average": e * state.memory["output_average"] + (1 - e) * G,
    }


def require_weights(parameters: ArrayLike) -> Array:
    """A read-only copy of a weight matrix of shape (m, n).

    Raises ShapeError, EmptyError, NonFiniteError.
    """
    found = require_parameters("the weights", parameters)
    if found.ndim != 2:
        raise ShapeError(
            f"weights of shape {found.shape}; (outputs, inputs) is needed, one state for each layer."
        )
    return found
