"""Diffusions: what follows from a drift and a noise matrix, without a simulation.

    sde                  a stochastic differential equation, Ito or Stratonovich, and the passage between them
    generator            its generator b.grad + D : Hess, the Fokker-Planck operator, when two processes are one
    stationarity         residual, current and current velocity of a density; detailed balance; time reversal
    recipe               the drift that makes a given density stationary for a given D
    langevin             Langevin equations of a loss in a metric: the plain one and the two corrected ones
    change_of_chart      the same process, and the same density, in other coordinates
    line                 the stationary density in one dimension, by quadrature
    propagator           exp(-A*t), and whether A is stable
    lyapunov             continuous and discrete Lyapunov equations
    ornstein_uhlenbeck   transition and stationary law of the linear process
    square_root          exact moments of the square-root process
    response             linear response, and what is left of the fluctuation-dissipation theorem
    errors, shapes       what is refused, and why

Conventions: G f = b.grad f + D : Hess f, so that sigma*sigma.T = 2*D; (div D)_i = sum_j d D_ij / d x_j.
Coefficients do not depend on time.  Densities are with respect to the coordinates, and boundary terms vanish.
Import what you need from these modules; this package itself imports nothing.
"""
