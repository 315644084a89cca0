"""Sections 7, 8 and 10: what can be done, each earned by an acceptance check."""

from theorems import Claim, Reading
from theorems.demonstrations import demonstrates

section_7_svrg = Claim(
    id="methods.7.svrg",
    kind="capability",
    section="7 (stochastic)",
    title="SVRG-style variance reduction",
    statement="Variance reduction in the manner of SVRG can be combined with natural-gradient steps.",
    readings=(
        Reading(
            "A",
            "A preconditioned step has the full gradient as its mean, and no variance at the anchor.",
            demonstrates("svrg"),
            literal=True,
        ),
    ),
    sources=("JohnsonZhang2013, Fig. 1",),
)

section_7_dist_local = Claim(
    id="methods.7.dist.local",
    kind="capability",
    section="7 (distributed)",
    title="local Fisher computation",
    statement="Each worker computes the Fisher approximation of its own examples.",
    readings=(
        Reading(
            "A",
            "Local gradients and Fisher matrices of shards are computed, and together make those of the batch.",
            demonstrates("distributed_local"),
            literal=True,
        ),
    ),
    sources=("Osawa2019",),
)

section_7_dist_sync = Claim(
    id="methods.7.dist.sync",
    kind="capability",
    section="7 (distributed)",
    title="synchronization",
    statement="The workers' natural-gradient updates are coordinated.",
    readings=(
        Reading(
            "A",
            "A synchronized step over shards is the step of the whole batch.",
            demonstrates("distributed_step"),
            literal=True,
        ),
    ),
    sources=("MartensGrosse2015, section 6.3",),
)

section_8_block_diagonal = Claim(
    id="methods.8.block-diagonal",
    kind="capability",
    section="8 (inversion)",
    title="block-diagonal inversion",
    statement="Interactions off the diagonal blocks can be ignored, and each block inverted by itself.",
    readings=(
        Reading(
            "A",
            "The blocks of single layers are computed and inverted one by one.",
            demonstrates("block_diagonal"),
            literal=True,
        ),
    ),
    sources=("MartensGrosse2015, section 4.2",),
)

section_8_kronecker = Claim(
    id="methods.8.kronecker",
    kind="capability",
    section="8 (inversion)",
    title="Kronecker factorization",
    statement="Where the problem has the structure, a Kronecker factorization can be used for the inversion.",
    readings=(
        Reading(
            "A",
            "Systems with a Kronecker product, damped or not, are solved without forming it.",
            demonstrates("kronecker_solve"),
            literal=True,
        ),
    ),
    sources=("MagnusNeudecker2019, section 2.4",),
)

section_8_gradual_updates = Claim(
    id="methods.8.gradual-updates",
    kind="capability",
    section="8 (stability)",
    title="gradual updates",
    statement="The Fisher approximation can be updated slowly.",
    readings=(
        Reading(
            "A",
            "Running averages of factors are implemented, with bias correction and with K-FAC's schedule.",
            demonstrates("gradual_updates"),
            literal=True,
        ),
    ),
    sources=("KingmaBa2015, section 3",),
)

section_10_vi_connection = Claim(
    id="methods.10.vi-connection",
    kind="capability",
    section="10 (variational inference)",
    title="connection to natural gradient VI",
    statement="Natural gradients connect with variational inference.",
    readings=(
        Reading(
            "A",
            "Natural-gradient steps of a variational bound reach a known posterior.",
            demonstrates("conjugate_inference"),
            literal=True,
        ),
    ),
    sources=("Hoffman2013, section 2",),
)

section_10_vae = Claim(
    id="methods.10.vae",
    kind="capability",
    section="10 (GANs and VAEs)",
    title="VAE natural gradients",
    statement="The encoder and decoder of a variational autoencoder have natural gradients.",
    readings=(
        Reading(
            "A",
            "The Fisher matrix of an encoder is computed, from which its natural gradient follows.",
            demonstrates("variational_autoencoder"),
            literal=True,
        ),
    ),
    sources=("KingmaWelling2014",),
)
