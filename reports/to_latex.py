"""The report as LaTeX for pdfLaTeX: amsthm, hyperref, long tables, ASCII throughout.

What a record holds reaches TeX only through ``tex`` (words) and the printer of formulas (mathematics), so
that no text of a record can run a command.

Source     amsthm, hyperref, longtable, booktabs as Debian's texlive-latex-recommended and -extra have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reports.mathtext import Code, Math, Text, formula, pieces
from reports.model import Claim, Counterexample, Document, Reading, Report, Run
from reports.tex_preamble import PREAMBLE
from reports.tex_text import tex
from reports.vocabulary import Verdict

LONGEST_CELL = 600  # characters of LaTeX; in the narrowest column this is about a page
_COLUMNS = {
    "tally": "@{}llrp{0.6\\linewidth}@{}",
    "attention": "@{}p{0.18\\linewidth}L{0.28\\linewidth}L{0.46\\linewidth}@{}",
    "overview": "@{}L{0.14\\linewidth}p{0.18\\linewidth}L{0.6\\linewidth}@{}",
    "evidence": "@{}L{0.12\\linewidth}L{0.11\\linewidth}L{0.25\\linewidth}"
    "L{0.27\\linewidth}L{0.13\\linewidth}@{}",
    "instance": "@{}L{0.25\\linewidth}L{0.69\\linewidth}@{}",
    "mutants": "@{}L{0.17\\linewidth}L{0.36\\linewidth}L{0.12\\linewidth}L{0.25\\linewidth}@{}",
}


def render(report: Report) -> str:
    """The whole report as one LaTeX file."""
    blocks = [
        PREAMBLE,
        f"\\title{{{prose(report.title)}}}\n\\author{{fisherproof}}",
        f"\\date{{{tex(report.run.started or '')}}}",
        "\\begin{document}\n\\maketitle",
        f"\\begin{{center}}\\large {prose(report.headline)}\\end{{center}}",
        table("tally", ["", "verdict", "claims", "meaning"], (_tallied(*pair) for pair in report.tally)),
        "{\\setlength{\\parskip}{0pt}\\tableofcontents}",
        *_attention(report.attention),
        *_overview(report.documents),
        "\\section{Each claim in full}",
        *(block for document in report.documents for block in _document(document, report)),
        *_run(report.run),
        "\\end{document}",
    ]
    return "\n\n".join(blocks) + "\n"


def prose(text: str) -> str:
    r"""A text of a record as LaTeX, formulas set as formulas.

    >>> prose("for $x<1$ & $y$")
    'for $x\\lt1$ \\& $y$'
    """
    return "".join(map(_piece, pieces(text)))


def table(kind: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table that may run over pages, of cells that are LaTeX already; no head if there are none.

    A row cannot be broken over pages, so a long cell becomes a note below the table.
    """
    notes: list[str] = []
    # Braces first: TeX would take a bracket at the start of a row for an option of the row before.
    lines = ["{}" + " & ".join(_cell(cell, notes) for cell in cells) + " \\\\" for cells in rows]
    top = [" & ".join(f"\\head{{{head}}}" for head in heads) + " \\\\ \\midrule\\endhead"] if heads else []
    opening = f"{{\\small\\begin{{longtable}}{{{_COLUMNS[kind]}}}"
    return "\n".join([opening, "\\toprule", *top, *lines, "\\bottomrule", "\\end{longtable}}", *notes])


def _cell(cell: str, notes: list[str]) -> str:
    if len(cell) <= LONGEST_CELL:
        return cell
    notes.append(f"\\par\\textit{{Note {len(notes) + 1}.}} {cell}")
    return f"\\textit{{note {len(notes)} below}}"


def _piece(piece: Text | Math | Code) -> str:
    if isinstance(piece, Text):
        return tex(piece.text)
    return f"${piece.latex}$" if isinstance(piece, Math) else _code(piece.text)


def _code(text: str) -> str:
    return f"\\texttt{{{tex(text)}}}"


def _name(claim: Claim) -> str:
    """The id of a claim, breakable after its dots and hyphens."""
    return _code(claim.id).replace(".", ".\\allowbreak{}").replace("-{}", "-\\allowbreak{}")


def _display(source: str) -> str:
    made = formula(source)
    return (
        f"\\[{made.latex}\\]"
        if isinstance(made, Math)
        else f"\\begin{{quote}}{_code(made.text)}\\end{{quote}}"
    )


def _mark(verdict: Verdict) -> str:
    return f"\\verdict{{{verdict.tone.value}}}{{{tex(verdict.mark)}}}{{{verdict.word}}}"


def _link(claim: Claim) -> str:
    return f"\\hyperlink{{{claim.anchor}}}{{{_name(claim)}}}"


def _titled(form: str, claim: Claim) -> str:
    """The title of a claim in a form such as ``[{}]``; nothing where the record gives none."""
    return form.replace("{}", f"{{{prose(claim.title)}}}") if claim.title else ""


def _tallied(verdict: Verdict, times: int) -> list[str]:
    return [
        f"\\tone{{{verdict.tone.value}}}{{{tex(verdict.mark)}}}",
        verdict.word,
        str(times),
        tex(verdict.sentence),
    ]


def _attention(claims: Sequence[Claim]) -> Iterator[str]:
    yield "\\section{What needs attention}"
    if not claims:
        yield "Nothing: every claim holds as stated."
        return
    rows = ([_mark(claim.verdict), _link(claim), prose(claim.because)] for claim in claims)
    yield table("attention", ["verdict", "claim", "why"], rows)


def _overview(documents: Iterable[Document]) -> Iterator[str]:
    for document in documents:
        yield f"\\section{{{prose(document.name)}, in its own order}}"
        rows = (
            [prose(claim.section), _mark(claim.verdict), _link(claim) + _titled("\\newline {}", claim)]
            for part in document.sections
            for claim in part.claims
        )
        yield table("overview", ["section", "verdict", "claim"], rows)


def _document(document: Document, report: Report) -> Iterator[str]:
    for part in document.sections:
        yield f"\\subsection{{{prose(document.name)}, {prose(part.heading)}}}"
        for claim in part.claims:
            yield from _claim(claim, report)


def _claim(claim: Claim, report: Report) -> Iterator[str]:
    known = f", {claim.known}" if claim.known else ""
    yield f"\\claimhead{{{claim.anchor}}}{{{_name(claim)}}}{{{_mark(claim.verdict)}{known}}}"
    yield f"\\begin{{claim}}{_titled('[{}]', claim)}\n{{}}{prose(claim.statement)}\n\\end{{claim}}"
    for name, text in claim.reasons:
        yield f"\\fact{{{name}}}{prose(text)}"
    if claim.setting:
        yield "\\fact{Where it lives}" + _items(claim.setting)
    for reading in claim.readings:
        yield from _reading(reading)
    if claim.evidence:
        yield _evidence(claim)
    if claim.counterexample:
        yield _counterexample(claim.counterexample)
    if claim.repair:
        known = f" ({claim.repair.known})" if claim.repair.known else ""
        yield f"\\begin{{repair}}\n{{}}{prose(claim.repair.statement)}{known}\n\\end{{repair}}"
        if claim.repair.formula:
            yield _display(claim.repair.formula)
    yield from _strength(claim)
    if claim.beware:
        yield f"\\fact{{Beware}}{prose(claim.beware)}"
    if claim.sources:
        yield "\\fact{Sources}" + _items(claim.sources)
    yield "\\fact{Again}" + "\\newline ".join(map(_code, report.commands(claim)))


def _items(lines: Iterable[str]) -> str:
    return (
        "\\begin{itemize}\n" + "\n".join(f"\\item {{}}{prose(line)}" for line in lines) + "\n\\end{itemize}"
    )


def _reading(reading: Reading) -> Iterator[str]:
    word = _mark(reading.verdict) if reading.verdict else "not examined"
    known = f", {reading.known}" if reading.known else ""
    literal = " (literal)" if reading.literal else ""
    reason = f" {prose(reading.reason)}" if reading.reason else ""
    yield f"\\fact{{Reading {prose(reading.label)}{literal}}}{prose(reading.text)} {word}{known}.{reason}"
    if reading.formula:
        yield _display(reading.formula)


def _evidence(claim: Claim) -> str:
    rows = []
    for row in claim.evidence:
        outcome = f"{row.outcome}, {row.known}" if row.known else row.outcome
        seen = "\\newline ".join(prose(text) for text in (row.observed, row.detail) if text)
        rows.append([prose(row.subject), prose(row.route), prose(row.required), seen, outcome])
    return table("evidence", ["evidence for", "route", "required", "observed", "outcome"], rows)


def _counterexample(instance: Counterexample) -> str:
    sides = (("left side", instance.lhs), ("right side", instance.rhs))
    rows = [[prose(name), _value(value)] for name, value in (*instance.data, *sides) if value]
    said = f"\\fact{{Counterexample}}{prose(instance.text or '')}"
    return "\n\n".join([said, table("instance", [], rows)] if rows else [said])


def _value(text: str) -> str:
    return prose(text) if "$" in text else _code(text)


def _strength(claim: Claim) -> Iterator[str]:
    strength = claim.strength
    if not claim.shows_strength:
        return
    yield f"\\fact{{Strength}}{strength.sentence}"
    if strength.survivors:
        yield "\\fact{Let through}" + _items(strength.survivors)
    if claim.mutants:
        rows = ([prose(it.operator), prose(it.text), it.outcome, prose(it.detail)] for it in claim.mutants)
        yield table("mutants", ["operator", "mutant", "outcome", "how"], rows)


def _run(run: Run) -> Iterator[str]:
    yield "\\section{The run}"
    yield table("instance", [], ([tex(name), _code(value)] for name, value in run.facts))
