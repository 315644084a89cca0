"""The sentence that opens a report: how many claims hold and how many do not."""

from __future__ import annotations

from collections.abc import Mapping

from reports.evidence import brief_number
from reports.vocabulary import VERDICTS, Tone

_SINGULAR = {
    Tone.HOLDS: "holds",
    Tone.CONDITIONAL: "holds only under a hypothesis that is not stated there",
    Tone.FAILS: "does not hold",
    Tone.OPEN: "is not decided",
}
_PLURAL = {
    Tone.HOLDS: "hold",
    Tone.CONDITIONAL: "hold only under a hypothesis that is not stated there",
    Tone.FAILS: "do not hold",
    Tone.OPEN: "are not decided",
}


def headline(counted: Mapping[str, int], *, level_sum: float | None = None) -> str:
    """The opening sentence from the number of claims of each verdict.

    counted    how many claims have each verdict.
    level_sum  what the levels of the sampling tests add up to; None or 0 if there were none.

    >>> headline({"holds": 2, "definition": 1, "refuted": 1})
    'Of 4 claims, 3 hold and 1 does not hold.'
    """
    tones = dict.fromkeys(_PLURAL, 0)
    for word, times in counted.items():
        tones[VERDICTS[word].tone] += times
    total = sum(tones.values())
    parts = [_part(tone, times) for tone, times in tones.items() if times or tone in {Tone.HOLDS, Tone.FAILS}]
    claims = "claim" if total == 1 else "claims"
    levels = f" Sampling tests: sum of levels {brief_number(level_sum)}." if level_sum else ""
    return f"Of {total} {claims}, {_listed(parts)}." + _conflict(counted.get("conflict", 0)) + levels


def _part(tone: Tone, times: int) -> str:
    words = _SINGULAR if times <= 1 else _PLURAL
    return f"{times or 'none'} {words[tone]}"


def _listed(parts: list[str]) -> str:
    """Parts joined as a sentence joins them: ``a and b``, ``a, b, and c``."""
    if len(parts) == 2:
        return " and ".join(parts)
    return ", ".join([*parts[:-1], f"and {parts[-1]}"])


def _conflict(times: int) -> str:
    if not times:
        return ""
    who = "one of them" if times == 1 else f"{times} of them"
    return f" On {who} two routes contradict each other: a fault that must be found before all else."
