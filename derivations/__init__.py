"""What can be derived, with SymPy; knows nothing of claims.

    family, families      densities and where they live, one file a family
    text                  densities, sets, conditions and charts read from text, and written back
    laws, expectation     moments by rule, with the name of the rule
    moments               the Fisher matrix of a family with its route, its conditions and whether it is regular
    fisher                the Fisher matrix in score, Hessian and KL-Hessian form
    divergence            KL, cross entropy, entropy, and the expansion of KL to any order
    regular_expansion     the same expansion for every regular model, from the Bartlett identities
    charts                Jacobians, and how metrics, vectors, covectors change
    geometry              connections, curvature, distance, Jeffreys prior, exponential families, Čencov
    extremals             Lagrangians, KKT equations, and the gap above a minimum
    stochastic            Itô and Stratonovich equations: stationary laws, currents, charts, response
    thermodynamics        loss, entropy, free energy, rates
    ladder                named steps that prove an expression to be zero
    matrix_algebra        identities of matrices for all sizes; needs no SymPy
    tidy                  the shortest of a few equal forms, for reading

Import what you need from these modules; this package itself imports nothing.
"""
