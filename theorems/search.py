"""Search for a counterexample with Hypothesis, which shrinks it to the simplest data it soon finds."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any

from theorems.drawing import draw
from theorems.examination import Finding, examine
from theorems.instances import Instance
from theorems.judgement import Truth
from theorems.setting import Setting
from theorems.sources import SmallRationals
from theorems.term import Term

SIMPLER = 100  # candidates tried for a simpler counterexample: later ones change a digit and cost as much


class SimpleEnough(BaseException):
    """Ends a search; Hypothesis takes no ordinary exception as a wish to stop."""


def instances(setting: Setting) -> Any:
    """A Hypothesis strategy for instances of a setting with small exact data."""
    from hypothesis import strategies

    @strategies.composite
    def build(choose: Any) -> Instance:
        n = choose(strategies.sampled_from(setting.sizes))
        instance = draw(setting, n, SmallRationals(choose))
        instance.label = f"n = {n}"
        return instance

    return build()


def simplest_counterexample(statement: Term, setting: Setting, *, examples: int) -> Finding | None:
    """The simplest instance found at which the statement fails exactly, or None.

    examples  how many instances are tried before giving up.
    """
    from hypothesis import HealthCheck, Phase, Verbosity, errors, find, settings
    from hypothesis.configuration import set_hypothesis_home_dir

    # Hypothesis keeps files; they have no business in the user's folder.
    set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "fisherproof-hypothesis")

    failing: list[Finding] = []  # Hypothesis goes on from the simplest, and runs it again at the end
    since = 0

    def fails(instance: Instance) -> bool:
        nonlocal since
        since += bool(failing)
        if since > SIMPLER:
            raise SimpleEnough
        finding = examine(statement, instance)
        if finding is None or finding.judgement.truth is not Truth.FALSE:
            return False
        failing.append(finding)
        return True

    options = settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.HypothesisWarning)  # of long texts of instances
        try:
            find(instances(setting), fails, settings=options)
        except errors.NoSuchExample:
            return None
        except SimpleEnough:
            pass
    return failing[-1]
