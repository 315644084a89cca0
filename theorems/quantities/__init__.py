"""Quantities of families: the Fisher matrix of the gamma law, the divergence of two Cauchy laws, a curvature.

A statement names one by the kind and the family, as in `fisher_of("gamma", k, b)`.  It has a value on two roads:

    derived   the closed form of `derivations`, as a term that every arithmetic evaluates: proofs, balls, replay.
    measured  a quadrature or a sum of `numeric` over the log-density alone: balls of seen, not proved, radius.

What the roads share is the log-density of the family, the names of its parameters, and where its laws exist (`domain`).
"""
