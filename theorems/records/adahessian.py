"""AdaHessian."""

from theorems.literature.fact import Fact

PAGE = "junaidaliop.github.io/zij/math/adahessian, reference"
ABSTRACT = (
    "rise.cs.berkeley.edu/blog/publication/adahessian-an-adaptive-second-order-optimizer-for-machine-learning"
)

FACTS = (
    Fact(
        "Yao2021",
        "authors",
        "Yao, Gholami, Shen, Mustafa, Keutzer, Mahoney",
        "Yao2021",
        "title page",
        "read",
        PAGE,
    ),
    Fact(
        "Yao2021",
        "title",
        "ADAHESSIAN: An Adaptive Second Order Optimizer for Machine Learning",
        "Yao2021",
        "title page",
        "read",
        ABSTRACT,
    ),
    Fact("Yao2021", "year", "2021", "Yao2021", "AAAI 35", "read", PAGE),
    Fact(
        "Yao2021",
        "year",
        "2020",
        "Yao2021",
        "arXiv:2006.00719",
        "read",
        "deepai.org/publication/adahessian-an-adaptive-second-order-optimizer-for-machine-learning",
    ),
    Fact(
        "Yao2021",
        "idea",
        "an estimate of the diagonal of the Hessian",
        "Yao2021",
        "abstract",
        "read",
        ABSTRACT,
    ),
    Fact(
        "AdaHessian",
        "storage",
        "a moving average of the diagonal of the Hessian",
        "Yao2021",
        "abstract",
        "read",
        ABSTRACT,
    ),
)
