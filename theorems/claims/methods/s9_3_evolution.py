"""Section 9: natural evolution strategies."""

from theorems import (
    And,
    Claim,
    Equal,
    Model,
    Point,
    Reading,
    Scalar,
    Variant,
    expect,
    fisher,
    grad,
    jacobian,
    law,
    let,
    outcome,
    score,
    setting,
    symbol,
)

theta, tau, c, k0, k1, k2 = map(symbol, ("theta", "tau", "c", "k_0", "k_1", "k_2"))
search = law("p", theta)
fitness = k0 + k1 * outcome + k2 * outcome**2  # any values on three outcomes
mean_fitness = expect(law("p", tau), fitness)
slope = let(tau, theta, grad(mean_fitness, tau))
local_kl = let(tau, theta, jacobian(-expect(search, score(tau)), tau))
natural = fisher(theta).inv @ slope

nes = Claim(
    id="methods.9.nes",
    section="9 (natural evolution strategies)",
    title="Evolution strategies with the Fisher matrix of the search distribution",
    statement=(
        "Parametrise a search distribution, take its Fisher matrix, and update its parameters by the natural gradient."
    ),
    readings=(
        Reading(
            "A",
            r"For every smooth search distribution and every fitness $f$: the gradient of $\mathbb E_\theta f$ is "
            r"$\mathbb E_\theta[(f+c)\nabla\log p_\theta]$, from fitness alone and whatever is added to it, and "
            r"$F^{-1}$ of it is the natural gradient, "
            r"$\nabla^2\mathrm{KL}(p_\theta\|p_\tau)\,\tilde\nabla=\nabla\mathbb E_\theta f$.",
            And(
                Equal(slope, expect(search, (fitness + c) * score(theta))),
                Equal(local_kl @ natural, slope),
            ),
            setting(
                theta=Point("the parameters of the search distribution"),
                p=Model(
                    at="theta", says="the search distribution, smooth, over three candidates", families=()
                ),
                k_0=Scalar(says="with the next two, the fitness of each candidate"),
                k_1=Scalar(says="likewise"),
                k_2=Scalar(says="likewise"),
                c=Scalar(says="what is added to the fitness"),
                sizes=(1, 2),
            ),
            literal=True,
        ),
    ),
    variants=(
        Variant("what is added alone", Equal(slope, expect(search, c * score(theta)))),
        Variant("the plain gradient", Equal(local_kl @ slope, slope)),
        Variant("the squared fitness", Equal(slope, expect(search, fitness**2 * score(theta)))),
    ),
    beware=(
        "The Fisher matrix is that of the search distribution, not of the fitness: it needs no model of the problem."
    ),
    sources=("Wierstra2014, section 2",),
)
