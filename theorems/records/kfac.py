"""K-FAC: the papers of J. Martens and R. Grosse, what it approximates, what it was used for."""

from theorems.literature.fact import Fact

FOUNDING = "proceedings.mlr.press/v37/martens15.html"
CONVOLUTION = "proceedings.mlr.press/v48/grosse16.html"
MODERN = "arxiv.org/html/2311.00636v2"

FACTS = (
    Fact(
        "MartensGrosse2015", "authors", "Martens, Grosse", "MartensGrosse2015", "title page", "read", FOUNDING
    ),
    Fact(
        "MartensGrosse2015",
        "title",
        "Optimizing Neural Networks with Kronecker-factored Approximate Curvature",
        "MartensGrosse2015",
        "title page",
        "read",
        FOUNDING,
    ),
    Fact("MartensGrosse2015", "year", "2015", "MartensGrosse2015", "PMLR 37, 2408-2417", "read", FOUNDING),
    Fact(
        "K-FAC",
        "approximation",
        "natural gradient descent",
        "MartensGrosse2015",
        "abstract",
        "read",
        FOUNDING,
    ),
    Fact(
        "K-FAC",
        "approximation",
        "the Fisher matrix with a block for each layer, a Kronecker product",
        "MartensGrosse2015",
        "abstract",
        "read",
        f"{FOUNDING}; that the layers are kept apart also at junaidaliop.github.io/zij/math/kfac",
    ),
    Fact(
        "GrosseMartens2016",
        "authors",
        "Grosse, Martens",
        "GrosseMartens2016",
        "title page",
        "read",
        CONVOLUTION,
    ),
    Fact(
        "GrosseMartens2016",
        "title",
        "A Kronecker-factored approximate Fisher matrix for convolution layers",
        "GrosseMartens2016",
        "title page",
        "read",
        CONVOLUTION,
    ),
    Fact("GrosseMartens2016", "year", "2016", "GrosseMartens2016", "PMLR 48, 573-582", "read", CONVOLUTION),
    Fact(
        "K-FAC",
        "gain in iterations",
        "10 to 20",
        "GrosseMartens2016",
        "abstract, on convolutional networks",
        "read",
        CONVOLUTION,
    ),
    Fact(
        "K-FAC",
        "gain in time",
        "several",
        "GrosseMartens2016",
        "abstract, on convolutional networks, against tuned SGD",
        "read",
        CONVOLUTION,
    ),
    Fact(
        "K-FAC",
        "application",
        "the training of transformers",
        "Eschenhagen2023",
        "abstract, on a vision transformer",
        "read",
        MODERN,
    ),
    Fact(
        "Eschenhagen2023",
        "title",
        "Kronecker-Factored Approximate Curvature for Modern Neural Network Architectures",
        "Eschenhagen2023",
        "title page",
        "read",
        MODERN,
    ),
    Fact(
        "K-FAC",
        "application",
        "the fine-tuning of language models",
        "Saha2026",
        "abstract",
        "read",
        "tomesphere.com/paper/2601.00231",
    ),
)
