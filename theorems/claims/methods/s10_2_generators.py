"""Section 10: natural gradients for generators."""

from theorems import (
    Claim,
    Covariance,
    Data,
    Equal,
    Hypothesis,
    PositiveDefinite,
    RandomColumn,
    Reading,
    Rectangle,
    Scalar,
    Variant,
    expect,
    identity_of,
    kron,
    law,
    setting,
    symbol,
    vec,
)

W, U, M, z, s = map(symbol, ("W", "U", "M", "z", "s"))
q = law("q")

# A generator x = Wz of n latent numbers, z ~ N(0, Id), for samples of m > n numbers: x has the covariance WWᵀ.
covariance = W @ W.T
noisy = covariance + s * identity_of("m")
generator = setting(
    W=Rectangle("m", "n", says="the generator x = Wz, from n latent numbers to m = n + 1"),
    s=Scalar(positive=True, says="the variance of noise on the samples"),
    dims={"m": 1},
    sizes=(1, 2),
)
moved = expect(q, z.T @ U.T @ M @ U @ z)
in_samples = kron(expect(q, z @ z.T), M)

gan_generator = Claim(
    id="methods.10.gan-generator",
    section="10 (GANs and variational autoencoders)",
    title="Natural gradients for the likelihood of a generator",
    statement="Generator networks: natural gradients for likelihood-based training.",
    readings=(
        Reading(
            "A",
            r"With the Fisher matrix of the distribution of the generator, which takes a density: for a linear "
            r"generator $x=Wz$, $z\sim N(0,\mathrm{Id})$, a positive definite covariance of $x$.",
            PositiveDefinite(covariance),
            generator,
            literal=True,
        ),
        Reading(
            "B",
            r"With a chosen metric $M$ of samples in its place, $G=\mathbb E_z[J^{\top}MJ]$ with the Jacobian of the "
            r"generator in its weights: for $x=Wz$ it is $\mathbb E[zz^{\top}]\otimes M$, the mean squared length of "
            r"the change $Uz$.",
            Equal(vec(U).T @ in_samples @ vec(U), moved),
            setting(
                U=Rectangle("m", "n", says="a change of the weights"),
                M=Covariance("m", says="the metric of samples"),
                q=Data(says="the law of the latent numbers"),
                z=RandomColumn("q", says="the latent numbers"),
                dims={"m": 1},
                sizes=(1, 2),
            ),
        ),
    ),
    hypothesis=Hypothesis(
        "regularity",
        r"the generator has a density, as with noise of variance $s>0$ on its samples: the decoder of a variational "
        r"autoencoder",
        generator,
        PositiveDefinite(noisy),
    ),
    variants=(
        Variant("without noise", PositiveDefinite(covariance)),
        Variant("noise taken away", PositiveDefinite(covariance - s * identity_of("m"))),
        Variant("more than twice the noise", PositiveDefinite(noisy - 2 * s * identity_of("m"))),
    ),
    beware=(
        "With as many latent numbers as sample entries a density exists and hides it. Where samples fill a surface "
        "that moves with W, divergences between neighbours are infinite and there are no scores."
    ),
    sources=("ArjovskyBottou2017, section 2",),
)
