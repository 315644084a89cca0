"""AlphaGo Zero: how its network was trained."""

from theorems.literature.fact import Fact

METHODS = "Methods, on optimization"

FACTS = (
    Fact(
        "AlphaGo Zero",
        "optimizer",
        "stochastic gradient descent with momentum",
        "Silver2017",
        METHODS,
        "read",
        "github.com/suragnair/alpha-zero-general, issue 112, which repeats the paragraph of the Methods; "
        "github.com/leela-zero/leela-zero, issues 399 and 508, rest on it",
    ),
    Fact(
        "Silver2017",
        "authors",
        "Silver, Schrittwieser, Simonyan, Antonoglou, Huang, Guez, Hubert, Baker, Lai, Bolton, Chen, Lillicrap, "
        "Hui, Sifre, van den Driessche, Graepel, Hassabis",
        "Silver2017",
        "title page",
        "read",
        "www.ziliaoku.com/res/info_72e59f4beacb41cc9998c84fdd996588.html",
    ),
    Fact(
        "Silver2017",
        "title",
        "Mastering the game of Go without human knowledge",
        "Silver2017",
        "title page",
        "read",
        "www.ziliaoku.com/res/info_72e59f4beacb41cc9998c84fdd996588.html",
    ),
    Fact(
        "Silver2017",
        "year",
        "2017",
        "Silver2017",
        "Nature, 19 October 2017",
        "read",
        "wiki.golden.com/wiki/AlphaGo_Zero-NMGD4MN",
    ),
)
