"""Categorical family on four outcomes, by the probabilities of the first three.

Domain     p_i > 0, p1 + p2 + p3 < 1; data 0, 1, 2, 3.
Metric     diag(1/p_i) + 1/(1 - sum p_i), the second in every entry
Source     [Amari2016] sec. 2.1
"""

from __future__ import annotations

from fisherproof.testing.models.categorical import categorical

family = categorical(3, "categorical4")
