"""Fill the caches that every check would otherwise fill for itself: imported once, before workers are forked.

Nothing that is computed here is kept as evidence.
"""

from __future__ import annotations

import numpy as np

from derivations import families
from theorems.catalogue import entries as entries_of_catalogue
from theorems.examination import prove, refute
from theorems.families import family_model, quadrature
from theorems.family_words import entries, fisher_of
from theorems.language import AtLeast, Equal, law, log_density, symbol
from theorems.language import expect as mean
from theorems.measurement import measure
from theorems.portraits import decimals  # noqa: F401 -- imported for its modules, which measure families
from theorems.search import simplest_counterexample
from theorems.setting import Model, Point, Scalar, setting

x, theta = symbol("x"), symbol("theta")
SMALL = setting(x=Scalar(), sizes=(1,))
MODELS = setting(theta=Point(), p=Model(at="theta"), sizes=(1,))
RATE = setting(x=Scalar(positive=True), sizes=(2,))
FACT = Equal(fisher_of("gamma", x, x), entries(x, x, x, x))  # of a family with special functions
ENTROPY = mean(law("p", theta), log_density(law("p", theta)))


def warm() -> None:
    """Run each road once on a statement of no interest, and read the catalogue's files."""
    entries_of_catalogue()
    for name in families.names():
        families.load(name)
    for name in Model(at="theta").families:
        model = family_model(name)
        quadrature(name, model.at)
    prove(AtLeast(x * x - x + 1, 0), SMALL, 1)
    prove(Equal(ENTROPY, ENTROPY * 1), MODELS, 1)
    refute(Equal(ENTROPY, ENTROPY * 2), MODELS, "warmup")
    measure(Equal(ENTROPY, ENTROPY * 1), MODELS, np.random.default_rng(np.random.SeedSequence(0)))
    prove(FACT, RATE, 2)
    measure(FACT, RATE, np.random.default_rng(np.random.SeedSequence(0)))
    simplest_counterexample(Equal(x * x, x), SMALL, examples=5)


warm()
