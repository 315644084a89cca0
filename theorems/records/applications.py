"""What natural gradients and Bayesian optimization were applied to."""

from theorems.literature.fact import Fact

GALORE = "arxiv.org/html/2410.16029"
SIMPLEX = "arxiv.org/html/2603.09793v1"

FACTS = (
    Fact(
        "the natural gradient",
        "application",
        "the fine-tuning of language models",
        "Das2024",
        "abstract: the inverse of the empirical Fisher matrix applied to gradients",
        "read",
        GALORE,
    ),
    Fact(
        "Das2024",
        "title",
        "Natural GaLore: Accelerating GaLore for memory-efficient LLM Training and Fine-tuning",
        "Das2024",
        "title page",
        "read",
        GALORE,
    ),
    Fact(
        "Bayesian optimization",
        "use",
        "the geometry of the space of distributions to select the next point",
        "Pavesi2026",
        "abstract: kernels and maximisation of the acquisition function in the information geometry of the simplex",
        "read",
        SIMPLEX,
    ),
    Fact(
        "Pavesi2026",
        "title",
        "Information Theoretic Bayesian Optimization over the Probability Simplex",
        "Pavesi2026",
        "title page",
        "read",
        SIMPLEX,
    ),
    Fact(
        "Bayesian optimization by the geometry of distributions",
        "application",
        "mixtures of components, mixtures of classifiers, control of a robot",
        "Pavesi2026",
        "abstract",
        "read",
        SIMPLEX,
    ),
    Fact(
        "Bayesian optimization in AutoML",
        "use",
        "the maximiser of an acquisition function of a surrogate model",
        "Lindauer2022",
        "manual of SMAC3, ConfigSelector",
        "read",
        "automl.github.io/SMAC3/development/api/smac.main.config_selector.html",
    ),
)
