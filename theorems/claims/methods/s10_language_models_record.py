"""Section 10: what was applied to large language models, by the record."""

from theorems import Claim, Reading
from theorems.literature import applied_to

llm_kfac = Claim(
    id="methods.10.llm-kfac",
    kind="historical",
    section="10 (large language models)",
    title="K-FAC for transformer training",
    statement="K-FAC was applied to the training of transformers.",
    readings=(
        Reading(
            "A",
            "There is a published training of a transformer with K-FAC.",
            applied_to("K-FAC", "the training of transformers"),
            literal=True,
        ),
    ),
    beware=(
        "The training read of is that of a vision transformer. For language models the record has K-FAC within "
        "fine-tuning (Saha2026)."
    ),
    sources=("Eschenhagen2023, abstract", "Saha2026, abstract"),
)

llm_shampoo = Claim(
    id="methods.10.llm-shampoo",
    kind="historical",
    section="10 (large language models)",
    title="Shampoo for large-scale optimization",
    statement="Shampoo was applied to optimization at large scale.",
    readings=(
        Reading(
            "A",
            "There is a published use of Shampoo on very large learning tasks, a language model among them.",
            applied_to("Shampoo", "large-scale optimization"),
            literal=True,
        ),
    ),
    beware="It is the distributed form of Shampoo of Anil2020, with changes of its own, that was run at this scale.",
    sources=("Anil2020, abstract",),
)

llm_finetune = Claim(
    id="methods.10.llm-finetune",
    kind="historical",
    section="10 (large language models)",
    title="natural gradients for fine-tuning",
    statement="Natural gradients were applied to fine-tuning.",
    readings=(
        Reading(
            "A",
            "There is a published fine-tuning of a language model by a natural gradient.",
            applied_to("the natural gradient", "the fine-tuning of language models"),
            literal=True,
        ),
    ),
    beware="The Fisher matrix there is the empirical one, of training labels, and of gradients of low rank.",
    sources=("Das2024, abstract",),
)
