"""KFC: Kronecker factors for convolutions, with the number of places in the factor of the inputs.

    Omega = (1/N) sum_n sum_t a_nt a_nt^T                  (k, k), T times the mean over places
    Gamma = (1/(N T)) sum_n sum_s sum_t g_snt g_snt^T      (m, m), the mean over places

a_nt are the homogeneous patches and T = H' W'.  From three assumptions (inputs and gradients independent,
spatially homogeneous, gradients uncorrelated between places) follows

    block = sum_t sum_t' E[g_t g_t'^T] (x) E[a_t a_t'^T] = T Gamma (x) Omega / T = Gamma (x) Omega

The product is that of K-FAC expand, whose factors are Omega / T and T Gamma.

Source  Grosse and Martens, A Kronecker-factored approximate Fisher matrix for convolution layers,
        ICML (2016), arXiv:1602.01407, sec. 3.
"""

from numeric.curvature.kfac import second_moment
from numeric.curvature.kronecker import Kronecker
from numeric.curvature.signals import Signals


def kfc(signals: Signals) -> Kronecker:
    """Omega as the factor A of the inputs and Gamma as the factor G of the gradients."""
    Omega = second_moment(signals.inputs) / signals.examples
    Gamma = second_moment(signals.gradients) / (signals.examples * signals.places)
    return Kronecker(Omega, Gamma)
