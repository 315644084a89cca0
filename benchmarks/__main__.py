"""Run the benchmarks: all with `python -m benchmarks`, one with `python -m benchmarks langevin`."""

import sys
from importlib import import_module

NAMES = ("quadrature", "langevin")


def main(chosen: list[str]) -> None:
    """Run the chosen benchmarks, all by default."""
    unknown = sorted(set(chosen) - set(NAMES))
    if unknown:
        sys.exit(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}.")
    for name in chosen or NAMES:
        import_module(f"benchmarks.{name}").main()
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
