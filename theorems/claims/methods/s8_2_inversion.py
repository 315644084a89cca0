"""Section 8: ways to solve with the Fisher matrix, and what keeps them stable."""

from theorems import (
    And,
    AtLeast,
    Claim,
    Covector,
    Equal,
    Greater,
    Hypothesis,
    Id,
    Metric,
    PositiveDefinite,
    PositiveSemidefinite,
    Reading,
    Rectangle,
    Scalar,
    Term,
    Variant,
    Vector,
    det,
    identity_of,
    norm2,
    rational,
    setting,
    symbol,
    tr,
)

F, U, g, w, n, u, r, a, c = map(symbol, ("F", "U", "g", "w", "n", "u", "r", "a", "c"))
lam, eps, Pi, small = map(symbol, ("lambda", "epsilon", "Pi", "b"))
damping = Scalar(positive=True, says="the damping λ")

# -- direct inversion -------------------------------------------------------------------------------------


def factoring(size: Term) -> Term:
    """Multiplications and divisions of an elimination."""
    return (size**3 - size) / 3


inverting = factoring(n) + n * n**2  # and n columns of the identity, with n² of them each

inversion_direct = Claim(
    id="methods.8.inversion-direct",
    section="8 (matrix inversion)",
    title="Direct inversion takes the cube of the size",
    statement=r"Direct inversion: $O(n^3)$, only for small problems.",
    readings=(
        Reading(
            "A",
            r"By elimination, with $n(n-1)$ multiplications and divisions for the first column and what a matrix "
            r"with a row and a column less takes, and $n^2$ for each column of the identity: between $n^3$ and "
            r"$\frac43n^3$.",
            And(
                Equal(factoring(n) - factoring(n - 1), n * (n - 1)),
                Equal(factoring(rational(1)), 0),
                AtLeast(rational(4, 3) * n**3, inverting),
                AtLeast(inverting, n**3),
            ),
            setting(where={n: 1 + u**2}, u=Scalar(says="n = 1 + u², every size from 1 on"), sizes=(1,)),
            literal=True,
        ),
    ),
    variants=(
        Variant("of the order of the square", AtLeast(8 * n**2, inverting)),
        Variant("the cube would do", AtLeast(n**3, inverting)),
        Variant("one row less without its column", Equal(factoring(n) - factoring(n - 1), n**2)),
    ),
    beware=(
        "An upper bound, so that faster multiplication of matrices does not contradict it. A symmetric matrix takes "
        "half; to solve for one gradient the factors are enough, and no inverse is formed. What is small is not said."
    ),
    sources=("GolubVanLoan2013, section 3.2",),
)

# -- conjugate gradients ----------------------------------------------------------------------------------

first = (norm2(g) / (g.T @ F @ g)) * g
residual = g - F @ first
direction = residual + (norm2(residual) / norm2(g)) * g
second = first + (norm2(residual) / (direction.T @ F @ direction)) * direction

cg = Claim(
    id="methods.8.cg",
    section="8 (matrix inversion)",
    title="Conjugate gradients solve with the Fisher matrix",
    statement=r"Conjugate gradient: solve $F(\theta)d=\nabla L$ iteratively.",
    readings=(
        Reading(
            "A",
            r"With $n$ parameters it ends in $n$ steps, here with two: from 0 the second iterate solves the system, "
            r"and of $\nabla L^{\top}F^{-1}\nabla L$ the first leaves what its residual has of it.",
            And(Equal(F @ second, g), Equal(g.T @ F.inv @ g - g.T @ first, residual.T @ F.inv @ residual)),
            setting(
                Greater(norm2(g), 0),
                Greater(norm2(residual), 0),
                F=Metric("the Fisher matrix"),
                g=Covector("the gradient, and none of the eigenvectors"),
                sizes=(2,),
            ),
            literal=True,
        ),
    ),
    variants=(
        Variant("after one step", Equal(F @ first, g)),
        Variant(
            "steepest descent in both",
            Equal(F @ (first + (norm2(residual) / (residual.T @ F @ residual)) * residual), g),
        ),
        Variant("directions that are not conjugate", Equal(F @ (first + residual), g)),
    ),
    beware=(
        "The end after n steps is one of exact arithmetic. A gradient that is an eigenvector is solved for in one "
        "step. A singular F has no solution for most gradients: damping comes first."
    ),
    sources=("NocedalWright2006, theorem 5.1",),
)

# -- low rank ---------------------------------------------------------------------------------------------

approximation = U @ U.T + lam * Id
inner = lam * identity_of("k") + U.T @ U
woodbury = (Id - U @ inner.inv @ U.T) / lam

low_rank = Claim(
    id="methods.8.low-rank",
    section="8 (matrix inversion)",
    title="A matrix of low rank and a multiple of the identity",
    statement=r"Low-rank approximation: $F\approx UU^{\top}+\lambda I$",
    readings=(
        Reading(
            "A",
            r"A way to invert, with nothing said of how good the approximation is: for $U$ with $k<n$ columns and "
            r"$\lambda>0$ it is positive definite, and its inverse "
            r"$\frac1\lambda(\mathrm{Id}-U(\lambda\,\mathrm{Id}_k+U^{\top}U)^{-1}U^{\top})$ takes the inverse of a "
            r"matrix of size $k$ only.",
            And(PositiveDefinite(approximation), Equal(approximation @ woodbury, Id)),
            setting(U=Rectangle("n", "k", says="fewer columns than rows"), dims={"k": -1}, sizes=(2, 3)).also(
                **{"lambda": damping}
            ),
            literal=True,
        ),
    ),
    variants=(
        Variant("without the multiple of the identity", PositiveDefinite(U @ U.T)),
        Variant("with the identity inside", Equal(approximation @ ((Id - U @ U.T) / lam), Id)),
        Variant("without 1/λ", Equal(approximation @ (lam * woodbury), Id)),
    ),
    beware="Of low rank is the first summand; the sum has full rank, which is what makes it invertible.",
    sources=("HornJohnson2013, section 0.7.4",),
)

# -- stability --------------------------------------------------------------------------------------------

damped = F + lam * Id
one_direction = g @ g.T  # singular for two parameters
off = F - tr(F) / 2 * Id  # zero where the eigenvalues are equal


def fall_of_condition(changed: Term) -> Term:
    """How far tr²/det, which is κ + 1/κ + 2, is lower than that of F, times both determinants."""
    return tr(F) ** 2 * det(changed) - tr(changed) ** 2 * det(F)


regularization = Claim(
    id="methods.8.regularization",
    section="8 (numerical stability)",
    title="A multiple of the identity is added to the Fisher matrix",
    statement=r"Regularization: add $\lambda I$ to the Fisher matrix.",
    readings=(
        Reading(
            "A",
            r"For numerical stability, with two parameters: a singular matrix $gg^{\top}$ becomes positive definite, "
            r"and $\mathrm{tr}^2/\det=\kappa+\frac1\kappa+2$, κ the condition, does not grow: $\mathrm{tr}(F)^2"
            r"\det(F+\lambda\,\mathrm{Id})-\mathrm{tr}(F+\lambda\,\mathrm{Id})^2\det F$ is $2\lambda(\mathrm{tr}F"
            r"+\lambda)\|F-\frac12\mathrm{tr}F\,\mathrm{Id}\|^2\ge0$.",
            And(
                PositiveDefinite(one_direction + lam * Id),
                Equal(fall_of_condition(damped), 2 * lam * (tr(F) + lam) * tr(off @ off.T)),
            ),
            setting(F=Metric("the Fisher matrix"), g=Covector("a gradient"), sizes=(2,)).also(
                **{"lambda": damping}
            ),
            literal=True,
        ),
    ),
    variants=(
        Variant("nothing added", PositiveDefinite(one_direction)),
        Variant(
            "taken away", Equal(fall_of_condition(F - lam * Id), 2 * lam * (tr(F) + lam) * tr(off @ off.T))
        ),
        Variant("a condition that stays", Equal(fall_of_condition(damped), 0)),
    ),
    beware="It stabilises and biases: small eigenvalues are moved most. In other coordinates it is another matrix.",
    sources=("NocedalWright2006, section 10.3", "Martens2020, section 9"),
)

kept = a * Pi
clipped = kept + eps * (Id - Pi)
floored = And(PositiveDefinite(clipped), PositiveSemidefinite(Id - eps * clipped.inv))
spectrum = setting(
    Greater(norm2(w), 0),
    where={Pi: (w @ w.T) / norm2(w), a: eps + r**2, small: eps * c / (1 + c), F: a * Pi + small * (Id - Pi)},
    w=Vector("the eigenvector of the larger eigenvalue"),
    epsilon=Scalar(positive=True, says="the least eigenvalue to be kept"),
    r=Scalar(says="the larger eigenvalue is a = ε + r²"),
    c=Scalar(positive=True, says="the smaller one is b = εc/(1 + c), less than ε"),
    sizes=(2,),
)

eigen_clipping = Claim(
    id="methods.8.eigen-clipping",
    section="8 (numerical stability)",
    title="Small eigenvalues are removed",
    statement="Eigen-clipping: remove small eigenvalues.",
    readings=(
        Reading(
            "A",
            "For numerical stability. What takes their place is left open: as written whatever does, a floor or "
            "zero, leaves a matrix that can be inverted.",
            And(floored, PositiveDefinite(kept)),
            spectrum,
            literal=True,
        ),
        Reading(
            "B",
            r"A floor $\epsilon$ under the eigenvalues: the result is positive definite and its inverse at most "
            r"$1/\epsilon$.",
            floored,
            spectrum,
        ),
        Reading(
            "C", "Zero takes their place: the result is positive definite.", PositiveDefinite(kept), spectrum
        ),
        Reading(
            "D",
            "They are removed and then the matrix is inverted: its determinant is not zero.",
            Greater(det(kept) ** 2, 0),
            spectrum,
        ),
    ),
    hypothesis=Hypothesis(
        "reading", "small eigenvalues are raised to a floor (reading B)", spectrum, floored
    ),
    variants=(
        Variant("zero in their place", PositiveDefinite(kept)),
        Variant("an inverse of half that size", PositiveSemidefinite(Id - 2 * eps * clipped.inv)),
        Variant("no floor", PositiveSemidefinite(Id - eps * F.inv)),
    ),
    beware=(
        "With zeros the step is that of the pseudo-inverse, which does not move in the directions of small "
        "eigenvalues, where the inverse moves most. Both choices depend on the coordinates."
    ),
    sources=("HornJohnson2013, section 7.3", "NocedalWright2006, section 3.4"),
)
