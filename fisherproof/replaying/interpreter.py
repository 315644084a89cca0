"""Evaluate a certificate's terms at its instance: a few operators over jets and small matrices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flint

from fisherproof.replaying import jets, shapes
from fisherproof.replaying.jets import ONE, Jet

Node = list[Any]
Value = Any  # a Jet, or a Table
MOST_LENGTH = 32  # of a named dimension


class UnreadableError(ValueError):
    """The certificate does not follow the grammar."""


class Table:
    """A small matrix of jets with the names of its two dimensions."""

    def __init__(self, rows: list[list[Jet]], dims: tuple[str, str]) -> None:
        self.rows, self.dims = rows, dims

    @property
    def entries(self) -> list[Jet]:
        """All entries, row by row."""
        return [entry for row in self.rows for entry in row]

    def each(self, change: Callable[[Jet], Jet]) -> Table:
        """Every entry changed."""
        return Table([[change(entry) for entry in row] for row in self.rows], self.dims)


class RandomTable:
    """A random column: its value at each outcome."""

    def __init__(self, columns: list[Table]) -> None:
        self.columns = columns


class Interpreter:
    """Terms at one instance.

    symbols  name → Jet, Table, or a function or law of the instance.
    n        the number of parameters.
    last     the power of t after which series are cut.
    """

    def __init__(self, symbols: dict[str, Any], n: int, last: int = jets.EXACT) -> None:
        self.symbols, self.n, self.last = symbols, n, last
        self.epsilons = 0
        self.analytic = False

    def number(self, value: Any) -> Jet:
        """A rational, or a coefficient, as a jet."""
        return Jet({ONE: flint.fmpq(value) if isinstance(value, int) else value}, self.last)

    def within(self, **symbols: Any) -> Interpreter:
        """The same interpreter with more symbols."""
        inner = Interpreter({**self.symbols, **symbols}, self.n, self.last)
        inner.epsilons, inner.analytic = self.epsilons, self.analytic
        return inner

    def __call__(self, node: Node) -> Value:
        """The value of a term.

        Raises UnreadableError for an unknown operator, NotDecidableError where no value exists.
        """
        rule = RULES.get(node[0])
        if rule is None:
            raise UnreadableError(f"unknown operator {str(node[0])[:40]!r}.")
        return rule(self, node)

    def scalar(self, node: Node) -> Jet:
        """The value of a term that must be a number."""
        return single(self(node))

    def symbol(self, name: str) -> Any:
        """A symbol of the instance; a random one at the outcome in force."""
        if name not in self.symbols:
            raise UnreadableError(f"the symbol {name[:40]!r} has no value in the certificate.")
        value = self.symbols[name]
        if isinstance(value, RandomTable):
            if "@index" not in self.symbols:
                raise UnreadableError(f"the random column {name[:40]!r} stands outside of any expectation.")
            return value.columns[self.symbols["@index"]]
        return value

    def size(self, dim: str) -> int:
        """How long a dimension is."""
        found = 1
        for part in dim.split("*"):
            more = 0 if part == "n" else self.symbols.get("@dims", {}).get(part)
            if not isinstance(more, int) or not 0 < self.n + more <= MOST_LENGTH:
                raise UnreadableError(
                    f"the dimension {part[:40]!r} has no length from 1 to {MOST_LENGTH} in the certificate."
                )
            found *= self.n + more
        return found


def single(value: Value) -> Jet:
    """A number; a 1×1 product counts as one."""
    if isinstance(value, Table):
        if value.dims != ("1", "1"):
            raise UnreadableError("a matrix stands where a number is needed.")
        return value.rows[0][0]
    return value


def table(value: Value) -> Table:
    """A matrix."""
    if not isinstance(value, Table):
        raise UnreadableError("a number stands where a matrix is needed.")
    return value


def add(run: Interpreter, node: Node) -> Value:
    """a + b."""
    a, b = run(node[3]), run(node[4])
    if isinstance(a, Table) and isinstance(b, Table) and a.dims == b.dims:
        pairs = zip(a.rows, b.rows, strict=True)
        return Table([[x + y for x, y in zip(r, s, strict=True)] for r, s in pairs], a.dims)
    return single(a) + single(b)


def negate(run: Interpreter, node: Node) -> Value:
    """−a."""
    a = run(node[3])
    return a.each(lambda x: -x) if isinstance(a, Table) else -a


def multiply(run: Interpreter, node: Node) -> Value:
    """A product with a scalar factor."""
    a, b = run(node[3]), run(node[4])
    if isinstance(b, Table):
        factor = single(a)
        return b.each(lambda x: factor * x)
    if isinstance(a, Table):
        return a.each(lambda x: x * b)
    return a * b


def matrix_product(run: Interpreter, node: Node) -> Value:
    """a @ b; 1×1 becomes a number."""
    a, b = table(run(node[3])), table(run(node[4]))
    if a.dims[1] != b.dims[0]:
        raise UnreadableError("a matrix product with inner dimensions that differ.")
    return product(run, a, b)


def product(run: Interpreter, a: Table, b: Table) -> Value:
    """The matrix product of two tables."""
    zero = run.number(0)
    rows = []
    for row in a.rows:
        out = []
        for j in range(len(b.rows[0])):
            total = zero
            for k, entry in enumerate(row):
                total = total + entry * b.rows[k][j]
            out.append(total)
        rows.append(out)
    dims = (a.dims[0], b.dims[1])
    return rows[0][0] if dims == ("1", "1") else Table(rows, dims)


def divide(run: Interpreter, node: Node) -> Value:
    """a / b."""
    a, b = run(node[3]), run.scalar(node[4])
    return a.each(lambda x: x / b) if isinstance(a, Table) else a / b


def transposed(a: Table) -> Table:
    """Rows become columns."""
    return Table([list(column) for column in zip(*a.rows, strict=True)], (a.dims[1], a.dims[0]))


def determinant(run: Interpreter, rows: list[list[Jet]]) -> Jet:
    """Laplace expansion along the first row."""
    if len(rows) == 1:
        return rows[0][0]
    total = run.number(0)
    for j, entry in enumerate(rows[0]):
        minor = determinant(run, [row[:j] + row[j + 1 :] for row in rows[1:]])
        total = total + entry * minor if j % 2 == 0 else total - entry * minor
    return total


def inverse(run: Interpreter, node: Node) -> Table:
    """The inverse by cofactors."""
    a = table(run(node[3]))
    n = len(a.rows)
    whole = determinant(run, a.rows)
    if n == 1:
        return Table([[run.number(1) / whole]], (a.dims[1], a.dims[0]))
    rows = []
    for i in range(n):
        out = []
        for j in range(n):
            minor = [row[:i] + row[i + 1 :] for k, row in enumerate(a.rows) if k != j]
            cofactor = determinant(run, minor)
            out.append((cofactor if (i + j) % 2 == 0 else -cofactor) / whole)
        rows.append(out)
    return Table(rows, (a.dims[1], a.dims[0]))


def trace(run: Interpreter, node: Node) -> Jet:
    """The sum of the diagonal of a square matrix."""
    a = table(run(node[3]))
    if a.dims[0] != a.dims[1]:
        raise UnreadableError("the trace of a matrix that is not square.")
    total = run.number(0)
    for i, row in enumerate(a.rows):
        total = total + row[i]
    return total


def norm_squared(run: Interpreter, node: Node) -> Jet:
    """‖a‖²."""
    total = run.number(0)
    for entry in table(run(node[3])).entries:
        total = total + entry * entry
    return total


def identity(run: Interpreter, node: Node) -> Table:
    """The identity matrix of the dimension the node names, n if it names none."""
    dim = node[1] or "n"
    span = range(run.size(dim))
    return Table([[run.number(int(i == j)) for j in span] for i in span], (dim, dim))


def ones(run: Interpreter, node: Node) -> Table:
    """The column of ones."""
    dim = node[1] or "n"
    return Table([[run.number(1)] for _ in range(run.size(dim))], (dim, "1"))


def diagonal(run: Interpreter, node: Node) -> Table:
    """The diagonal matrix of a column."""
    a = table(run(node[3]))
    span = range(len(a.rows))
    return Table([[a.rows[i][0] if i == j else run.number(0) for j in span] for i in span], ("n", "n"))


def raise_to(run: Interpreter, node: Node) -> Jet:
    """x**r."""
    exponent = flint.fmpq(*fraction(node[2]))
    inner = node[3]
    if inner[0] == "abs" and exponent > 1:
        return jets.absolute_power(run.scalar(inner[3]), exponent)
    return jets.power(run.scalar(inner), exponent, analytic=run.analytic)


def fraction(text: Any) -> tuple[int, int]:
    """The two integers of an exact number written p or p/q."""
    try:
        top, _, bottom = str(text).partition("/")
        return int(top), int(bottom or "1")
    except ValueError:
        raise UnreadableError(f"{str(text)[:40]!r} is not an exact number.") from None


def derive(run: Interpreter, node: Node, coordinate: int | None) -> Value:
    """∂body/∂symbol: an infinitesimal is added to the symbol and its coefficient read off."""
    name, body = node[1], node[3]
    run.epsilons += 1
    epsilon = run.epsilons
    seed = Jet({(0, frozenset({epsilon})): flint.fmpq(1)}, run.last)
    value = run.symbol(name)
    if coordinate is None:
        moved: Any = value + seed
    else:
        place = divmod(coordinate, len(value.rows[0]))
        rows = [
            [x + seed if (i, j) == place else x for j, x in enumerate(row)]
            for i, row in enumerate(value.rows)
        ]
        moved = Table(rows, value.dims)
    inner = run.within(**{name: moved})
    if body[0] == "logdensity":  # the score is ∂p / p
        density = density_of(inner, body)
        return density.coefficient_of(epsilon) / density.without(epsilon)
    result = inner(body)
    if isinstance(result, Table):
        return result.each(lambda x: x.coefficient_of(epsilon))
    return result.coefficient_of(epsilon)


def gradient(run: Interpreter, node: Node) -> Table:
    """The partial derivatives in the entries of a matrix or column, in its shape."""
    value = table(run.symbol(node[1]))
    width = len(value.rows[0])
    found = [single(derive(run, node, i)) for i in range(len(value.entries))]
    return Table([found[i : i + width] for i in range(0, len(found), width)], value.dims)


def jacobian(run: Interpreter, node: Node) -> Table:
    """Rows are components, columns coordinates."""
    value = table(run.symbol(node[1]))
    parts = [table(derive(run, node, j)) for j in range(len(value.entries))]
    rows = [list(row) for row in zip(*(part.entries for part in parts), strict=True)]
    return Table(rows, (parts[0].dims[0], value.dims[0]))


def largest_eigenvalue(run: Interpreter, node: Node) -> Jet:
    """λ_max of a matrix of size 1 or 2 with real spectrum, from its characteristic polynomial."""
    rows = table(run(node[3])).rows
    if len(rows) > 2:
        raise jets.NotDecidableError("eigenvalues of a matrix of size 3 and more are asked for.")
    if len(rows) == 1:
        return rows[0][0]
    middle = (rows[0][0] + rows[1][1]) / run.number(2)
    offset = jets.power(middle * middle - determinant(run, rows), flint.fmpq(1, 2))
    return middle + offset


def divergence(run: Interpreter, node: Node) -> Value:
    """Σ_j ∂_j of what stands in column j, or in row j of a column."""
    parts = [table(derive(run, node, j)) for j in range(run.n)]
    total = run.number(0)
    if parts[0].dims[1] == "1":
        for j, part in enumerate(parts):
            total = total + part.rows[j][0]
        return total
    sums = []
    for i in range(run.n):
        entry = total
        for j, part in enumerate(parts):
            entry = entry + part.rows[i][j]
        sums.append([entry])
    return Table(sums, ("n", "1"))


def matrix_exponential(run: Interpreter, node: Node) -> Table:
    """e to a matrix, enclosed by Arb; infinitesimals act as the nilpotent matrices by which they multiply.

    Over a basis of monomials, multiplication by the jets of a matrix is a triangular matrix of blocks; the
    first row of blocks of its exponential holds the coefficients.
    """
    a = table(run(node[3]))
    if a.dims[0] != a.dims[1]:
        raise UnreadableError("the exponential of a matrix that is not square.")
    n, basis = len(a.rows), jets.basis(a.entries, min(entry.last for entry in a.entries))
    place = {monomial: k for k, monomial in enumerate(basis)}
    blocks = flint.arb_mat(n * len(basis), n * len(basis))
    for k, (power, epsilons) in enumerate(basis):
        for i, row in enumerate(a.rows):
            for j, entry in enumerate(row):
                for (more, others), c in entry.terms.items():
                    target = place.get((power + more, epsilons | others))
                    if target is not None and not epsilons & others:
                        blocks[n * k + i, n * target + j] = jets.ball(c)
    found = blocks.exp()
    last = min(entry.last for entry in a.entries)

    def coefficients(i: int, j: int) -> Jet:
        return Jet({monomial: found[i, n * k + j] for k, monomial in enumerate(basis)}, last)

    return Table([[coefficients(i, j) for j in range(n)] for i in range(n)], a.dims)


def normal_mean(run: Interpreter, node: Node) -> Value:
    """The mean under a normal law."""
    from fisherproof.replaying import normal_law

    return normal_law.normal_mean(run, node)


def entries_in_rows(run: Interpreter, node: Node) -> Table:
    """The n×n matrix with the given entries, row by row."""
    cells = [run.scalar(cell) for cell in node[3:]]
    if len(cells) != run.n**2:
        raise UnreadableError(f"{len(cells)} entries do not make a {run.n}×{run.n} matrix.")
    return Table([cells[i : i + run.n] for i in range(0, len(cells), run.n)], ("n", "n"))


def special_function(run: Interpreter, node: Node) -> Jet:
    """log Γ, ψ^(m) or I_m of a number."""
    from fisherproof.replaying import special

    x = run.scalar(node[3])
    if node[0] == "loggamma":
        return special.loggamma(x)
    order = fraction(node[2])
    if order[1] != 1:
        raise UnreadableError(f"the order {str(node[2])[:40]!r} is no whole number.")
    return (special.polygamma if node[0] == "polygamma" else special.besseli)(order[0], x)


def family_quantity(run: Interpreter, node: Node) -> Value:
    """A quantity of a family, from its log-density."""
    from fisherproof.replaying import family

    return family.quantity(run, node)


def density_of(run: Interpreter, node: Node) -> Jet:
    """The density of a law at the outcome in force."""
    law = node[3]
    parameter = run(law[3]) if len(law) > 3 else None
    outcome = run.symbols.get("@index", run.symbols.get("@outcome"))
    if outcome is None:
        raise UnreadableError("a density stands outside of any expectation.")
    return run.symbol(law[1]).density(run, parameter, outcome)


def expectation(run: Interpreter, node: Node) -> Value:
    """The mean under a law."""
    law = node[3]
    parameter = run(law[3]) if len(law) > 3 else None
    return run.symbol(law[1]).mean(run, parameter, node[4])


RULES: dict[str, Callable[[Interpreter, Node], Value]] = {
    "num": lambda run, node: run.number(flint.fmpq(*fraction(node[2]))),
    "var": lambda run, node: run.symbol(node[1]),
    "add": add,
    "neg": negate,
    "mul": multiply,
    "matmul": matrix_product,
    "div": divide,
    "transpose": lambda run, node: transposed(table(run(node[3]))),
    "inverse": inverse,
    "trace": trace,
    "det": lambda run, node: determinant(run, table(run(node[3])).rows),
    "diag": diagonal,
    "identity": identity,
    "ones": ones,
    **shapes.RULES,
    "norm2": norm_squared,
    "pow": raise_to,
    "sqrt": lambda run, node: jets.power(run.scalar(node[3]), flint.fmpq(1, 2), analytic=run.analytic),
    "exp": lambda run, node: jets.exponential(run.scalar(node[3])),
    "log": lambda run, node: jets.logarithm(run.scalar(node[3]), analytic=run.analytic),
    "sin": lambda run, node: jets.sine(run.scalar(node[3])),
    "cos": lambda run, node: jets.sine(run.scalar(node[3]), shift=1),
    "abs": lambda run, node: jets.absolute(run.scalar(node[3])),
    "let": lambda run, node: run.within(**{node[1]: run(node[3])})(node[4]),
    "call": lambda run, node: run.symbol(node[1])(run, *(run(argument) for argument in node[3:])),
    "grad": gradient,
    "jacobian": jacobian,
    "eigmax": largest_eigenvalue,
    "divergence": divergence,
    "expm": matrix_exponential,
    "normalmean": normal_mean,
    "derivative": lambda run, node: derive(run, node, None),
    "expect": expectation,
    "density": density_of,
    "logdensity": lambda run, node: jets.logarithm(density_of(run, node), analytic=run.analytic),
    "pi": lambda run, _: run.number(flint.arb.pi()),
    "eulergamma": lambda run, _: run.number(flint.arb.const_euler()),
    "loggamma": special_function,
    "polygamma": special_function,
    "besseli": special_function,
    "entries": entries_in_rows,
    "quantity": family_quantity,
    "outcome": lambda run, _: run.symbol("@outcome"),
    "named": lambda run, node: run(node[3]),
}
