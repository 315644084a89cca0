"""`python -m fisherproof` is `fisherproof`."""

import sys

# `python -m` puts the current folder first, where a project may have a reports.py of its own.
sys.path.append(sys.path.pop(0))

from fisherproof.cli import main

if __name__ == "__main__":
    sys.exit(main())
