"""Optimizers under one contract: what a step needs, what it changes, what it reports.

The contract (`contract.State`, `contract.Report`; every file of `methods` is held to it by one test):

1. An optimizer is a frozen dataclass of hyperparameters, checked when it is made.
2. `init(parameters)` gives a `State`: parameters, a count of zero and the memory the method keeps.  Parameters
   are one array, or a tuple of arrays where they are of several kinds (a mixture, a search law).
3. `step(state, *, ...)` gives the next `State` and a `Report`.  Its keyword arguments are what has to be
   measured at `state.parameters`: `gradient`, `metric`, `hessian`, ... (`contract.needs` lists them).
4. A state never changes: its arrays are read-only copies, and a step leaves its arguments as they were.  The same
   state and measurements give the same step, to the bit; what is random is drawn by the caller.
5. The report gives the Euclidean length of the change, its slope g^T (theta' - theta) where there is a gradient
   (negative: downhill to first order), and what the method has to say besides.
6. Everything minimises.  A gradient is that of the mean loss, whose 1/N is the caller's; no step multiplies by N.
7. A zero gradient moves nothing from a fresh state.
8. Bad input is a named error: shapes (ShapeError), NaN (NonFiniteError), a hyperparameter outside its range
   (HyperparameterError), a singular matrix without damping (SingularFactorError), no data (EmptyError).

Methods              `methods`, one file each, found by looking into the folder
Potentials           `potentials`: log-partition functions for mirror descent
Exponential maps     `geodesics`: of the normal law, the half-plane and the simplex
Responses            `responses`: generalised linear models for Fisher scoring
Diagonals            `hutchinson`: diag(H) from products H v
"""
