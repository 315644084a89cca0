"""Numbers on an axis: as few digits as tell them apart, a power of ten for what is very large or small."""

from __future__ import annotations

from collections.abc import Sequence

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def labels(values: Sequence[float]) -> list[str]:
    """Each tick as text, with the fewest digits at which different ticks look different.

    >>> labels([-0.5, 0.0, 0.5]), labels([1e-7, 1e-6]), labels([2e5])
    (['−0.5', '0', '0.5'], ['10⁻⁷', '10⁻⁶'], ['2·10⁵'])
    """
    for digits in range(3, 17):
        texts = [f"{value:.{digits}g}" for value in values]
        if len(set(texts)) == len(set(values)):
            return [_label(text) for text in texts]
    return [_label(repr(value)) for value in values]


def _label(text: str) -> str:
    mantissa, _, exponent = text.partition("e")
    mantissa = mantissa.replace("-", "−")
    if not exponent:
        return mantissa
    power = "10" + str(int(exponent)).translate(_RAISED)
    if mantissa in {"1", "−1"}:
        return mantissa[:-1] + power
    return f"{mantissa}·{power}"
