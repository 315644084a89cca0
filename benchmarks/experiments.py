"""Run the experiments: `python -m benchmarks.experiments [NAME ...] [--seeds 10] [--size small] [--output DIR]`.

Prints a table for each, and writes its record as JSON and its plots as SVG.  BLAS should have one thread
(OMP_NUM_THREADS=1), or processor times are those of all threads together.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.experiment_plots import plots
from numeric.experiments import Interval, Record, Size, load, names, plain

OUTPUT = Path("build/experiments")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run those chosen, all by default."""
    chosen = _parsed(arguments)
    unknown = sorted(set(chosen.names) - set(names()))
    if unknown:
        sys.exit(f"no experiment {', '.join(unknown)}; there are {', '.join(names())}.")
    chosen.output.mkdir(parents=True, exist_ok=True)
    for name in chosen.names or names():
        began = process_time(), perf_counter()
        record = load(name)(seeds=range(chosen.seeds), size=Size[chosen.size.upper()])
        spent = process_time() - began[0], perf_counter() - began[1]
        show(record)
        print(f"   took {spent[0]:.1f} s of the processor, {spent[1]:.1f} s of the clock\n")
        write(record, chosen.output)


def write(record: Record, folder: Path) -> None:
    """The record as JSON, and its plots."""
    text = json.dumps(plain(record), indent=1, ensure_ascii=False, allow_nan=False)
    (folder / f"{record.study}.json").write_text(text + "\n", encoding="utf-8")
    for key, drawing in plots(record).items():
        (folder / f"{record.study}.{key}.svg").write_text(drawing, encoding="utf-8")


def show(record: Record) -> None:
    """Everything but the runs of single seeds."""
    print(f"{record.study}: {record.question}")
    print(f"   {len(record.seeds)} seeds, size {record.size.name.lower()}, intervals at {record.level:.0%}")
    if record.arms:
        print(f"\n   {'steps to the target':<46}{'rate':>9}{'median':>9}{'interval':>17}{'ms':>9}")
    for arm in record.arms:
        edge = "" if arm.tuning.interior else "!"
        where = f"{arm.problem}: {arm.method}"
        print(
            f"   {where:<46}{arm.tuning.chosen:>8.3g}{edge or ' '}{arm.middle.estimate:>9.4g}"
            f"{_ends(arm.middle):>17}{1e3 * arm.middle_cpu.estimate:>9.3g}"
        )
    if record.comparisons:
        print(f"\n   {'ratios':<80}{'median':>9}{'interval':>17}")
    for c in record.comparisons:
        what = f"{c.problem}: {c.quantity}, {c.first} / {c.second}"
        print(f"   {what:<80}{c.ratio.estimate:>9.3g}{_ends(c.ratio):>17}  {c.outcome.name.lower()}")
    if record.fits:
        print(f"\n   {'exponents':<80}{'median':>9}{'interval':>17}")
    for fit in record.fits:
        what = f"{fit.quantity} over {fit.variable}, {fit.method}"
        print(f"   {what:<80}{fit.exponent.estimate:>9.3g}{_ends(fit.exponent):>17}")
    if record.measures:
        print(f"\n   {'measured':<80}{'median':>9}{'interval':>17}")
    for found in record.measures:
        print(f"   {found.name:<80}{found.middle.estimate:>9.3g}{_ends(found.middle):>17}")
    for remark in record.remarks:
        print(f"   ! {remark}")


def _ends(interval: Interval) -> str:
    return f"[{interval.low:.3g}, {interval.high:.3g}]"


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.experiments", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names())}; all by default")
    parser.add_argument("--seeds", type=int, default=10, help="how many are measured, from 0 on")
    parser.add_argument("--size", choices=[size.name.lower() for size in Size], default="small")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="where JSON and SVG go")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
