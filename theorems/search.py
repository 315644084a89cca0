"""Search for a counterexample with Hypothesis, which shrinks it to the simplest data it can find."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any

from theorems.examination import Finding, examine
from theorems.instances import Instance, draw
from theorems.judgement import Truth
from theorems.setting import Setting
from theorems.sources import SmallRationals
from theorems.term import Term


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

    def fails(instance: Instance) -> bool:
        finding = examine(statement, instance)
        return finding is not None and finding.judgement.truth is Truth.FALSE

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
            instance = find(instances(setting), fails, settings=options)
        except errors.NoSuchExample:
            return None
    return examine(statement, instance)
