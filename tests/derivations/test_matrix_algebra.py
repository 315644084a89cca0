"""The free matrix algebra proves true identities for every size, and never a false one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derivations.matrix_algebra import (
    NotReducedError,
    ShapeError,
    determinant,
    equal,
    expectation,
    identity,
    inverse,
    matrix,
    normal_form,
    number,
    power,
    rewrite,
    scalar,
    sqrt,
    substitute,
    trace,
    vector,
)

A, B, C = (matrix(name, "n", "n", invertible=True) for name in "ABC")
F = matrix("F", "n", "n", symmetric=True, invertible=True)
G = matrix("G", "n", "n", symmetric=True, invertible=True)
u, v, w = (vector(name, "n") for name in "uvw")
s, x = (vector(name, "n", random=True) for name in "sx")
X = matrix("X", "n", "n", random=True)
a, b = scalar("a"), scalar("b")
c = scalar("c", positive=True)
Id = identity("n")

TRUE = {
    "transpose of a product": ((A @ B @ v).T, v.T @ B.T @ A.T),
    "inverse of a product": (inverse(A @ B), inverse(B) @ inverse(A)),
    "inverse of a transpose": (inverse(A.T), inverse(A).T),
    "inverse twice": (inverse(inverse(A + B)), A + B),
    "a scalar equals its transpose": (u.T @ A @ v, v.T @ A.T @ u),
    "an outer product acts": ((u @ v.T) @ w, (v.T @ w) * u),
    "trace is cyclic": (trace(A @ B @ C), trace(B @ C @ A)),
    "trace of a transpose": (trace(A @ B), trace(B.T @ A.T)),
    "trace of an outer product": (trace(A @ u @ v.T), v.T @ A @ u),
    "trace of a similar matrix": (trace(A @ F @ inverse(A)), trace(F)),
    "resolvent": (inverse(F + c * Id) @ F, Id - c * inverse(F + c * Id)),
    "a resolvent commutes with its matrix": (inverse(F + c * Id) @ F, F @ inverse(F + c * Id)),
    "inverse of a multiple": (inverse(3 * (A + B)), inverse(A + B) / 3),
    "inverse of a scalar multiple": (inverse((a + b) * A + C), inverse(A + C / (a + b)) / (a + b)),
    "transpose of the inverse of a sum": (inverse(A + 2 * B @ C).T, inverse(A.T + 2 * C.T @ B.T)),
    "a sum cancels its inverse": ((A + 2 * B @ C) @ inverse(A + 2 * B @ C), Id),
    "a transposed sum cancels its inverse": (inverse(A.T + 2 * C.T @ B.T) @ (A + 2 * B @ C).T, Id),
    "metric transforms, energy does not": ((A @ w).T @ F @ (A @ w), w.T @ (A.T @ F @ A) @ w),
    "natural gradient is covariant": (inverse(A.T @ F @ A) @ (A.T @ u), inverse(A) @ inverse(F) @ u),
    "determinant of a pulled back metric": (determinant(A.T @ F @ A), determinant(A) ** 2 * determinant(F)),
    "mean of the score matrix": (v.T @ expectation(s @ s.T) @ v, expectation((s.T @ v) ** 2)),
    "mean leaves constants outside": (expectation(A @ s), A @ expectation(s)),
    "mean of a matrix between constants": (expectation(u.T @ X @ v), u.T @ expectation(X) @ v),
    "mean of a quadratic form": (expectation(s.T @ F @ s), trace(F @ expectation(s @ s.T))),
    "mean of a length": (expectation(s.T @ s), trace(expectation(s @ s.T))),
    "mean of a vector times a scalar": (expectation((s.T @ v) * s), expectation(s @ s.T) @ v),
    "mean of a product of scalars": (expectation((u.T @ s) * (x.T @ v)), u.T @ expectation(s @ x.T) @ v),
    "mean of a row times a scalar": (expectation((s.T @ v) * (w @ x.T)), w @ v.T @ expectation(s @ x.T)),
    "mean of a trace": (expectation(trace(X @ A)), trace(expectation(X) @ A)),
    "mean of a mean": (expectation(expectation(s) @ u.T), expectation(s) @ u.T),
    "mean of a transpose": (expectation(X).T, expectation(X.T)),
    "mean of the transpose of the score matrix": (expectation(s @ s.T).T, expectation(s @ s.T)),
    "variance": (
        expectation((s - expectation(s)) @ (s - expectation(s)).T),
        expectation(s @ s.T) - expectation(s) @ expectation(s).T,
    ),
    "root squared": (sqrt(u.T @ F @ u) ** 2, u.T @ F @ u),
    "a positive factor leaves a root": (sqrt(c**2 * (u.T @ u)), c * sqrt(u.T @ u)),
    "roots of numbers": (sqrt(number(8)), 2 * sqrt(number(2))),
    "root below": (1 / sqrt(number(2)), sqrt(number(2)) / 2),
    "a fraction of sums": ((a**2 - b**2) / (a + b), a - b),
    "a sum over its root": ((a + b) / sqrt(a + b), sqrt(a + b)),
    "one over a sum with a fraction": (1 / (1 + 1 / a), a / (a + 1)),
    "trace of the identity": (trace(2 * Id), 2 * scalar("n", positive=True)),
    "powers": (power(A, 3), A @ A @ A),
    "negative powers": (power(A @ B, -2), inverse(B) @ inverse(A) @ inverse(B) @ inverse(A)),
}

NOT_SHOWN = {
    "product does not commute": (A @ B, B @ A),
    "symmetric matrices do not commute": (F @ G, G @ F),
    "a transpose is another matrix": (A, A.T),
    "a bilinear form is not symmetric": (u.T @ A @ v, v.T @ A @ u),
    "inverse does not keep the order": (inverse(A @ B), inverse(A) @ inverse(B)),
    "trace does not see every permutation": (trace(A @ B @ C), trace(A @ C @ B)),
    "trace of a product is no product": (trace(A @ B), trace(A) * trace(B)),
    "inverse is not linear": (inverse(A + B), inverse(A) + inverse(B)),
    "inverse of a sum and its transpose": (inverse(A + B), inverse(A + B).T),
    "mean of a product is no product": (expectation(s @ x.T), expectation(s) @ expectation(x).T),
    "mean of a square": (expectation((s.T @ v) ** 2), (expectation(s).T @ v) ** 2),
    "two laws differ": (expectation(s, law="p"), expectation(s, law="q")),
    "the root of a square keeps the sign": (sqrt((u.T @ v) ** 2), u.T @ v),
    "swapped cross moment": (expectation(s @ x.T), expectation(x @ s.T)),
    "metric transforms the other way": (A @ F @ A.T, A.T @ F @ A),
    "fourth moments": (expectation((s.T @ v) ** 4), expectation((s.T @ v) ** 2) ** 2),
    "damping": (inverse(F + c * Id), inverse(F) + Id / c),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_true_identity_is_proved_for_all_sizes(name: str) -> None:
    """Both sides have the same normal form."""
    left, right = TRUE[name]

    assert equal(left, right)


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_a_false_identity_is_never_proved(name: str) -> None:
    """The normal forms differ."""
    left, right = NOT_SHOWN[name]

    assert not equal(left, right)


def test_shapes_that_do_not_fit_are_refused() -> None:
    """Ill-typed formulas raise, whatever the size."""
    for act in (
        lambda: A @ v.T,
        lambda: v @ v,
        lambda: trace(A @ v),
        lambda: v + u.T,
        lambda: A + 1,
        lambda: A * B,
        lambda: inverse(v),
        lambda: equal(A, v),
        lambda: sqrt(A),
        lambda: power(A, Fraction(1, 2)),
    ):
        with pytest.raises(ShapeError):
            act()


def test_the_inverse_of_zero_is_refused() -> None:
    """A denominator that vanishes identically raises."""
    with pytest.raises(NotReducedError):
        1 / (u.T @ A @ v - v.T @ A.T @ u)


def test_a_velocity_is_replaced_everywhere() -> None:
    """Putting v = J*w reaches into inverses, traces and means."""
    J = matrix("J", "n", "n", invertible=True)
    energy = v.T @ F @ v + trace(v @ v.T) + expectation((s.T @ v) ** 2)

    moved = substitute(energy, {v: J @ w})

    assert equal(w.T @ J.T @ F @ J @ w + w.T @ J.T @ J @ w + w.T @ J.T @ expectation(s @ s.T) @ J @ w, moved)


def test_an_atom_under_an_inverse_is_replaced() -> None:
    """inverse(A + B) with A = 2*B is inverse(B)/3."""
    assert equal(inverse(B) / 3, substitute(inverse(A + B), {A: 2 * B}))


def test_a_symmetric_atom_takes_only_symmetric_values() -> None:
    """Putting a general matrix for a symmetric one raises."""
    with pytest.raises(ShapeError):
        substitute(F @ v, {F: A})


def test_given_equations_are_used() -> None:
    """With F*v = u and E[s*s.T] = F, the mean squared score along v is u.T*F^-1*u."""
    mean = expectation((s.T @ v) ** 2)

    known = rewrite(mean, [(expectation(s @ s.T), F)])

    assert equal(v.T @ F @ v, known)
    assert equal(u.T @ v, rewrite(known, [(F @ v, u)]))


def test_an_orthogonal_matrix_is_an_equation() -> None:
    """Q.T*Q = Id leaves lengths alone."""
    Q = matrix("Q", "n", "n")

    assert equal(v.T @ v, rewrite((Q @ v).T @ (Q @ v), [(Q.T @ Q, Id)]))


def test_a_scalar_equation_is_used_in_powers() -> None:
    """With u.T*v = c, the square of v.T*u is c**2."""
    assert equal(c**2 / 2, rewrite((v.T @ u) ** 2 / 2, [(u.T @ v, c)]))


def test_an_equation_that_feeds_itself_is_stopped() -> None:
    """A -> A*A never ends and says so."""
    with pytest.raises(NotReducedError):
        rewrite(A @ v, [(A @ v, 2 * A @ v)])


def test_expressions_are_hashable_normal_forms() -> None:
    """Equal expressions have equal normal forms and hashes."""
    left, right = (A @ B).T @ u, B.T @ A.T @ u

    assert normal_form(left) == normal_form(right)
    assert len({left, right}) == 1


def test_a_scalar_is_not_the_identity() -> None:
    """Adding a number to a matrix is refused, adding a multiple of the identity is not."""
    assert equal(F + 2 * Id - F, 2 * Id)
