"""Type-check a statement from its own tree: shapes, index variance, units.

A shape that does not fit is an error: the trace of a column, a scalar equal to
a vector. Variance alone is not: parameter space is ℝⁿ and its Euclidean metric
may be used, so a contraction of two lower indices is noted, not refused. Units
count only where a setting says that they do.

    kinds       a type: dimensions, variance, exponents of t and of θ
    checking    the checker: types of the symbols in force, dispatch to the rules
    algebra, calculus, probability, statements   the rules, one for each operator
"""

from theorems.types.checking import Checker as Checker
from theorems.types.checking import checker as checker
