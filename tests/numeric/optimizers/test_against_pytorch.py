"""Adam, AdaGrad and momentum take the steps of PyTorch's optimizers."""

import numpy as np
import pytest

from numeric.optimizers.methods.adagrad import AdaGrad
from numeric.optimizers.methods.adam import Adam
from numeric.optimizers.methods.momentum import Momentum

CASES = {
    "adam": (Adam(0.07, 0.8, 0.93, 1e-3), lambda t, p: t.optim.Adam(p, lr=0.07, betas=(0.8, 0.93), eps=1e-3)),
    "adagrad": (AdaGrad(0.13, 1e-2), lambda t, p: t.optim.Adagrad(p, lr=0.13, eps=1e-2)),
    "momentum": (Momentum(0.11, 0.7), lambda t, p: t.optim.SGD(p, lr=0.11, momentum=0.7)),
}


@pytest.mark.external
@pytest.mark.parametrize("case", CASES)
def test_thirty_steps_are_those_of_pytorch(case):
    """Random gradients of shape (4, 3) and of sizes from 1e-3 to 1e2, in double precision."""
    import torch

    mine, peer = CASES[case]
    rng = np.random.default_rng(5)
    start = rng.normal(size=(4, 3))
    weights = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    theirs, state = peer(torch, [weights]), mine.init(start)

    for _ in range(30):
        gradient = rng.normal(size=(4, 3)) * 10 ** rng.uniform(-3, 2)
        weights.grad = torch.tensor(gradient, dtype=torch.float64)
        theirs.step()
        state, _ = mine.step(state, gradient=gradient)

    np.testing.assert_allclose(weights.detach().numpy(), state.parameters, rtol=1e-12)
