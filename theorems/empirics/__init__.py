"""What experiments show: claims about how methods compare, decided by experiments that ship with the suite.

An empirical claim states findings of a study of `numeric.experiments`: that one method needs less of something than
another, as much, or that a measured quantity lies below or above a bound.  Every method is tuned by one rule on
seeds of their own; a finding follows from the interval of the median over the measured seeds, and "these runs
cannot tell" is an answer.

    words   the words of empirical claims
    manner  how they are examined

A claim module imports its words from here.
"""

from theorems.empirics.words import above as above
from theorems.empirics.words import all_of as all_of
from theorems.empirics.words import as_much as as_much
from theorems.empirics.words import below as below
from theorems.empirics.words import less as less
from theorems.empirics.words import more as more
