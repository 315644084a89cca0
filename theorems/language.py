"""The words in which claims are written.

Every word builds a `Term`; none computes. A claim imports from here (through
`theorems`) and reads like the formula it states:

    Equal(v.T @ I @ v, w.T @ I_eta @ w)

Leaves are declared in the setting of a reading (`theorems.setting`), which
says what each symbol ranges over.
"""

from __future__ import annotations

from fractions import Fraction

from theorems.term import Number, Term, as_term

# -- leaves ------------------------------------------------------------------------------------


def symbol(name: str) -> Term:
    """A scalar, column or matrix symbol of the setting."""
    return Term("var", name=name)


def function(name: str) -> Term:
    """A named function of the setting (a loss, a chart, a curve), to be applied: L(theta)."""
    return Term("fun", name=name)


def rational(numerator: int, denominator: int = 1) -> Term:
    """An exact number."""
    return as_term(Fraction(numerator, denominator))


half = rational(1, 2)
Id = Term("identity")
ones = Term("ones")

# -- algebra -----------------------------------------------------------------------------------


def tr(a: Term) -> Term:
    """The trace of a square matrix."""
    return Term("trace", (a,))


def det(a: Term) -> Term:
    """The determinant of a square matrix."""
    return Term("det", (a,))


def diag(v: Term) -> Term:
    """The diagonal matrix with a column on its diagonal."""
    return Term("diag", (v,))


def norm2(v: Term) -> Term:
    """The squared Euclidean norm ‖v‖² of a column."""
    return Term("norm2", (v,))


def norm(v: Term) -> Term:
    """The Euclidean norm ‖v‖ of a column."""
    return sqrt(norm2(v))


def sqrt(x: Term) -> Term:
    """The non-negative square root of a scalar."""
    return Term("sqrt", (x,))


def exp(x: Term) -> Term:
    """The exponential of a scalar."""
    return Term("exp", (x,))


def log(x: Term) -> Term:
    """The natural logarithm of a scalar."""
    return Term("log", (x,))


def sin(x: Term) -> Term:
    """The sine of a scalar."""
    return Term("sin", (x,))


def cos(x: Term) -> Term:
    """The cosine of a scalar."""
    return Term("cos", (x,))


def largest_eigenvalue(a: Term) -> Term:
    """λ_max of a square matrix with real spectrum: symmetric, or a metric's inverse times a symmetric one."""
    return Term("eigmax", (a,))


def matrix_exp(a: Term) -> Term:
    """The exponential Σ_k a^k / k! of a square matrix."""
    return Term("expm", (a,))


def absolute(x: Term) -> Term:
    """The absolute value of a scalar."""
    return Term("abs", (x,))


# -- calculus ----------------------------------------------------------------------------------


def let(name: Term, value: Term, body: Term) -> Term:
    """The body with a symbol standing for a value: body[name := value]."""
    return Term("let", (value, body), name=name.name)


def grad(body: Term, wrt: Term) -> Term:
    """The column of partial derivatives of a scalar in a column symbol, at its value in force."""
    return Term("grad", (body,), name=wrt.name)


def jacobian(body: Term, wrt: Term) -> Term:
    """The matrix ∂body_i/∂wrt_j (numerator layout) of a column body."""
    return Term("jacobian", (body,), name=wrt.name)


def divergence(body: Term, wrt: Term) -> Term:
    """The divergence Σ_j ∂_j body_j of a column; of a matrix, the column of the divergences of its rows."""
    return Term("divergence", (body,), name=wrt.name)


def derivative(body: Term, wrt: Term) -> Term:
    """The derivative of any body in a scalar symbol, at its value in force."""
    return Term("derivative", (body,), name=wrt.name)


# -- probability -------------------------------------------------------------------------------


def law(name: str, *parameter: Term) -> Term:
    """A law of the data: law("p", theta) of the model, law("q") of the world."""
    return Term("law", parameter, name=name)


def expect(under: Term, body: Term) -> Term:
    """The mean of a body over outcomes drawn from a law."""
    return Term("expect", (under, body))


def normal_mean(body: Term, over: Term, covariance: Term) -> Term:
    """The mean of a body over `over` ~ N(0, covariance), a column with its n entries."""
    return Term("normalmean", (covariance, body), name=over.name)


def density(of: Term) -> Term:
    """The density (or mass) of a law at the outcome in force; inside `expect` only."""
    return Term("density", (of,))


def log_density(of: Term) -> Term:
    """The log-density of a law at the outcome in force; inside `expect` only."""
    return Term("logdensity", (of,))


outcome = Term("outcome")


def named(latex: str, body: Term, *shown: Term) -> Term:
    """A body printed as a symbol of its own, with the arguments worth showing."""
    return Term("named", (body, *shown), name=latex)


def score(at: Term, *, model: str = "p") -> Term:
    """∇ log p(x|at), the gradient of the log-density in the parameter."""
    tau = symbol("@tau")
    return let(tau, at, grad(log_density(law(model, tau)), tau))


def fisher(at: Term, *, model: str = "p", under: Term | None = None) -> Term:
    """I_F(at) = E[score scoreᵀ] over the model's own law, or over another law if one is given."""
    s = score(at, model=model)
    mean = expect(under if under is not None else law(model, at), s @ s.T)
    return named("I_F" if under is None else r"I_q", mean, at)


def kl(first: Term, second: Term) -> Term:
    """KL(first ‖ second) = E_first[log first − log second], in nats."""
    gap = log_density(first) - log_density(second)
    return named(r"\mathrm{KL}", expect(first, gap), first, second)


def entropy(of: Term) -> Term:
    """S = −E_p[log p], in nats."""
    return named("S", -expect(of, log_density(of)), of)


def cross_entropy(data: Term, of: Term) -> Term:
    """L = −E_data[log p], in nats."""
    return named("L", -expect(data, log_density(of)), of)


# -- statements --------------------------------------------------------------------------------


def Equal(a: Term | Number, b: Term | Number) -> Term:
    """a = b at every instance of the setting."""
    return Term("eq", (as_term(a), as_term(b)))


def AtLeast(a: Term | Number, b: Term | Number) -> Term:
    """a ≥ b at every instance of the setting."""
    return Term("ge", (as_term(a), as_term(b)))


def Greater(a: Term | Number, b: Term | Number) -> Term:
    """a > b at every instance of the setting."""
    return Term("gt", (as_term(a), as_term(b)))


def PositiveDefinite(a: Term) -> Term:
    """A symmetric matrix is positive definite."""
    return Term("pd", (a,))


def PositiveSemidefinite(a: Term) -> Term:
    """A symmetric matrix is positive semidefinite."""
    return Term("psd", (a,))


def BigO(a: Term, h: Term, exponent: Number) -> Term:
    """a = O(h^exponent) as the positive scalar h falls to zero."""
    return Term("bigo", (a,), name=h.name, value=Fraction(exponent))


def LittleO(a: Term, h: Term, exponent: Number) -> Term:
    """a = o(h^exponent) as the positive scalar h falls to zero."""
    return Term("littleo", (a,), name=h.name, value=Fraction(exponent))


def Minimises(candidate: Term, objective: Term, over: Term, *, level: Term | None = None) -> Term:
    """The candidate minimises an objective in the column `over`, on the level set of `level` through it.

    `objective` and `level` are terms in `over`; the competitors are all values of
    `over` at which `level` takes the value it has at the candidate.
    Without a level, every column competes.
    """
    return Term("argmin", (candidate, objective, *(() if level is None else (level,))), name=over.name)


def Maximises(candidate: Term, objective: Term, over: Term, *, level: Term | None = None) -> Term:
    """The candidate maximises an objective; see `Minimises`."""
    return Term("argmax", (candidate, objective, *(() if level is None else (level,))), name=over.name)


def UniqueMinimiser(candidate: Term, objective: Term, over: Term, *, level: Term | None = None) -> Term:
    """The candidate minimises, and no other competitor ties with it."""
    return Term("argmin!", (candidate, objective, *(() if level is None else (level,))), name=over.name)


def Implies(premise: Term, conclusion: Term) -> Term:
    """Wherever the premise holds, so does the conclusion."""
    return Term("implies", (premise, conclusion))


def And(*parts: Term) -> Term:
    """All parts hold."""
    return Term("and", parts)


def Commensurable(*quantities: Term) -> Term:
    """The quantities have one unit, so that they may be compared: a statement about types alone."""
    return Term("commensurable", quantities)


def Symbols(*formulas: Term, by_block: bool = False) -> Term:
    """Each symbol has one meaning over all the formulas (or within each formula alone)."""
    return Term("symbols" if not by_block else "symbols-by-block", formulas)


def Formula(where: str, body: Term) -> Term:
    """A formula of a document with the place it stands at, for `Symbols`."""
    return Term("formula", (body,), name=where)


def NothingChecked(text: str) -> Term:
    """A sentence with nothing in it that a check could bear on: an opinion, a question, a value judgement.

    text  what it is, in letters, digits and , . ; : ( ) ' + / = - so that a formula can hold it.
    """
    return Term("nothing", name=text)
