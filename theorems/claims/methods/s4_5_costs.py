"""Section 4: what the two factors of K-FAC save."""

from theorems import (
    And,
    AtLeast,
    Claim,
    Covariance,
    Equal,
    Id,
    Reading,
    Scalar,
    Term,
    Variant,
    half,
    identity_of,
    kron,
    setting,
    symbol,
    tr,
)

A, G = symbol("A"), symbol("G")
m, n, u, v = map(symbol, ("m", "n", "u", "v"))


def distinct(size: Term) -> Term:
    """How many entries of a symmetric matrix differ: those on the diagonal and those above it."""
    return size + half * size * (size - 1)


whole = m * n
counts = setting(
    where={m: 1 + u**2, n: 1 + v**2},  # every number from 1 on
    u=Scalar(says="m = 1 + u² outputs"),
    v=Scalar(says="n = 1 + v² inputs"),
    sizes=(1,),
)

kfac_storage = Claim(
    id="methods.4.kfac-storage",
    section="4 (K-FAC)",
    title="The storage of two factors instead of their product",
    statement=r"Storage: $O(m^2+n^2)$ instead of $O((mn)^2)$",
    readings=(
        Reading(
            "A",
            r"For all $m,n\ge1$: the entries of $A$ and $G$ that differ are between $\frac12(m^2+n^2)$ and "
            r"$m^2+n^2$, those of $F_l$ between $\frac12(mn)^2$ and $(mn)^2$, and $m^2+n^2\le2(mn)^2$.",
            And(
                AtLeast(m**2 + n**2, distinct(m) + distinct(n)),
                AtLeast(2 * (distinct(m) + distinct(n)), m**2 + n**2),
                AtLeast(whole**2, distinct(whole)),
                AtLeast(2 * distinct(whole), whole**2),
                AtLeast(2 * whole**2, m**2 + n**2),
            ),
            counts,
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "the number of weights would do for the factors", AtLeast(2 * m * n, distinct(m) + distinct(n))
        ),
        Variant("the number of weights would do for the whole", AtLeast(m * n, distinct(whole))),
        Variant("always less, and with no constant", AtLeast(whole**2, m**2 + n**2)),
    ),
    beware=(
        "With one output or one input the two factors take one number more than the whole matrix; from m = n = 2 on "
        "they take less. Neither is of the order of the mn weights unless m and n are comparable."
    ),
    sources=("MartensGrosse2015, section 3",),
)

kfac_inversion = Claim(
    id="methods.4.kfac-inversion",
    section="4 (K-FAC)",
    title="A Kronecker product is inverted factor by factor",
    statement="Inversion: use the properties of Kronecker products.",
    readings=(
        Reading(
            "A",
            r"$(A\otimes G)(A^{-1}\otimes G^{-1})=\mathrm{Id}$ on either side, so that the two small inverses are "
            r"enough, and $\mathrm{tr}(A\otimes G)=\mathrm{tr}A\,\mathrm{tr}G$.",
            And(
                Equal(kron(A, G) @ kron(A.inv, G.inv), kron(Id, identity_of("m"))),
                Equal(tr(kron(A, G)), tr(A) * tr(G)),
            ),
            setting(A=Covariance("n"), G=Covariance("m"), dims={"m": 1}, sizes=(1, 2)),
            literal=True,
        ),
    ),
    variants=(
        Variant(
            "the inverses in the other order",
            Equal(kron(A, G) @ kron(G.inv, A.inv), kron(Id, identity_of("m"))),
        ),
        Variant("one inverse only", Equal(kron(A, G) @ kron(A.inv, G), kron(Id, identity_of("m")))),
    ),
    beware=(
        "Both factors have to be invertible. (A ⊗ G + λ Id)⁻¹ is no Kronecker product: damping is split between the "
        "factors, or done in their eigenbases."
    ),
    sources=("HornJohnson1991, section 4.2",),
)
