"""`python -m fisherproof` is `fisherproof`."""

import sys

from fisherproof.cli import main

if __name__ == "__main__":
    sys.exit(main())
