"""What can be done: claims that something is implemented, each earned by an acceptance check.

A capability claim states `demonstrates("kfac")`.  The demonstration of that name runs an implementation on an
instance whose answer is known exactly, by another way than the implementation's own, and the same check must
reject at least three implementations that are wrong on purpose.

    demonstration  what a demonstration is: an implementation, its acceptance check, broken variants
    figures        what was measured against what is known
    words          the word of capability claims
    manner         how capability claims are examined
    acceptance     one module for each demonstration, found by its name

A claim module imports its word from here.
"""

from theorems.demonstrations.words import demonstrates as demonstrates
