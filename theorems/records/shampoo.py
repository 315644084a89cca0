"""Shampoo: the paper, its preconditioners, and its scalable form."""

from theorems.literature.fact import Fact

PAPER = "www.paperswithcode.com/paper/shampoo-preconditioned-stochastic-tensor"
SCALABLE = "tomesphere.com/paper/2002.09018"
FIRST = "vdocument.in/rohan-anil-vineet-gupta-tomer-koren-kevin-regan-yoram-second-order-optimization.html"
ICML = "cris.iucc.ac.il/en/publications/shampoo-preconditioned-stochastic-tensor-optimization"

FACTS = (
    Fact("Gupta2018", "authors", "Gupta, Koren, Singer", "Gupta2018", "title page", "read", PAPER),
    Fact(
        "Gupta2018",
        "title",
        "Shampoo: Preconditioned Stochastic Tensor Optimization",
        "Gupta2018",
        "title page",
        "read",
        PAPER,
    ),
    Fact("Gupta2018", "year", "2018", "Gupta2018", "PMLR 80", "read", ICML),
    Fact(
        "Shampoo",
        "storage",
        "one preconditioning matrix for each mode of the tensor",
        "Gupta2018",
        "abstract",
        "read",
        PAPER,
    ),
    Fact(
        "Anil2020", "authors", "Anil, Gupta, Koren, Regan, Singer", "Anil2020", "title page", "read", SCALABLE
    ),
    Fact(
        "Anil2020",
        "title",
        "Scalable Second Order Optimization for Deep Learning",
        "Anil2020",
        "title page",
        "read",
        SCALABLE,
    ),
    Fact(
        "Anil2020",
        "title",
        "Second Order Optimization Made Practical",
        "Anil2020",
        "title page of the first version",
        "read",
        FIRST,
    ),
    Fact("Anil2020", "year", "2020", "Anil2020", "date of the first version", "read", FIRST),
    Fact("distributed Shampoo", "variant", "full-matrix AdaGrad", "Anil2020", "abstract", "read", SCALABLE),
    Fact(
        "distributed Shampoo",
        "storage",
        "one preconditioning matrix for each mode of the tensor",
        "Anil2020",
        "section 3",
        "recalled",
    ),
    Fact(
        "Shampoo",
        "application",
        "large-scale optimization",
        "Anil2020",
        "abstract, on translation, language models, click prediction and ImageNet",
        "read",
        "www.paperswithcode.com/method/distributed-shampoo",
    ),
)
