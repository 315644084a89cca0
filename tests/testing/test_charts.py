"""Charts: inverses invert, Jacobians are derivatives, formulas are what is computed, layers are what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fisherproof import testing
from fisherproof.testing import (
    Chart,
    Exp,
    Logistic,
    Reciprocal,
    Ripple,
    Rotation,
    Scale,
    Shift,
    Sinh,
    Slant,
    Square,
)
from fisherproof.testing.errors import ContractError
from numeric import diffeomorphisms

GROUPS = (
    testing.scalings,
    testing.rotations,
    testing.affine_charts,
    testing.monotone_charts,
    testing.triangular_charts,
    testing.charts,
)
FUNCTIONS = {"sin": np.sin, "sinh": np.sinh, "exp": np.exp}
ETA = np.array([[0.7, -1.3], [2.1, 0.4]])


@st.composite
def placed(draw):
    """A family, a chart of any group, and a point in both coordinates."""
    family = draw(testing.families())
    chart = draw(draw(st.sampled_from(GROUPS))(family))
    theta = draw(testing.points(family))
    return family, chart, theta, chart.inverse(theta)


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(placed())
def test_charts_keep_what_they_promise(case):
    """phi(phi^-1(theta)) = theta, J is the complex-step derivative, the printed formula computes phi."""
    family, chart, theta, eta = case
    n = family.dimension

    by_step = np.stack([np.imag(chart.forward(eta + 1e-30j * e)) / 1e-30 for e in np.eye(n)], axis=1)
    variables = {f"t{k + 1}": x for k, x in enumerate(eta)}
    written = [
        part.split(" = ")[1].replace("^", "**") for part in chart.formula(family.coordinates).split(", ")
    ]
    computed = [eval(text, {**FUNCTIONS, **variables}) for text in written]

    np.testing.assert_allclose(chart.forward(eta), theta, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(chart.jacobian(eta), by_step, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(computed, theta, rtol=1e-11, atol=1e-11)
    assert (
        eval(repr(chart), vars(testing) | {name: getattr(testing, name) for name in testing.__all__}) == chart
    )


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (Scale(0, -3.0), [-3 * 0.7, -1.3]),
        (Shift(1, 0.5), [0.7, -0.8]),
        (Slant(0, 1, 2.0), [0.7 - 2.6, -1.3]),
        (Rotation(0, 1, (3, 4, 5)), [(3 * 0.7 + 4 * 1.3) / 5, (4 * 0.7 - 3 * 1.3) / 5]),
        (Ripple(1, 0, 2.0), [0.7, -1.3 + 2 * np.sin(0.7)]),
        (Sinh(1, 2.0), [0.7, 2 * np.sinh(-0.65)]),
        (Exp(0), [np.exp(0.7), -1.3]),
        (Square(0), [0.49, -1.3]),
        (Reciprocal(0), [1 / 0.7, -1.3]),
        (Logistic(1), [0.7, 1 / (1 + np.exp(1.3))]),
    ],
    ids=lambda case: type(case).__name__,
)
def test_a_layer_is_what_its_name_says(layer, expected):
    """Each at (0.7, -1.3), with the constants of its docstring."""
    np.testing.assert_allclose(expected, Chart((layer,)).forward(ETA[0]), rtol=1e-15)


def test_layers_agree_with_the_kernels_for_batches():
    """Sinh is `stretch`, Ripple is `shear`, Scale and Shift and Slant are `affine`, at several points at once."""
    pairs = [
        (Chart((Sinh(0, 2.0), Sinh(1, 0.5))), diffeomorphisms.stretch([2.0, 0.5])),
        (Chart((Ripple(1, 0, 0.75),)), diffeomorphisms.shear([[0, 0], [0.75, 0]])),
        (
            Chart((Slant(0, 1, 2.0), Scale(1, 4.0), Shift(0, -1.0))),
            diffeomorphisms.affine([[1, 2], [0, 4]], [-1, 0]),
        ),
    ]

    for own, kernel in pairs:
        np.testing.assert_allclose(kernel.forward(ETA), own.forward(ETA), rtol=1e-15)
        np.testing.assert_allclose(kernel.jacobian(ETA), own.jacobian(ETA), rtol=1e-15)
        np.testing.assert_allclose(kernel.inverse(ETA), own.inverse(ETA), rtol=1e-14)
        np.testing.assert_allclose(own.diffeomorphism.inverse(own.forward(ETA)), ETA, rtol=1e-14)


def test_the_first_layer_is_applied_first():
    """Scale then Exp is exp(2 t), not 2 exp(t)."""
    chart = Chart((Scale(0, 2.0), Exp(0)))

    assert chart.formula(("r",)) == "r = exp(2*t1)"
    np.testing.assert_allclose([np.exp(1.0)], chart.forward(np.array([0.5])))


def test_affine_charts_are_known_as_such():
    """Four layers are affine; one that bends makes a chart that is not."""
    affine = (Scale(0, 2.0), Shift(0, 1.0), Slant(0, 1, 1.0), Rotation(0, 1, (3, 4, 5)))

    assert Chart(affine).affine
    assert not any(Chart((*affine, bend)).affine for bend in (Exp(0), Sinh(0, 1.0), Ripple(0, 1, 1.0)))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Scale(0, 0.0),
        lambda: Slant(1, 1, 2.0),
        lambda: Ripple(0, 0, 2.0),
        lambda: Rotation(0, 0, (3, 4, 5)),
        lambda: Rotation(0, 1, (3, 4, 6)),
        lambda: Sinh(0, -1.0),
    ],
)
def test_what_is_no_diffeomorphism_is_refused(make):
    """A scale of zero, a coordinate moved by itself, an angle without rational cosine."""
    with pytest.raises(ContractError):
        make()
