"""Linear systems and largest eigenvalues of symmetric matrices, as curvature matrices need them.

Direct            `direct`: Cholesky of A + lambda I
Iterative         `conjugate_gradients`: the products A v alone are needed
Low rank          `woodbury`: U U^T + lambda I
Kronecker         `kronecker`: A (x) G, A (x) G + lambda I, and the factored damping of K-FAC
Clipped           `clipping`: small eigenvalues raised to a floor, or removed
Largest           `power`, `lanczos`: lambda_max with an error bound

Each hands back a `solution.Solution` (or an `eigenvalue.Eigenvalue`), whose residual is measured anew from the
operator as it was given, never taken from a recurrence, and whose outcome says what happened.
All work in float64; what LAPACK does is left to SciPy.
"""
