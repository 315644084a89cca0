"""Fisher matrices in balls: every entry is proved to lie in what is returned.

    integrals    an integral over an interval by Arb, with what lies beyond the interval as a ball about 0
    log_gamma    the laws of log-gamma variables: exponential, gamma, Weibull, Gumbel
    others       normal, beta, von Mises

The integrand is the product of two scores and the density after a change of variable in which both tails have a
bound by an incomplete gamma function; each bound is derived where it stands.  Parameters are exact rationals.
"""

from numeric.enclosures.log_gamma import exponential as exponential
from numeric.enclosures.log_gamma import gamma as gamma
from numeric.enclosures.log_gamma import gumbel as gumbel
from numeric.enclosures.log_gamma import weibull as weibull
from numeric.enclosures.others import beta as beta
from numeric.enclosures.others import normal as normal
from numeric.enclosures.others import von_mises as von_mises
