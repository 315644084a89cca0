"""T. George et al.: the Kronecker-factored eigenbasis."""

from theorems.literature.fact import Fact

PAGE = (
    "papers.nips.cc/paper/8164-fast-approximate-natural-gradient-descent-in-a-kronecker-factored-eigenbasis"
)

FACTS = (
    Fact(
        "George2018",
        "authors",
        "George, Laurent, Bouthillier, Ballas, Vincent",
        "George2018",
        "title page",
        "read",
        PAGE,
    ),
    Fact(
        "George2018",
        "title",
        "Fast Approximate Natural Gradient Descent in a Kronecker-factored Eigenbasis",
        "George2018",
        "title page",
        "read",
        PAGE,
    ),
    Fact("George2018", "year", "2018", "George2018", "NeurIPS 31", "read", PAGE),
    Fact(
        "George2018",
        "idea",
        "the eigenbasis of the Kronecker factors of K-FAC",
        "George2018",
        "abstract",
        "read",
        PAGE,
    ),
    Fact("George2018", "idea", "cheap partial updates", "George2018", "abstract", "read", PAGE),
)
