"""Integrals over two and three dimensions to eight decimals, and the domains they are over."""

import pytest
from mpmath import mp, mpf

from numeric.decimals.cubature import cubature
from numeric.decimals.domains import Box, Finite, Integers, Interval, PositiveDefinite, Simplex
from numeric.errors import EmptyError, ShapeError


@pytest.mark.parametrize(
    ("f", "domain", "exact"),
    [
        # int exp(-(x^2 - x y + y^2) / 2) = 2 pi / sqrt(det), det = 1 - 1/4, about a far point.
        (
            lambda x, y: mp.exp(-((x - 500) ** 2 - (x - 500) * y + y * y) / 2),
            Box((Interval(), Interval())),
            lambda: 2 * mp.pi / mp.sqrt(mpf(3) / 4),
        ),
        # Dirichlet's integral: Gamma(2) Gamma(3) Gamma(5/2) / Gamma(15/2).
        (
            lambda x, y, z: x * y**2 * z ** (mpf(3) / 2),
            Simplex(3),
            lambda: 2 * mp.gamma(mpf(5) / 2) / mp.gamma(mpf(15) / 2),
        ),
        (lambda x, y: x * mp.exp(-x) * y, Box((Interval(0), Interval(0, 3))), lambda: mpf(9) / 2),
    ],
)
def test_a_cubature_has_its_exact_value_to_eight_digits(f, domain, exact):
    """Correlated, simplicial and mixed domains of two dimensions agree with their closed forms."""
    found = cubature(f, domain)

    assert found.digits == 8
    assert found.shared_with(exact) == 8


def test_the_multivariate_gamma_function_is_the_integral_over_the_cone():
    """int |X|^(a - 3/2) e^(-tr X) dX = sqrt(pi) Gamma(a) Gamma(a - 1/2), here to 4 digits."""
    a = mpf(3)

    found = cubature(
        lambda x, y, z: (x * z - y * y) ** (a - mpf(3) / 2) * mp.exp(-x - z), PositiveDefinite(), digits=4
    )

    assert found.shared_with(lambda: mp.sqrt(mp.pi) * mp.gamma(a) * mp.gamma(a - mpf(1) / 2)) == 4


def test_domains_that_are_none_are_refused():
    """No points, no integers, too many dimensions, and a box with kinks."""
    with pytest.raises(EmptyError):
        Finite(())
    with pytest.raises(EmptyError):
        Integers(3, 2)
    with pytest.raises(ShapeError):
        Simplex(7)
    with pytest.raises(ShapeError):
        Box((Interval(), Interval(breakpoints=(0,))))
