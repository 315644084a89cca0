"""The distribution works in a project that has its own `reports.py`.

Our folders are top-level packages, so a name may be taken where we are used. Python
puts the folder of a script first, and for a console script that is the folder of the
script and not the one the user stands in.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import fisherproof

ROOT = Path(fisherproof.__file__).parents[1]
ROOMS = ("derivations", "numeric", "theorems", "reports", "fisherproof")
SCRIPT = "import sys\nfrom fisherproof.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
CLAIM = "thermo.3.2.info-rate-type"
OWN = """
import json, sys
import reports
import fisherproof

if __name__ == "__main__":
    record = fisherproof.check(sys.argv[1], seed=7)
    print(json.dumps([reports.monthly(), [claim["id"] for claim in record["claims"]]]))
"""


@pytest.fixture
def project(tmp_path):
    """A folder with its own reports.py; ours are installed beside it, as site-packages would have them."""
    site, scripts, home = tmp_path / "site", tmp_path / "bin", tmp_path / "project"
    for folder in (site, scripts, home):
        folder.mkdir()
    for room in ROOMS:
        (site / room).symlink_to(ROOT / room, target_is_directory=True)
    (scripts / "fisherproof").write_text(SCRIPT)  # what the installer writes for [project.scripts]
    (home / "reports.py").write_text("def monthly():\n    return 'the monthly report'\n")
    (home / "evaluate.py").write_text(OWN)

    def run(*arguments):
        return subprocess.run(
            [sys.executable, *(str(argument) for argument in arguments)],
            cwd=home,
            env={**os.environ, "PYTHONPATH": str(site)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run, home, scripts / "fisherproof"


def test_the_command_decides_and_reports_there(project):
    """`fisherproof check` and `fisherproof report` use our reports, whatever the folder holds."""
    run, home, script = project

    decided = run(script, "check", CLAIM, "--seed", "7", "--profile", "quick")
    reported = run(script, "report", "markdown")

    assert decided.returncode in (0, 1), decided.stderr
    assert "Traceback" not in decided.stderr + reported.stderr
    assert reported.returncode == 0
    assert CLAIM in (home / "build" / "fisherproof" / "report.md").read_text()


def test_a_script_there_has_its_own_reports_and_our_check(project):
    """A user's program imports its own `reports` and decides claims with ours in one process."""
    run, _, _ = project

    done = run("evaluate.py", CLAIM)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == ["the monthly report", [CLAIM]]
