"""Figures: data computed for a reader to look at, stored in the record and drawn by the reports.

A figure decides nothing. Each is a function of the seed; every number a report draws is in its result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.linalg import expm

from numeric.arrays import Array
from numeric.confidence import NormalCovariance
from theorems import experiments

Figure = dict[str, Any]
DIGITS = 5  # enough to draw, few enough to store
METRIC = np.array([[2.0, 0.6], [0.6, 0.5]])
HESSIAN = np.array([[1.0, -0.4], [-0.4, 3.0]])


def points(values: Array) -> list[float]:
    """An array as a short list of numbers."""
    return [float(f"{x:.{DIGITS}g}") for x in np.asarray(values, dtype=float)]


def series(label: str, style: str, x: Array, y: Array, **bounds: Array) -> dict[str, Any]:
    """One line, row of points, set of bars or band."""
    extra = {name: points(value) for name, value in bounds.items()}
    return {"label": label, "style": style, "x": points(x), "y": points(y), **extra}


def figure(
    key: str, kind: str, title: str, caption: str, x: str, y: str, *lines: Any, log: str = ""
) -> Figure:
    """The data of a figure; `log` names the axes with a logarithmic scale."""
    return {
        "key": key,
        "kind": kind,
        "title": title,
        "caption": caption,
        "x": {"label": x, "scale": "log" if "x" in log else "linear"},
        "y": {"label": y, "scale": "log" if "y" in log else "linear"},
        "series": list(lines),
    }


def stationary_histogram(seed: int) -> Figure:
    """Draws of step 1 for a Poisson law in its mean, with the two densities that are offered for it."""
    m, T, count = 2.0, 0.8, 40_000
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    law = experiments.square_root_law(m, {"eta": 1.0, "T": T, "t": experiments.LONG})
    heights, edges = np.histogram(law(rng, count, m), bins=36, range=(0.0, 9.0))
    heights = heights / (count * np.diff(edges))
    x = np.linspace(0.02, 9.0, 90)
    loss = x - m * np.log(x)

    def law_of(power: int) -> Array:
        fine = np.linspace(1e-6, 40.0, 200_001)
        whole = np.trapezoid(np.exp(-(fine - m * np.log(fine)) / T) * fine**power, fine)
        return x**power * np.exp(-loss / T) / whole

    return figure(
        "stationary",
        "histogram",
        "The stationary law of the Langevin equation as printed",
        r"A Poisson model in its mean μ, data mean 2, $T=0.8$; 40,000 exact draws, long after a start at 2. "
        r"They follow $I_Fe^{-L/T}$, not $e^{-L/T}$.",
        "μ",
        "density",
        series("draws", "bars", edges, heights),
        series("I e^(−L/T)", "line", x, law_of(-1)),
        series("e^(−L/T)", "dashed", x, law_of(0)),
    )


def covariance_against_temperature(seed: int) -> Figure:
    """The first diagonal entry of the stationary covariance, measured at several temperatures."""
    temperatures = np.array([0.25, 0.5, 1.0, 1.5, 2.0])
    seeds = np.random.SeedSequence(seed).spawn(len(temperatures))
    low, middle, high = [], [], []
    for T, child in zip(temperatures, seeds, strict=True):
        experiment = experiments.equilibrium_covariance({"I_F": METRIC, "H": HESSIAN, "eta": 1.0, "T": T})
        drawn = experiment.draw(np.random.default_rng(child), 20_000)
        sequence = NormalCovariance(1e-7, np.sqrt(np.diag(experiment.scale)))
        sequence.add(drawn)
        ends = [end[0, 0] for end in sequence.interval]
        low.append(ends[0])
        high.append(ends[1])
        middle.append(np.mean(drawn[:, 0] ** 2))
    line = np.array([0.0, 2.1])
    return figure(
        "covariance",
        "lines",
        "Stationary variance against temperature",
        r"Variance of the first coordinate with a constant metric and $H\ne I_F$; 20,000 exact draws at each "
        r"temperature, bars at level $10^{-7}$. It is $(TH^{-1})_{11}$, not $(TI_F^{-1})_{11}$.",
        "T",
        "⟨δθ₁²⟩",
        series(
            "measured",
            "points",
            temperatures,
            np.array(middle),
            low=np.array(low),
            high=np.array(high),
        ),
        series("(T H⁻¹)₁₁", "line", line, line * np.linalg.inv(HESSIAN)[0, 0]),
        series("(T I⁻¹)₁₁", "dashed", line, line * np.linalg.inv(METRIC)[0, 0]),
    )


def decay_in_three_norms(seed: int) -> Figure:
    """‖e(t)‖ / ‖e(0)‖ along the linearised flow, in three norms, with the bound e^{−ηλt}."""
    del seed  # nothing is drawn
    root = np.array([[1.0, 3.0], [0.0, 1.0]])
    eigenvalues = np.array([1.0, 8.0])
    metric = root.T @ root
    hessian = root.T @ np.diag(eigenvalues) @ root
    generator = -np.linalg.solve(metric, hessian)
    times = np.linspace(0.0, 2.0, 60)
    # the start that grows fastest in the Euclidean norm: the top eigenvector of the symmetric part
    first = np.linalg.eigh(generator + generator.T)[1][:, -1]
    path = np.array([expm(t * generator) @ first for t in times])

    def norm(form: Array) -> Array:
        size = np.sqrt(np.einsum("ki,ij,kj->k", path, form, path))
        return np.asarray(size / size[0])

    return figure(
        "decay",
        "lines",
        "Decay of the linearised flow in three norms",
        r"$\dot e=-I_F^{-1}He$ with $\lambda_{\min}(I_F^{-1}H)=1$. In the norms of $I_F$ and $H$ the bound "
        r"$e^{-\lambda t}$ holds from the start; in the Euclidean norm the distance first grows.",
        "t",
        "‖e(t)‖ / ‖e(0)‖",
        series("Euclidean", "line", times, norm(np.eye(2))),
        series("I-norm", "line", times, norm(metric)),
        series("H-norm", "line", times, norm(hessian)),
        series("bound", "dashed", times, np.exp(-times)),
        log="y",
    )


def stability_of_the_step(seed: int) -> Figure:
    """Where the natural-gradient step is stable in a well-specified model, and where 1/λ_max(I) lies."""
    del seed  # nothing is drawn
    top = np.geomspace(0.1, 10.0, 40)
    return figure(
        "stability",
        "region",
        "Learning rates at which the natural-gradient step is stable",
        r"Near the optimum of a well-specified model $I_F^{-1}H=\mathrm{Id}$: the step is stable for "
        r"$0<\eta<2$ and reaches the optimum at once for $\eta=1$, whatever $\lambda_{\max}(I_F)$ is; "
        r"$1/\lambda_{\max}(I_F)$ leaves the stable range where $\lambda_{\max}<1/2$. The axis starts at 0.1.",
        "λ_max(I)",
        "η",
        series(
            "stable", "band", top, np.ones_like(top), low=np.full_like(top, 0.1), high=np.full_like(top, 2.0)
        ),
        series("η = 1", "line", top, np.ones_like(top)),
        series("η = 1/λ_max(I)", "dashed", top, 1 / top),
        log="xy",
    )


FIGURES: dict[str, Callable[[int], Figure]] = {
    drawn.__name__: drawn
    for drawn in (
        stationary_histogram,
        covariance_against_temperature,
        decay_in_three_norms,
        stability_of_the_step,
    )
}


def named(name: str) -> Callable[[int], Figure]:
    """The figure of that name.

    Raises ValueError naming those there are.
    """
    if name not in FIGURES:
        raise ValueError(f"no figure is called {name!r}; there are {', '.join(sorted(FIGURES))}.")
    return FIGURES[name]
