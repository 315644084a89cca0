"""The kernels share nothing with symbolic derivations."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import numeric


def test_every_kernel_imports_without_sympy_and_without_our_other_packages():
    """Importing all of numeric with SymPy and our own packages blocked works."""
    names = [found.name for found in pkgutil.walk_packages(numeric.__path__, "numeric.")]
    blocked = ["sympy", "z3", "derivations", "theorems", "reports", "fisherproof"]
    program = "\n".join(
        [
            "import sys, importlib",
            f"sys.modules.update(dict.fromkeys({blocked}))",  # None makes an import raise
            f"[importlib.import_module(name) for name in {names}]",
            "print(len([n for n in sys.modules if n.startswith('numeric.')]))",
        ]
    )

    found = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(numeric.__file__).parents[1],
    )

    assert str(len(names)) == found.stdout.strip()
    assert len(names) > 15
