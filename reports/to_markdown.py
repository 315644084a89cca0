"""The report as Markdown that GitHub renders: inline mathematics between dollar-backquotes, formulas in math
fences.

Inside ``$`...`$`` Markdown is not read, and our printer leaves no bar, star or angle in a formula, so that
one can stand in a table.  Fences stand at the left margin and outside of ``<details>``, where GitHub renders
them.

Source     GitHub, "Writing mathematical expressions"; GitHub Flavored Markdown Spec 0.29.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reports.figures.model import Figure
from reports.mathtext import Code, Math, Text, formula, pieces
from reports.mathtext.plain import plain
from reports.model import Claim, Counterexample, Document, Reading, Report, Run
from reports.vocabulary import Verdict

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$&@]|#\d?|://|(?<=www)\.", re.IGNORECASE)
_OPENS_BLOCK = re.compile(r"^(?:([-+=])(?=[-+=\s]|\Z)|(\d+)([.)])(?=\s|\Z))")


def render(report: Report) -> str:
    """The whole report as Markdown text."""
    blocks = [
        f"# {prose(report.title)}",
        report.headline,
        table(
            ["", "verdict", "claims", "meaning"],
            [_tallied(verdict, times) for verdict, times in report.tally],
        ),
        *_attention(report.attention),
        *_overview(report.documents),
        "## Each claim in full",
        *(block for claim in report.claims for block in _claim(claim, report)),
        *_run(report.run),
    ]
    return "\n\n".join(blocks) + "\n"


def prose(text: str) -> str:
    r"""A text of a record as Markdown that shows it and does nothing else.

    >>> prose("*x* < $x^2|y$")
    '\\*x\\* \\< $`x^{2}\\vert y`$'
    """
    shown = [_piece(piece, follows) for piece, follows in _with_next(pieces(text))]
    line = "".join(shown)
    return _OPENS_BLOCK.sub(lambda mark: f"\\{mark[1]}" if mark[1] else f"{mark[2]}\\{mark[3]}", line)


def code(text: str) -> str:
    """A text shown letter by letter, in a table as elsewhere."""
    if "|" in text:  # a table is cut at a bar even inside code; HTML's code element takes an entity
        return f"<code>{_escaped(text)}</code>"
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _with_next(found: Sequence[Text | Math | Code]) -> Iterator[tuple[Text | Math | Code, str]]:
    """Each piece and the character that follows it."""
    for piece, following in zip(found, [*found, Text("")][1:], strict=True):
        yield piece, following.text[:1] if isinstance(following, Text) else "$"


def _piece(piece: Text | Math | Code, follows: str) -> str:
    if isinstance(piece, Text):
        # GitHub opens no formula right after a letter or a digit: an empty comment parts them.
        return _escaped(piece.text) + ("<!-- -->" if piece.text[-1:].isalnum() and follows == "$" else "")
    if isinstance(piece, Code):
        return code(piece.text)
    return f"$`{piece.latex}`$" + ("<!-- -->" if follows.isalnum() else "")


def _escaped(text: str) -> str:
    """Words with Markdown's signs escaped, and without links or mentions nobody asked for."""
    return _SPECIAL.sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    sign = match.group()
    if sign in {"&", "|"}:
        return {"&": "&amp;", "|": "&#124;"}[sign]
    if len(sign) > 1 or sign in {"@", "."}:  # a comment cuts what would become a mention or a link
        return f"{sign[0]}<!-- -->{sign[1:]}"
    return f"\\{sign}"


def _math_block(source: str) -> str:
    """A formula on a line of its own; one the grammar refuses is shown as it was written."""
    made = formula(source)
    return f"```math\n{made.latex}\n```" if isinstance(made, Math) else _fenced([made.text], "latex")


def _fenced(lines: Sequence[str], language: str) -> str:
    """Lines as they are; the fence is longer than any run of backquotes in them."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}{language}", *lines, fence])


def _tallied(verdict: Verdict, times: int) -> list[str]:
    return [verdict.mark, verdict.word, str(times), verdict.sentence]


def _link(claim: Claim) -> str:
    return f"[{_escaped(claim.id)}](#{claim.anchor})"


def _attention(claims: Sequence[Claim]) -> Iterator[str]:
    yield "## What needs attention"
    if not claims:
        yield "Nothing: every claim holds as stated."
        return
    rows = ([claim.verdict.mark, claim.verdict.word, _link(claim), _why(claim)] for claim in claims)
    yield table(["", "verdict", "claim", "why"], rows)


def _why(claim: Claim) -> str:
    title = f"{prose(claim.title)}<br>" if claim.title else ""
    if claim.nearest is None:
        return title + prose(claim.because)
    statement, known = claim.nearest
    return (
        f"{title}{prose(claim.because)}<br>nearest true: {prose(statement)}{f' ({known})' if known else ''}"
    )


def _overview(documents: Iterable[Document]) -> Iterator[str]:
    for document in documents:
        yield f"## {prose(document.name)}, in its own order"
        rows = (
            [prose(claim.section), claim.verdict.mark, claim.verdict.word, _link(claim), prose(claim.title)]
            for part in document.sections
            for claim in part.claims
        )
        yield table(["section", "", "verdict", "claim", ""], rows)


def _claim(claim: Claim, report: Report) -> Iterator[str]:
    known = f", {claim.known}" if claim.known else ""
    yield f'<a id="{claim.anchor}"></a>\n\n### {claim.verdict.mark} {_escaped(claim.id)}'
    place = " · ".join(prose(text) for text in claim.place)
    yield f"**{claim.verdict.word}**{known} · {place}"
    yield f"**Statement.** {prose(claim.statement)}"
    for name, text in claim.reasons:
        yield f"**{name}.** {prose(text)}"
    if claim.setting:
        yield "**Where it lives.**\n\n" + "\n".join(f"- {prose(line)}" for line in claim.setting)
    for reading in claim.readings:
        yield from _reading(reading)
    if claim.evidence:
        yield _evidence(claim)
    if claim.counterexample:
        yield _counterexample(claim.counterexample)
    if claim.repair:
        known = f" ({claim.repair.known})" if claim.repair.known else ""
        yield f"**Repair.** {prose(claim.repair.statement)}{known}"
        if claim.repair.formula:
            yield _math_block(claim.repair.formula)
    yield from _strength(claim)
    for figure in claim.figures:
        yield _figure(figure, claim)
    if claim.beware:
        yield f"**Beware.** {prose(claim.beware)}"
    if claim.sources:
        yield "**Sources.**\n\n" + "\n".join(f"- {prose(source)}" for source in claim.sources)
    yield "**Again.**"
    yield _fenced(report.commands(claim), "sh")


def _reading(reading: Reading) -> Iterator[str]:
    word = reading.verdict.word if reading.verdict else "not examined"
    known = f", {reading.known}" if reading.known else ""
    literal = ", the literal one" if reading.literal else ""
    reason = f" {prose(reading.reason)}" if reading.reason else ""
    yield f"**Reading {prose(reading.label)}**{literal}: {prose(reading.text)} **{word}**{known}.{reason}"
    if reading.formula:
        yield _math_block(reading.formula)


def _evidence(claim: Claim) -> str:
    rows = []
    for subject, required, row in claim.rows:
        outcome = f"{row.outcome}, {row.known}" if row.known else row.outcome
        seen = "<br>".join(map(prose, row.told))
        rows.append([prose(subject), prose(row.route), prose(required), seen, outcome])
    return table(["evidence for", "route", "required", "observed", "outcome"], rows)


def _counterexample(instance: Counterexample) -> str:
    lines = [f"**Counterexample.** {prose(instance.text)}" if instance.text else "**Counterexample.**"]
    rows = [[prose(name), _value(value)] for name, value in instance.rows]
    return "\n\n".join([*lines, table(["", "value"], rows)] if rows else lines)


def _value(text: str) -> str:
    return prose(text) if "$" in text else code(text)


def _strength(claim: Claim) -> Iterator[str]:
    strength = claim.strength
    if not claim.shows_strength:
        return
    yield f"**Strength.** {strength.sentence}"
    if strength.survivors:
        yield "**Let through:**\n\n" + "\n".join(f"- {prose(text)}" for text in strength.survivors)
    if claim.mutants:
        rows = ([prose(it.operator), prose(it.text), it.outcome, prose(it.detail)] for it in claim.mutants)
        yield table(["operator", "mutant", "outcome", "how"], rows)


def _figure(figure: Figure, claim: Claim) -> str:
    """A picture that lies beside the report, and its caption."""
    picture = f"![{_escaped(plain(figure.title))}]({figure.path(claim.anchor, 'svg')})"
    return f"{picture}\n\n**{prose(figure.title)}.** {prose(figure.caption)}".rstrip()


def _run(run: Run) -> Iterator[str]:
    yield "## The run"
    yield table(["", "value"], ([prose(name), code(value)] for name, value in run.facts))
