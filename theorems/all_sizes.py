"""Prove an equation for every number of parameters, in the free algebra of matrices.

The statement's tree is read as a word in matrices of which only shape, symmetry
and invertibility are known. What calculus is needed is the chain rule: a
gradient or score in the coordinates η of θ = ψ(η) is Jᵀ times the one in θ.
"""

from __future__ import annotations

from typing import Any

from derivations import matrix_algebra as algebra
from theorems.setting import Covector, Matrix, Metric, Model, Point, Scalar, Setting, Vector
from theorems.term import Term


class NotAWordError(ValueError):
    """The tree uses something that the free algebra of matrices has no letter for."""


def proves_for_all_sizes(statement: Term, setting: Setting) -> bool:
    """Whether an equation has the same normal form on both sides; True is a proof at every n.

    Statements of other kinds, and trees with letters the algebra lacks, give False.
    """
    if statement.op == "and":
        return all(proves_for_all_sizes(part, setting) for part in statement.args)
    if statement.op != "eq" or any(isinstance(k, Model) and k.edges for k in setting.symbols.values()):
        return False
    reader = Reader(setting)
    try:
        left, right = (reader(side) for side in statement.args)
        return bool(algebra.equal(left, right))
    except (NotAWordError, algebra.ShapeError, algebra.NotReducedError, ArithmeticError):
        return False


class Reader:
    """Read terms as expressions of the free algebra; `bound` holds what `let` has bound."""

    def __init__(self, setting: Setting, bound: dict[str, Term] | None = None) -> None:
        self.setting = setting
        self.bound = bound or {}

    def __call__(self, term: Term) -> Any:
        """The expression of a term.

        Raises NotAWordError where the algebra has no letter.
        """
        method = getattr(self, f"read_{term.op}", None)
        if method is None:
            raise NotAWordError(f"no letter for {term.op!r}.")
        return method(term)

    def resolve(self, term: Term) -> Term:
        """A term with bound symbols replaced by what they stand for."""
        return term.map(
            lambda node: self.bound[node.name] if node.op == "var" and node.name in self.bound else node
        )

    def read_num(self, term: Term) -> Any:
        """An exact number."""
        return algebra.number(term.value or 0)

    def read_var(self, term: Term) -> Any:
        """A symbol of the setting as a letter of its kind."""
        if term.name in self.bound:
            return self(self.bound[term.name])
        if term.name in self.setting.where:
            return self(self.setting.where[term.name])
        match self.setting.symbols.get(term.name):
            case Scalar() as kind:
                return algebra.scalar(term.name, positive=kind.positive)
            case Vector() | Covector() | Point():
                return algebra.vector(term.name, "n")
            case Metric():
                return algebra.matrix(term.name, "n", "n", symmetric=True, invertible=True)
            case Matrix():
                return algebra.matrix(term.name, "n", "n", invertible=True)
        raise NotAWordError(f"no letter for the symbol {term.name!r}.")

    def read_add(self, term: Term) -> Any:
        """A sum."""
        return self(term.args[0]) + self(term.args[1])

    def read_neg(self, term: Term) -> Any:
        """A negative."""
        return -self(term.args[0])

    def read_mul(self, term: Term) -> Any:
        """A product with a scalar."""
        return self(term.args[0]) * self(term.args[1])

    def read_div(self, term: Term) -> Any:
        """A quotient by a scalar."""
        return self(term.args[0]) / self(term.args[1])

    def read_matmul(self, term: Term) -> Any:
        """A matrix product."""
        return self(term.args[0]) @ self(term.args[1])

    def read_transpose(self, term: Term) -> Any:
        """A transpose."""
        return self(term.args[0]).T

    def read_inverse(self, term: Term) -> Any:
        """An inverse."""
        return algebra.inverse(self(term.args[0]))

    def read_trace(self, term: Term) -> Any:
        """A trace."""
        return algebra.trace(self(term.args[0]))

    def read_identity(self, _: Term) -> Any:
        """The identity."""
        return algebra.identity("n")

    def read_norm2(self, term: Term) -> Any:
        """The squared Euclidean norm."""
        value = self(term.args[0])
        return value.T @ value

    def read_pow(self, term: Term) -> Any:
        """A power of a scalar."""
        return algebra.power(self(term.args[0]), term.value or 0)

    def read_sqrt(self, term: Term) -> Any:
        """A root of a scalar."""
        return algebra.sqrt(self(term.args[0]))

    def read_named(self, term: Term) -> Any:
        """A definition by its body."""
        return self(term.args[0])

    def read_let(self, term: Term) -> Any:
        """A body with a symbol bound."""
        value, body = term.args
        return Reader(self.setting, {**self.bound, term.name: self.resolve(value)})(body)

    def read_jacobian(self, term: Term) -> Any:
        """The Jacobian of a chart at a point: an invertible letter."""
        return self.jacobian_of(self.resolve(term.args[0]), term.name)

    def jacobian_of(self, body: Term, name: str) -> Any:
        """The letter of ∂body/∂name for body = chart(name)."""
        if body.op == "call" and body.args == (Term("var", name=name),):
            return algebra.matrix(f"∂{body.name}/∂{name}", "n", "n", invertible=True)
        raise NotAWordError("only the Jacobian of a chart at its own coordinates is a letter.")

    def read_grad(self, term: Term) -> Any:
        """A gradient or score by the chain rule."""
        body = term.args[0]
        if body.op == "call" and len(body.args) == 1:
            return self.chain(term.name, body.args[0], f"∇{body.name}", random=False)
        if body.op == "logdensity" and body.args[0].args:
            law = body.args[0]
            return self.chain(term.name, law.args[0], f"score {law.name}", random=True)
        raise NotAWordError("only gradients of a named function or of a log-density are letters.")

    def chain(self, name: str, argument: Term, what: str, *, random: bool) -> Any:
        """∇_name of f(argument): the letter of ∇f at the argument, behind Jᵀ where the argument is a chart."""
        at = self.resolve(argument)
        letter = algebra.vector(f"{what} at {at.digest}", "n", random=random)
        if argument == Term("var", name=name):
            return letter
        return self.jacobian_of(argument, name).T @ letter

    def read_expect(self, term: Term) -> Any:
        """A mean: linear, with what is not random drawn out."""
        law, body = term.args
        tag = law.name + "".join(f" at {self.resolve(argument).digest}" for argument in law.args)
        return algebra.expectation(self(body), law=tag)
