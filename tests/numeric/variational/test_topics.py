"""Latent Dirichlet allocation against loops over words, exact evidences and differences."""

from itertools import product

import numpy as np
import pytest
from scipy import special

from numeric.differentiate import central_differences
from numeric.variational import Assigned, Dirichlet, Ending, Topics, sweep, sweeps

ALPHA, ETA = np.array([0.4, 0.9, 1.3]), np.array([0.5, 0.7, 0.3, 1.1, 0.6])  # K = 3, V = 5
MODEL = Topics(ALPHA, ETA)
COUNTS = np.array([[2, 0, 1, 3, 0], [0, 1, 0, 0, 4], [1, 1, 2, 0, 0], [5, 0, 0, 1, 1]])  # D = 4


def start(seed, model=MODEL):
    """Topics apart from each other."""
    rng = np.random.default_rng(seed)
    return (rng.gamma(4.0, 0.5, size=(model.topics, model.words)) - 0.5,)


def document_by_loops(lam, n, rounds=3000):
    """phi and gamma of one document, word by word, to convergence."""
    gamma = ALPHA + n.sum() / 3
    for _ in range(rounds):
        phi = np.zeros((5, 3))
        for v, k in product(range(5), range(3)):
            log_theta = special.digamma(gamma[k]) - special.digamma(gamma.sum())
            phi[v, k] = np.exp(log_theta + special.digamma(lam[k, v]) - special.digamma(lam[k].sum()))
        phi /= phi.sum(axis=1, keepdims=True)
        new = ALPHA + sum(n[v] * phi[v] for v in range(5))
        if np.abs(new - gamma).max() < 1e-9:
            return phi, new
        gamma = new
    raise AssertionError


def test_a_sweep_is_that_of_loops_over_documents_words_and_topics():
    """phi, gamma and lambda."""
    parameters = start(110)

    (found,), local = sweep(MODEL, parameters, COUNTS)

    lam = np.tile(ETA, (3, 1))
    for d, n in enumerate(COUNTS):
        phi, gamma = document_by_loops(parameters[0] + 1, n)
        np.testing.assert_allclose(local.words[d], phi, rtol=1e-6)
        np.testing.assert_allclose(local.documents[d], gamma, rtol=1e-6)
        for v, k in product(range(5), range(3)):
            lam[k, v] += n[v] * phi[v, k]
    np.testing.assert_allclose(found + 1, lam, rtol=1e-6)


def exact_log_joint(documents, topics):
    """log p(words, topics) by Polya's urns, word after word.

    documents  a list of words for each document; topics likewise.
    """
    total, lam = 0.0, np.tile(ETA, (3, 1))
    for words, chosen in zip(documents, topics, strict=True):
        gamma = ALPHA.copy()
        for v, k in zip(words, chosen, strict=True):
            total += np.log(gamma[k] / gamma.sum()) + np.log(lam[k, v] / lam[k].sum())
            gamma[k] += 1
            lam[k, v] += 1
    return total


@pytest.mark.parametrize("seed", [111, 112, 113])
def test_with_certain_topics_the_bound_is_the_exact_log_joint(seed):
    """One topic for each word of each document: the posterior given them factors, so L = log p(words, topics)."""
    chosen = np.random.default_rng(seed).integers(0, 3, size=(4, 5))
    phi = np.eye(3)[chosen]
    gamma = ALPHA + np.einsum("dv,dvk->dk", COUNTS, phi)
    local = Assigned(phi, gamma)
    parameters = (MODEL.prior[0] + MODEL.statistics(local, COUNTS)[0],)
    documents = [np.repeat(np.arange(5), n) for n in COUNTS]
    expected = exact_log_joint(documents, [np.repeat(z, n) for z, n in zip(chosen, COUNTS, strict=True)])

    assert expected == pytest.approx(MODEL.bound(parameters, local, COUNTS), rel=1e-12)


def test_the_bound_after_ascent_lies_below_the_evidence_summed_over_all_topics():
    """Documents (0, 0, 3) and (4, 1): 3^5 = 243 assignments; equal words need not share a topic there."""
    documents, counts = [(0, 0, 3), (4, 1)], np.array([[2, 0, 0, 1, 0], [0, 1, 0, 0, 1]])
    terms = [exact_log_joint(documents, (z[:3], z[3:])) for z in product(range(3), repeat=5)]
    evidence = special.logsumexp(terms)

    found = sweeps(MODEL, start(114), counts)

    assert found.bounds[-1] < evidence
    assert evidence - found.bounds[-1] < 5


def test_the_gradient_of_the_bound_in_the_topics_is_fisher_times_optimum_less_parameter():
    """By differences in one topic, with words and documents fixed; at their best, along one direction."""
    parameters = start(115)
    rng = np.random.default_rng(116)
    local = Assigned(rng.dirichlet(np.ones(3), size=(4, 5)), rng.gamma(3.0, size=(4, 3)))
    optimum = MODEL.prior[0] + MODEL.statistics(local, COUNTS)[0]

    def bound(theta):
        moved = np.stack([parameters[0][0], theta, parameters[0][2]])
        return np.asarray(MODEL.bound((moved,), local, COUNTS))

    fisher = Dirichlet(5).fisher(parameters[0][1])
    found = central_differences(bound, parameters[0][1]).value
    np.testing.assert_allclose(fisher @ (optimum[1] - parameters[0][1]), found, rtol=1e-6, atol=1e-7)

    (best,), _ = sweep(MODEL, parameters, COUNTS)
    slopes = [Dirichlet(5).fisher(t) @ (new - t) for t, new in zip(parameters[0], best, strict=True)]
    u = 1e-4 * rng.normal(size=(3, 5))
    ends = [(parameters[0] + side * u,) for side in (1, -1)]
    above, below = (MODEL.bound(end, MODEL.local(end, COUNTS), COUNTS) for end in ends)
    assert (above - below) / 2 == pytest.approx(np.sum(u * slopes), rel=1e-4)


def test_the_bound_is_stationary_in_words_and_documents_at_the_local_optimum():
    """In gamma by differences; moving phi along its simplices lowers the bound."""
    parameters = start(117)
    local = MODEL.local(parameters, COUNTS)
    best, rng = MODEL.bound(parameters, local, COUNTS), np.random.default_rng(118)

    def bound(gamma):
        return np.asarray(MODEL.bound(parameters, Assigned(local.words, gamma.reshape(4, 3)), COUNTS))

    np.testing.assert_allclose(central_differences(bound, local.documents.ravel()).value, 0, atol=1e-5)
    for _ in range(4):
        phi = local.words * np.exp(0.05 * rng.normal(size=local.words.shape))
        phi /= phi.sum(axis=2, keepdims=True)
        assert MODEL.bound(parameters, Assigned(phi, local.documents), COUNTS) < best


def corpus(seed, documents=60, length=50):
    """Words of 5 topics that are the rows and columns of a 5 x 5 grid: V = 25; about two topics in a document."""
    rng = np.random.default_rng(seed)
    grid = np.zeros((5, 5, 5))
    for k in range(5):
        grid[k, k % 5, :] = 1.0
    topics = grid.reshape(5, 25) * 0.95 / 5 + 0.05 / 25
    theta = rng.dirichlet(np.full(5, 0.3), size=documents)
    return np.stack([rng.multinomial(length, t @ topics) for t in theta]), topics


def test_ascent_finds_the_topics_of_a_corpus():
    """60 documents of 50 words; every true topic has a learned one of cosine above 0.9, and the bound never falls."""
    counts, topics = corpus(119)
    model = Topics(np.full(5, 0.3), np.full(25, 0.2), rounds=20)

    found = sweeps(model, start(120, model), counts, tolerance=0.5, limit=60)

    assert np.all(np.diff(found.bounds) > -1e-7)
    assert found.outcome is Ending.SETTLED
    learned = found.parameters[0] + 1
    cosines = (topics / np.linalg.norm(topics, axis=1)[:, None]) @ (
        learned / np.linalg.norm(learned, axis=1)[:, None]
    ).T
    assert np.all(np.max(cosines, axis=1) > 0.9)
