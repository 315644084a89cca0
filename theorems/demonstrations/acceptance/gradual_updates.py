"""Running averages of a factor: the weights of a short history, by hand.

With decay 3/4 and observations 8, 16, 40:  totals 2, 11/2, 113/8; weights 1/4, 7/16, 37/64; values 8, 88/7, 904/37.
With the schedule min(1 − 1/k, 3/4):  8, 12, 64/3, then decay 3/4 for the fourth, 40: 26.

Source  Kingma and Ba (2015), sec. 3; Martens and Grosse (2015), sec. 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace

import numpy as np

from numeric.curvature.averages import Average, early_decay
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, equals

DECAY = 0.75
OBSERVED = (8.0, 16.0, 40.0, 40.0)
VALUES = (8.0, 88 / 7, 904 / 37)
SCHEDULED = (8.0, 12.0, 64 / 3, 26.0)


def accepts(kernel: SimpleNamespace) -> Sequence[Figure]:
    """Every value of both histories, and a constant that stays what it is."""
    average, scheduled, constant = kernel.start(), kernel.start(), kernel.start()
    figures = []
    for k, x in enumerate(OBSERVED, start=1):
        average = kernel.observed(average, x, DECAY)
        scheduled = kernel.observed(scheduled, x, kernel.decay(k))
        constant = kernel.observed(constant, 5.0, 0.9)
        if k <= len(VALUES):
            figures.append(
                equals(f"constant decay, step {k}", kernel.value(average), VALUES[k - 1], digits=13)
            )
        figures.append(equals(f"early decay, step {k}", kernel.value(scheduled), SCHEDULED[k - 1], digits=13))
    return [*figures, equals("a constant", kernel.value(constant), 5.0, digits=13)]


def made(
    observed: Callable[[Average, float, float], Average] = lambda a, x, d: a.observed(np.array(x), decay=d),
    value: Callable[[Average], float] = lambda a: float(a.value),
    decay: Callable[[int], float] = lambda k: early_decay(k, limit=DECAY),
) -> SimpleNamespace:
    """The kernels, or others in their place."""
    return SimpleNamespace(start=lambda: Average(np.array(0.0)), observed=observed, value=value, decay=decay)


DEMONSTRATION = Demonstration(
    text=(
        "The running average of a short history under a constant decay with bias correction, and under "
        "K-FAC's schedule."
    ),
    implementation=made(),
    accepts=accepts,
    broken=(
        Broken("the bias of the start at zero is not corrected", made(value=lambda a: float(a.total))),
        Broken(
            "decay and its complement are exchanged",
            made(lambda a, x, d: a.observed(np.array(x), decay=1 - d)),
        ),
        Broken("the schedule starts one step late", made(decay=lambda k: early_decay(k + 1, limit=DECAY))),
        Broken("the past is forgotten", made(lambda a, x, d: a.observed(np.array(x), decay=0.0))),
    ),
    code=("numeric/curvature/averages.py",),
)
