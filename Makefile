# Two commands on a machine with Python 3.11 or later, pip and make:
#   make report   build the environment, decide the claims, write the reports to build/fisherproof
#   make test     build the environment, pass the tests
# CLAIMS='thermo.2.*' chooses claims, PYTHON=python3.12 another Python, PYTEST='-k ledger' options of pytest.

PYTHON ?= python3
CLAIMS ?=
PYTEST ?=

BIN := .venv/bin
READY := .venv/ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
EXTERNAL := texlive-latex-recommended texlive-latex-extra chromium poppler-utils

.PHONY: report test test-all lint clean

# Exit code 1 of `check` says that a claim is undecided: the reports are written and say which.
report: $(READY)
	$(BIN)/fisherproof check $(CLAIMS) || [ $$? -eq 1 ]

test: $(READY)
	$(BIN)/python -m pytest -n auto $(PYTEST)

# Tests that need programs pip does not install, or an extra, too; installs what is missing (Debian, Ubuntu).
test-all: $(READY)
	@{ command -v pdflatex && command -v pdftotext && { command -v chromium || command -v chromium-browser || command -v google-chrome; }; } >/dev/null || \
	  { echo "installing $(EXTERNAL)"; \
	    as_root=$$([ "$$(id -u)" -eq 0 ] || echo sudo); \
	    $$as_root apt-get update -qq && $$as_root apt-get install -y -qq $(EXTERNAL); }
	$(PIP) install -e '.[numba,oracles,dask]'
	$(BIN)/python -m pytest -n auto -m "external or not external" $(PYTEST)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf .venv build .fisherproof

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "fisherproof needs Python 3.11 or later as '$(PYTHON)'; name another with PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "'$(PYTHON)' cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps -e .
	@touch $@
