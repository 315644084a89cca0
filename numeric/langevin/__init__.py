"""Langevin dynamics, many chains at once: what to run, how to step it, and what a step does to the law.

    d theta = -eta G grad L dt + sqrt(2 eta T) S dW,     S S^T = G = I^-1

What to run      `ornstein_uhlenbeck`, `square_root`, `overdamped` (constant metric), `riemannian`
How to step it   `methods`, one file each, with the orders they claim
Running          `simulation`; streams and blocks of chains are in `blocks`
Exact laws       `recursions`: the law of a scheme itself, not of the equation it approximates

Throughout, chains are columns: positions are (n, m), metrics (n, n, m), losses (m,), all float64.
"""
