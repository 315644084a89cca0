"""The same chains in BlackJAX and diffrax, compiled for the processor in float64; imported only where they are."""

from collections.abc import Callable

import blackjax
import diffrax
import jax
import jax.numpy as jnp
import numpy as np

from numeric.arrays import Array

jax.config.update("jax_enable_x64", True)


def blackjax_mala(hessian: Array, chains: int, step: float, steps: int) -> Callable[[], object]:
    """MALA of L = theta^T H theta / 2, all chains mapped, the steps scanned."""
    H = jnp.asarray(hessian)
    sampler = blackjax.mala(lambda theta: -theta @ H @ theta / 2, step)

    def chain(key, theta):
        def one(state, key):
            return sampler.step(key, state)[0], None

        return jax.lax.scan(one, sampler.init(theta), jax.random.split(key, steps))[0].position

    run = jax.jit(jax.vmap(chain))
    start, keys = jnp.full((chains, len(hessian)), 0.1), jax.random.split(jax.random.key(1), chains)
    return lambda: run(keys, start).block_until_ready()


def diffrax_linear(
    metric: Array, hessian: Array, T: float, chains: int, step: float, steps: int
) -> Callable[[], object]:
    """Euler-Maruyama of a linear drift, all chains mapped."""
    A = jnp.asarray(np.linalg.solve(metric, hessian))
    S = jnp.asarray(np.sqrt(2 * T) * np.linalg.cholesky(np.linalg.inv(metric)))
    return _diffrax(lambda y: -A @ y, lambda _: S, len(metric), chains, step, steps)


def diffrax_planar(T: float, chains: int, step: float, steps: int) -> Callable[[], object]:
    """Euler-Maruyama in the plane with the root S of `benchmarks.langevin`, and L = r^2 / 2."""

    def root(y):
        return jnp.array([[1 + y[0] ** 2 / 4, 0.0], [y[0] * y[1] / 4, 1 + y[1] ** 2 / 4]])

    return _diffrax(
        lambda y: -root(y) @ root(y).T @ y, lambda y: jnp.sqrt(2 * T) * root(y), 2, chains, step, steps
    )


def _diffrax(drift, noise, n: int, chains: int, step: float, steps: int) -> Callable[[], object]:
    def chain(key):
        path = diffrax.UnsafeBrownianPath(shape=(n,), key=key)  # the fastest: no tree, fixed steps only
        terms = diffrax.MultiTerm(
            diffrax.ODETerm(lambda _t, y, _args: drift(y)),
            diffrax.ControlTerm(lambda _t, y, _args: noise(y), path),
        )
        return diffrax.diffeqsolve(
            terms,
            diffrax.Euler(),
            0.0,
            steps * step,
            step,
            jnp.full(n, 0.1),
            saveat=diffrax.SaveAt(t1=True),
            adjoint=diffrax.DirectAdjoint(),
            max_steps=steps + 1,
        ).ys

    run = jax.jit(jax.vmap(chain))
    keys = jax.random.split(jax.random.key(1), chains)
    return lambda: run(keys).block_until_ready()
