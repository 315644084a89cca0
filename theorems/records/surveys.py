"""Works on the natural gradient and its geometry that are recommended for reading."""

from theorems.literature.fact import Fact

JMLR = "jmlr.org/papers/v21/17-678.bib"
MARTENS = "arxiv.org/abs/1412.1193"
NIELSEN = "docslib.org/doc/3503261/an-elementary-introduction-to-information-geometry"
OLLIVIER = (
    "vdocuments.mx/riemannian-metrics-for-neural-networks-i-feedforward-riemannian-metrics-for-neural.html"
)
PASCANU = "paperswithcode.com/paper/revisiting-natural-gradient-for-deep-networks"
NOISY = "www.sciencestack.ai/paper/1712.02390"

FACTS = (
    Fact("Martens2020", "authors", "Martens", "Martens2020", "title page", "read", JMLR),
    Fact(
        "Martens2020",
        "title",
        "New Insights and Perspectives on the Natural Gradient Method",
        "Martens2020",
        "title page",
        "read",
        JMLR,
    ),
    Fact("Martens2020", "year", "2020", "Martens2020", "JMLR 21 (146)", "read", JMLR),
    Fact("Martens2020", "year", "2014", "Martens2020", "arXiv:1412.1193, first version", "read", MARTENS),
    Fact(
        "Martens2020",
        "form",
        "a critical analysis of the natural gradient",
        "Martens2020",
        "abstract",
        "read",
        MARTENS,
    ),
    Fact("Nielsen2020", "authors", "Nielsen", "Nielsen2020", "title page", "read", NIELSEN),
    Fact(
        "Nielsen2020",
        "title",
        "An Elementary Introduction to Information Geometry",
        "Nielsen2020",
        "title page",
        "read",
        "hatenablog-parts.com/embed of arxiv.org/abs/1808.08271",
    ),
    Fact(
        "Nielsen2020",
        "year",
        "2020",
        "Nielsen2020",
        "Entropy 22 (10), published 29 September 2020",
        "read",
        NIELSEN,
    ),
    Fact(
        "Nielsen2020", "form", "a survey of information geometry", "Nielsen2020", "abstract", "read", NIELSEN
    ),
    Fact("Ollivier2015", "authors", "Ollivier", "Ollivier2015", "title page", "read", OLLIVIER),
    Fact(
        "Ollivier2015",
        "title",
        "Riemannian metrics for neural networks I: feedforward networks",
        "Ollivier2015",
        "title page",
        "read",
        OLLIVIER,
    ),
    Fact(
        "Ollivier2015",
        "year",
        "2015",
        "Ollivier2015",
        "Information and Inference 4 (2), 108-153",
        "read",
        "the docstring of PMatQuasiDiag in the package NNGeometry",
    ),
    Fact(
        "Ollivier2015",
        "year",
        "2013",
        "Ollivier2015",
        "arXiv:1303.0818, first version",
        "read",
        "deepai.org/publication/riemannian-metrics-for-neural-networks-i-feedforward-networks",
    ),
    Fact(
        "PascanuBengio2014", "authors", "Pascanu, Bengio", "PascanuBengio2014", "title page", "read", PASCANU
    ),
    Fact(
        "PascanuBengio2014",
        "title",
        "Revisiting Natural Gradient for Deep Networks",
        "PascanuBengio2014",
        "title page",
        "read",
        PASCANU,
    ),
    Fact(
        "PascanuBengio2014",
        "year",
        "2013",
        "PascanuBengio2014",
        "arXiv:1301.3584, 16 January 2013",
        "read",
        PASCANU,
    ),
    Fact("PascanuBengio2014", "year", "2014", "PascanuBengio2014", "ICLR 2014", "recalled"),
    Fact("Zhang2018", "authors", "Zhang, Sun, Duvenaud, Grosse", "Zhang2018", "title page", "read", NOISY),
    Fact(
        "Zhang2018",
        "title",
        "Noisy Natural Gradient as Variational Inference",
        "Zhang2018",
        "title page",
        "read",
        NOISY,
    ),
    Fact(
        "Zhang2018",
        "year",
        "2017",
        "Zhang2018",
        "arXiv:1712.02390, 6 December 2017",
        "read",
        "pith.science/api/pith-number/4MXPQGUXQWWI7TZW57ZR34XF7O/graph.json",
    ),
    Fact(
        "Zhang2018",
        "year",
        "2018",
        "Zhang2018",
        "PMLR 80",
        "read",
        "a list of references that names the proceedings of the 35th ICML, found by the exact title",
    ),
)
