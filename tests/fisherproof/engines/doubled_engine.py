"""The engine of portraits with a derivation that is wrong by a factor 2."""

from dataclasses import replace

from theorems.portraits import engine, metric

_right = metric.derive_fisher


def _doubled(family):
    found = _right(family)
    return replace(found, matrix=2 * found.matrix)


metric.derive_fisher = _doubled

Check, run_check, PRELOAD = engine.Check, engine.run_check, engine.PRELOAD
