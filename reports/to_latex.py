"""The report as LaTeX for pdfLaTeX: amsthm, hyperref, long tables, ASCII throughout.

What a record holds reaches TeX only through ``tex`` (words) and the printer of formulas (mathematics), so
that no text of a record can run a command.

Source     amsthm, hyperref, longtable, booktabs as Debian's texlive-latex-recommended and -extra have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reports.figures.model import Figure
from reports.mathtext import Code, Math, Text, formula, pieces
from reports.model import Claim, Counterexample, Document, Reading, Report, Run
from reports.strength import Mutant
from reports.tex_preamble import PREAMBLE
from reports.tex_text import tex
from reports.vocabulary import Verdict

LONGEST_CELL = 600  # characters of LaTeX; in the narrowest column this is about a page
LONGEST_LINE = 80  # characters of LaTeX; a shorter formula fits on a line
_GROWING = re.compile(r"\\(?:left|right)(?![A-Za-z])\.?")
_SPACE = re.compile(r"(\\,|\\quad(?![A-Za-z]))\s*")
_COLUMNS = {
    "tally": "@{}llrp{0.6\\linewidth}@{}",
    "attention": "@{}p{0.14\\linewidth}L{0.36\\linewidth}L{0.45\\linewidth}@{}",
    "overview": "@{}L{0.14\\linewidth}p{0.14\\linewidth}L{0.66\\linewidth}@{}",
    "evidence": "@{}L{0.09\\linewidth}L{0.085\\linewidth}L{0.26\\linewidth}"
    "L{0.35\\linewidth}L{0.145\\linewidth}@{}",
    "instance": "@{}L{0.2\\linewidth}L{0.77\\linewidth}@{}",
    "mutants": "@{}L{0.09\\linewidth}L{0.62\\linewidth}L{0.25\\linewidth}@{}",
}
_SIZES = {
    "attention": "\\footnotesize",
    "evidence": "\\footnotesize",
    "instance": "\\footnotesize",
    "mutants": "\\scriptsize\\renewcommand{\\arraystretch}{1.15}",
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
    size = _SIZES.get(kind, "\\small")
    # Braces first: TeX would take a bracket at the start of a row for an option of the row before.
    lines = ["{}" + " & ".join(_cell(cell, notes) for cell in cells) + " \\\\" for cells in rows]
    top = [" & ".join(f"\\head{{{head}}}" for head in heads) + " \\\\ \\midrule\\endhead"] if heads else []
    opening = f"{{{size}\\begin{{longtable}}{{{_COLUMNS[kind]}}}"
    return "\n".join([opening, "\\toprule", *top, *lines, "\\bottomrule", "\\end{longtable}}", *notes])


def _cell(cell: str, notes: list[str]) -> str:
    if len(cell) <= LONGEST_CELL:
        return cell
    notes.append(f"\\par\\textit{{Note {len(notes) + 1}.}} {cell}")
    return f"\\textit{{note {len(notes)} below}}"


def _piece(piece: Text | Math | Code) -> str:
    if isinstance(piece, Text):
        return tex(piece.text)
    if isinstance(piece, Code):
        return _code(piece.text)
    return f"${piece.latex if len(piece.latex) <= LONGEST_LINE else _breakable(piece.latex)}$"


def _breakable(latex: str) -> str:
    r"""A formula that TeX may break: brackets of one size, since it breaks none that grow, and thin spaces.

    >>> _breakable("\\left(a\\,b\\right)")
    '(a\\,\\allowbreak b)'
    """
    flat = _GROWING.sub("", latex)
    return _SPACE.sub(r"\1\\allowbreak ", flat)


def _code(text: str) -> str:
    return f"\\texttt{{{tex(text)}}}"


def _name(claim: Claim) -> str:
    """The id of a claim, breakable after its dots and hyphens."""
    return _code(claim.id).replace(".", ".\\allowbreak{}").replace("-{}", "-\\allowbreak{}")


def _display(source: str) -> str:
    made = formula(source)
    if isinstance(made, Code):
        return f"\\begin{{quote}}{_code(made.text)}\\end{{quote}}"
    if len(made.latex) <= LONGEST_LINE:
        return f"\\[{made.latex}\\]"
    return f"\\longformula{{{made.latex}}}{{{_breakable(made.latex)}}}"


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
    rows = (
        [_mark(claim.verdict), _link(claim) + _titled("\\newline {}", claim), _why(claim)] for claim in claims
    )
    yield table("attention", ["verdict", "claim", "why"], rows)


def _why(claim: Claim) -> str:
    if claim.nearest is None:
        return prose(claim.because)
    statement, known = claim.nearest
    told = f"{prose(statement)}{f' ({known})' if known else ''}"
    return f"{prose(claim.because)}\\newline \\head{{nearest true:}} {told}"


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
        yield "\\fact{Where it lives}" + _run_in(claim.setting)
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
    for figure in claim.figures:
        yield _figure(figure, claim)
    if claim.beware:
        yield f"\\fact{{Beware}}{prose(claim.beware)}"
    if claim.sources:
        yield "\\fact{Sources}" + _run_in(claim.sources)
    yield "\\fact{Again}" + "\\newline ".join(map(_code, report.commands(claim)))


def _run_in(lines: Iterable[str]) -> str:
    """Short lines as one paragraph."""
    return "; ".join(map(prose, lines)) + "."


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
    for subject, required, row in claim.rows:
        outcome = f"{row.outcome}, {row.known}" if row.known else row.outcome
        seen = "; ".join(map(prose, row.told))
        rows.append([prose(subject), prose(row.route), prose(required), seen, outcome])
    return table("evidence", ["for", "route", "required", "observed", "outcome"], rows)


def _counterexample(instance: Counterexample) -> str:
    rows = [[prose(name), _value(value)] for name, value in instance.rows]
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
        rows = ([prose(it.operator), prose(it.text), _fate(it)] for it in claim.mutants)
        yield table("mutants", ["operator", "mutant", "outcome"], rows)


def _fate(mutant: Mutant) -> str:
    return f"{mutant.outcome}: {prose(mutant.detail)}" if mutant.detail else mutant.outcome


def _figure(figure: Figure, claim: Claim) -> str:
    words = f"\\textbf{{{prose(figure.title)}.}}\\enspace {prose(figure.caption)}".rstrip()
    return f"\\plot{{{figure.path(claim.anchor, 'pdf')}}}{{{words}}}"


def _run(run: Run) -> Iterator[str]:
    yield "\\section{The run}"
    yield table("instance", [], ([tex(name), _code(value)] for name, value in run.facts))
