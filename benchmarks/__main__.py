"""Run the benchmarks: the short ones with `python -m benchmarks`, one with `python -m benchmarks langevin`."""

import sys
from importlib import import_module

SHORT = ("quadrature", "langevin", "curvature")
LONG = ("derive",)  # an hour, most of it spent by what does not end


def main(chosen: list[str]) -> None:
    """Run the chosen benchmarks, the short ones by default."""
    known = SHORT + LONG
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        sys.exit(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}.")
    for name in chosen or SHORT:
        import_module(f"benchmarks.{name}").main()
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
