"""Natural policy gradients and trust regions."""

from theorems.literature.fact import Fact

NIPS = "papers.nips.cc/paper/2001/hash/4b86abe48d358ecf194c56c69108433e-Abstract.html"
TRPO = "tomesphere.com/paper/1502.05477"
CODE = "github.com/joschu/modular_rl, modular_rl/trpo.py, the code of the first author"

FACTS = (
    Fact("Kakade2001", "authors", "Kakade", "Kakade2001", "title page", "read", NIPS),
    Fact("Kakade2001", "title", "A Natural Policy Gradient", "Kakade2001", "title page", "read", NIPS),
    Fact("Kakade2001", "year", "2001", "Kakade2001", "NIPS 14", "read", NIPS),
    Fact(
        "Kakade2001",
        "year",
        "2002",
        "Kakade2001",
        "the volume of the proceedings",
        "read",
        "sham.seas.harvard.edu/publications/natural-policy-gradient",
    ),
    Fact("Kakade2001", "idea", "a natural gradient for policies", "Kakade2001", "abstract", "read", NIPS),
    Fact(
        "Schulman2015",
        "authors",
        "Schulman, Levine, Moritz, Jordan, Abbeel",
        "Schulman2015",
        "title page",
        "read",
        TRPO,
    ),
    Fact(
        "Schulman2015",
        "title",
        "Trust Region Policy Optimization",
        "Schulman2015",
        "title page",
        "read",
        TRPO,
    ),
    Fact("Schulman2015", "year", "2015", "Schulman2015", "ICML", "read", "www.conftrace.com/papers/173240"),
    Fact(
        "TRPO",
        "use",
        "the natural gradient",
        "Schulman2015",
        "the step of the algorithm: a system in the Fisher matrix solved by conjugate gradients",
        "read",
        f"{CODE}; the abstract of later versions, rlplaybook.com/timeline/trpo-2015, names the likeness",
    ),
    Fact(
        "TRPO",
        "use",
        "a bound on the KL divergence of the new policy from the old",
        "Schulman2015",
        "the step of the algorithm: scaled to the bound, then searched along a line",
        "read",
        CODE,
    ),
)
