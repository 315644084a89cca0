"""Mathematics as text: log-densities, sets, conditions, points and charts, as a person types them.

    reading      an expression, a condition, a chart
    declaring    "x in {0..n}": a symbol with its assumptions, and the set it ranges over
    points       "k=1.3, l=0.7": exact values, checked against the sets
    writing      the same notation back from SymPy

    tokens       text into tokens, brackets paired
    syntax       tokens into a tree, by Python's grammar, of placeholders only
    building     the tree into SymPy, by a closed list of nodes
    functions    the closed list of functions and constants
    degree       the degree once multiplied out, which has a limit
    limits       what is refused before SymPy would compute it
    errors       TextError, the one exception that reading raises

No text reaches `eval`, `compile` or `sympify`.  What is not in the notation is refused with its column.
"""

from derivations.text.declaring import Declared, Integers, read_fixed, read_parameter, read_variable
from derivations.text.errors import TextError
from derivations.text.points import read_at
from derivations.text.reading import read_chart, read_condition, read_expression
from derivations.text.writing import write

__all__ = [
    "Declared",
    "Integers",
    "TextError",
    "read_at",
    "read_chart",
    "read_condition",
    "read_expression",
    "read_fixed",
    "read_parameter",
    "read_variable",
    "write",
]
