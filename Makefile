# The two commands a newcomer needs: `make demo` and `make test`.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
STORY  := examples/brandmoor-lock

.PHONY: demo test lint types eval bench clean

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Stemma needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

demo: $(VENV)/.installed  ## compare an invented example story, print the sheet, write the report
	@mkdir -p demo
	$(BIN)/stemma compare $(STORY)/*.txt --html demo/report.html

test: $(VENV)/.installed  ## every test; those whose parts are missing are skipped, saying why
	$(BIN)/pytest

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed
	$(BIN)/mypy

eval: $(VENV)/.installed  ## quality against its pinned floors; needs STEMMA_TESTDATA
	$(BIN)/python -m evaluation

bench: $(VENV)/.installed  ## speed, memory and growth, with how each was measured
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) demo build dist
