"""What can be derived, with SymPy; knows nothing of claims.

    family, families      densities and where they live, one file a family
    laws, expectation     moments by rule, with the name of the rule
    fisher                the Fisher matrix in score, Hessian and KL-Hessian form
    divergence            KL, cross entropy, entropy, and the expansion of KL to any order
    regular_expansion     the same expansion for every regular model, from the Bartlett identities
    charts                Jacobians, and how metrics, vectors, covectors change
    extremals             Lagrangians, KKT equations, and the gap above a minimum
    stochastic            Itô and Stratonovich equations: stationary laws, currents, charts, response
    thermodynamics        loss, entropy, free energy, rates
    ladder                named steps that prove an expression to be zero
    matrix_algebra        identities of matrices for all sizes; needs no SymPy
    tidy                  the shortest of a few equal forms, for reading

Import what you need from these modules; this package itself imports nothing.
"""
