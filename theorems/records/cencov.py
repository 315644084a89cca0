"""N. N. Cencov (Chentsov): when the uniqueness theorem appeared."""

from theorems.literature.fact import Fact

THEOREM = "Cencov's uniqueness theorem"

FACTS = (
    Fact(
        THEOREM,
        "year",
        "1972",
        "Cencov1972",
        "the Russian original of the book",
        "read",
        "the timeline of S. Amari's slides of IGAIA IV, sambuz.com/doc/information-geometry-ppt-presentation-802865",
    ),
    Fact(
        THEOREM,
        "year",
        "1982",
        "Cencov1982",
        "the English translation of the book",
        "read",
        "www.peckink.com/ebook/53092-statistical-decision-rules-and-optimal-inference.html",
    ),
    Fact(
        "Cencov1982",
        "title",
        "Statistical Decision Rules and Optimal Inference",
        "Cencov1982",
        "title page",
        "read",
        "www.peckink.com/ebook/53092-statistical-decision-rules-and-optimal-inference.html",
    ),
    Fact(
        "Cencov1982",
        "authors",
        "Cencov",
        "Cencov1982",
        "title page",
        "read",
        "www.peckink.com/ebook/53092-statistical-decision-rules-and-optimal-inference.html",
    ),
)
