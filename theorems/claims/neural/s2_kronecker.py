"""Sections 2 and 5: the inverse of a Kronecker product, and what it costs."""

from theorems import (
    And,
    AtLeast,
    Claim,
    Covariance,
    Equal,
    Id,
    Reading,
    Rectangle,
    Scalar,
    Term,
    Variant,
    identity_of,
    kron,
    norm2,
    ones,
    ones_of,
    rational,
    setting,
    symbol,
    tr,
    vec,
    vec_rows,
)

MARTENS = "MartensGrosse2015, section 3"
MAGNUS = "MagnusNeudecker2019, chapter 2"

# -- its inverse -------------------------------------------------------------------------------------

A_l, G_l, V = symbol("A"), symbol("G"), symbol("V")
factors = setting(
    A=Covariance("n", "the factor of the inputs, positive definite"),
    G=Covariance("m", "the factor of the outputs, positive definite"),
    V=Rectangle("m", "n", "a gradient in the weights"),
    dims={"m": 1},
    sizes=(1, 2),
)
identity = kron(Id, identity_of("m"))
small_inverses = vec(G_l.inv @ V @ A_l.inv)

kron_identity = Claim(
    id="neural.2.kron-identity",
    section="2",
    title="The inverse of a Kronecker product is the product of the inverses",
    statement=r"$(A_l\otimes G_l)^{-1}=A_l^{-1}\otimes G_l^{-1}$",
    readings=(
        Reading(
            "A",
            r"The product of $A\otimes G$ with $A^{-1}\otimes G^{-1}$ is the identity from both sides.",
            And(
                Equal(kron(A_l, G_l) @ kron(A_l.inv, G_l.inv), identity),
                Equal(kron(A_l.inv, G_l.inv) @ kron(A_l, G_l), identity),
            ),
            factors,
            literal=True,
        ),
    ),
    variants=(
        Variant("In the other order.", Equal(kron(A_l, G_l) @ kron(G_l.inv, A_l.inv), identity)),
        Variant(
            "With the same damping for the product and for each factor.",
            Equal((kron(A_l, G_l) + identity) @ kron((A_l + Id).inv, (G_l + identity_of("m")).inv), identity),
        ),
    ),
    beware="Damping spoils it: A ⊗ G + λ Id is no Kronecker product. Both factors have to be invertible.",
    sources=(MAGNUS,),
)

kfac_no_dxd = Claim(
    id="neural.2.kfac-no-dxd",
    section="2",
    title="The step needs no matrix of the size of all weights",
    statement=r"Inversion is possible without forming the $d\times d$ matrix.",
    readings=(
        Reading(
            "A",
            r"The solution $x$ of $(A\otimes G)x=\mathrm{vec}(V)$ is $\mathrm{vec}(G^{-1}VA^{-1})$: only "
            r"$d_{in}\times d_{in}$, $d_{out}\times d_{out}$ and $d_{out}\times d_{in}$ matrices occur; by rows, it is "
            r"$\mathrm{vec}_{\mathrm{rows}}$ of the same matrix for $G\otimes A$.",
            And(
                Equal(kron(A_l, G_l) @ small_inverses, vec(V)),
                Equal(kron(G_l, A_l) @ vec_rows(G_l.inv @ V @ A_l.inv), vec_rows(V)),
            ),
            factors,
            literal=True,
        ),
    ),
    variants=(
        Variant("The other order of the product.", Equal(kron(G_l, A_l) @ small_inverses, vec(V))),
        Variant("The factors themselves.", Equal(kron(A_l, G_l) @ vec(G_l @ V @ A_l), vec(V))),
    ),
    beware="The identity is exact for A ⊗ G; that F_l is close to it is another matter.",
    sources=(MARTENS, MAGNUS),
)

# -- sizes and costs ---------------------------------------------------------------------------------

d_in, d_out = symbol("d_in"), symbol("d_out")


def entry_count(matrix_of_ones: Term) -> Term:
    """How many entries a matrix of ones has: the squared length of its vec."""
    return norm2(vec(matrix_of_ones))


ones_in, ones_out = ones @ ones.T, ones_of("m") @ ones_of("m").T
counted = setting(
    where={d_in: tr(Id), d_out: tr(identity_of("m"))},
    A=Covariance("n", "the factor of the inputs, of order d_in"),
    G=Covariance("m", "the factor of the outputs, of order d_out"),
    dims={"m": 2},
)

kron_sizes = Claim(
    id="neural.2.kron-sizes",
    section="2",
    title="One matrix of (d_in d_out)² entries becomes two of d_in² and d_out²",
    statement=(
        r"Inversion of a $(d_{in}d_{out})^2$ matrix becomes that of two matrices of size $d_{in}^2$ and $d_{out}^2$."
    ),
    readings=(
        Reading(
            "A",
            r"Counts of entries: $A\otimes G$ has $(d_{in}d_{out})^2$ of them, $A$ has $d_{in}^2$ and $G$ has "
            r"$d_{out}^2$.",
            And(
                Equal(entry_count(kron(ones_in, ones_out)), (d_in * d_out) ** 2),
                Equal(entry_count(ones_in), d_in**2),
                Equal(entry_count(ones_out), d_out**2),
            ),
            counted,
            literal=True,
        ),
        Reading(
            "B",
            r"Orders: $A\otimes G$ is a matrix of order $(d_{in}d_{out})^2$.",
            Equal(tr(kron(Id, identity_of("m"))), (d_in * d_out) ** 2),
            counted,
        ),
    ),
    variants=(
        Variant("The order instead of the count.", Equal(entry_count(kron(ones_in, ones_out)), d_in * d_out)),
        Variant("The sum of the orders.", Equal(entry_count(kron(ones_in, ones_out)), (d_in + d_out) ** 2)),
    ),
    beware=(
        "d² is a count of entries; the order of the matrix is d. With d_in = 1 nothing is gained: d_out² entries "
        "become d_out² + 1."
    ),
    sources=(MAGNUS,),
)


def inversion(d: Term) -> Term:
    """Operations for the inverse of a positive definite matrix by Cholesky: factorisation, then the inverse."""
    factorisation = (2 * d**3 + 3 * d**2 + d) / 6
    inverse = (4 * d**3 + 3 * d**2 + 5 * d) / 6
    return factorisation + inverse


def application(rows: Term, columns: Term) -> Term:
    """Operations for G⁻¹VA⁻¹ with the inverses at hand: two matrix products."""
    return 2 * rows**2 * columns + 2 * rows * columns**2


x, y = symbol("x"), symbol("y")
whole, split = (d_in * d_out) ** 3, d_in**3 + d_out**3
of_factors = inversion(d_in) + inversion(d_out)
costs = And(
    AtLeast(inversion(d_in * d_out), whole),
    AtLeast(rational(3) * whole, inversion(d_in * d_out)),
    AtLeast(rational(3) * split, of_factors),
    AtLeast(rational(2) * split, application(d_out, d_in)),
)
all_sizes = setting(
    where={d_in: 1 + x**2, d_out: 1 + y**2},
    x=Scalar(says="d_in = 1 + x², every number from 1 on"),
    y=Scalar(says="d_out = 1 + y², every number from 1 on"),
    sizes=(1,),
)
of_costs = (
    Variant("Linear in the sizes.", AtLeast(rational(100) * (d_in + d_out), of_factors)),
    Variant("Quadratic in the sizes.", AtLeast(rational(100) * (d_in**2 + d_out**2), of_factors)),
    Variant(
        "The full matrix at the cost of the factors.", AtLeast(rational(100) * split, inversion(d_in * d_out))
    ),
    Variant(
        "The application at the cost of one product.", AtLeast(2 * d_in * d_out, application(d_out, d_in))
    ),
)
cost_text = (
    r"Operations of Cholesky's method: a matrix of order $d$ is inverted in $d^3+d^2+d$, which lies between $d^3$ and "
    r"$3d^3$. So the block costs at least $(d_{in}d_{out})^3$ and at most three times that, and both factors at most "
    r"$3(d_{in}^3+d_{out}^3)$; to apply both inverses costs at most $2(d_{in}^3+d_{out}^3)$ more."
)

kron_cost = Claim(
    id="neural.2.kron-cost",
    section="2",
    title="The cost of inversion drops to that of the two factors",
    statement=r"The cost drops from $O((d_{in}d_{out})^3)$ to $O(d_{in}^3+d_{out}^3)$.",
    readings=(Reading("A", cost_text, costs, all_sizes, literal=True),),
    variants=of_costs,
    beware=(
        "For each matrix V the inverses are applied at d_in d_out (d_in + d_out), which the sum of cubes bounds. To "
        "estimate the factors costs more, of the order of the batch times the sum of squares."
    ),
    sources=("GolubVanLoan2013, section 4.2", MARTENS),
)

kfac_cost = Claim(
    id="neural.5.kfac-cost",
    section="5",
    title="The inversion of K-FAC costs the sum of cubes instead of the cube of the product",
    statement=(
        r"$F_l\approx A_l\otimes G_l$; inversion costs $O(d_{in}^3+d_{out}^3)$ instead of $O((d_{in}d_{out})^3)$."
    ),
    readings=(
        Reading(
            "A",
            cost_text + r" For $G\otimes A$, where weights are stored by rows, the costs are the same.",
            costs,
            all_sizes,
            literal=True,
        ),
    ),
    variants=of_costs,
    beware="Where one of the sizes is 1 the two costs are of one order.",
    sources=("GolubVanLoan2013, section 4.2", MARTENS),
)
