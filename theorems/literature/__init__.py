"""What the published record says: assertions as data, facts with their sources, and how the two are compared.

A historical claim states assertions: a subject, a relation, a value. `theorems.records` holds facts of
the same form, each with its source and whether it was read there or recalled. A claim is decided by
comparing the two, never by a verdict written down.

    relations    the vocabulary: what may be asserted, and when two values are the same
    words        the words of historical claims, which make statements of assertions
    fact         one fact of the record
    comparison   an assertion against the record
    near_misses  assertions that are nearly true, which the record must not support
    manner       how historical claims are examined

A claim module imports its words from here.
"""

from theorems.literature.words import all_of as all_of
from theorems.literature.words import applied_to as applied_to
from theorems.literature.words import approximates as approximates
from theorems.literature.words import credited_to as credited_to
from theorems.literature.words import form as form
from theorems.literature.words import gain as gain
from theorems.literature.words import idea as idea
from theorems.literature.words import keeps as keeps
from theorems.literature.words import published as published
from theorems.literature.words import recorded_lecture as recorded_lecture
from theorems.literature.words import regarded_as as regarded_as
from theorems.literature.words import trained_by as trained_by
from theorems.literature.words import uses as uses
from theorems.literature.words import variant_of as variant_of
