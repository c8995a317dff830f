# Everything a clone needs: Python 3.11 or newer with pip, and make. Start with `make help`.
#
#   PYTHON   the Python to use              make test PYTHON=python3.13 VENV=.venv313
#   VENV     where to install               (.venv unless given)
#   ARGS     more arguments for pytest      make test ARGS="-k consent"
#   TESTS    which tests                make test TESTS=tests/cli
#   WORKERS  how many tests run at once     make test WORKERS=0
#   KILLS    how often processes are killed   make kill KILLS=1000
#   SECONDS  how long each target is fuzzed make fuzz SECONDS=600 SEED=7

PYTHON ?= python3
VENV ?= .venv
WORKERS ?= auto
ARGS ?=
TESTS ?=
SECONDS ?= 60
KILLS ?= 200
SEED ?= 1

BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check -qq
SOURCES = pyproject.toml constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test lint types verifytypes coverage uncounted bench recipes editors mutate kill fuzz browser wheel pins clean

help:  ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/core  ## take the tour (installs only what users install)
	@$(BIN)/disclosure-rules demo

test: $(VENV)/dev  ## run the tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(TESTS) $(ARGS)

lint: $(VENV)/dev  ## check style, layout and who imports whom
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports --no-logo

types: $(VENV)/dev  ## check the types
	@$(BIN)/mypy

verifytypes: $(VENV)/pyright  ## check that the types which users see are complete
	@PATH="$(abspath $(BIN)):$$PATH" basedpyright --ignoreexternal --verifytypes disclosure_rules \
	  > $(VENV)/verifytypes || { sed -n '/^Symbols used/,$$p' $(VENV)/verifytypes; exit 1; }
	@grep '^Type completeness score' $(VENV)/verifytypes

# Tests run two to three times slower when lines are counted. So only those count that try one part
# after the other; what tries the whole by chance, or from outside, must not make up for them.
COUNTED = $(addprefix tests/,authoring cli diagnostics golden layouts postgres proving publishing recording semantics tables unit)

coverage: $(VENV)/dev  ## fail when the tests of each part leave too much of it untried
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(COUNTED) --cov=disclosure_rules $(ARGS)

uncounted:
	@echo $(filter-out $(COUNTED),$(sort $(patsubst %/,%,$(dir $(wildcard tests/*/test_*.py)))))

bench: $(VENV)/bench  ## measure this engine and others (ARGS=--quick for a short run)
	@$(VENV)/peers/bin/python -m benchmarks.run $(ARGS)

recipes: $(VENV)/recipes  ## run the recipes of docs/recipes with the frameworks they are for
	@DISCLOSURE_RULES_NOTHING_SKIPPED=1 $(BIN)/python -m pytest -n $(WORKERS) tests/recipes $(ARGS)

editors: $(VENV)/editors  ## try what editors show, with a real language server (needs node and npm)
	@DISCLOSURE_RULES_NOTHING_SKIPPED=1 $(BIN)/python -m pytest tests/editors $(ARGS)

browser: $(VENV)/browser  ## look at pages in a real browser (needs chromium)
	@DISCLOSURE_RULES_NOTHING_SKIPPED=1 $(BIN)/python -m pytest tests/browser $(ARGS)

mutate: $(VENV)/dev  ## change EkspressJob's policies a little, and see that its cases notice
	@$(BIN)/disclosure-rules test --mutate policies/ekspressjob $(ARGS)

kill: $(VENV)/dev  ## kill processes that record and remove, KILLS times, and see that nothing is lost
	@DISCLOSURE_RULES_KILLS=$(KILLS) $(BIN)/python -m pytest -n $(WORKERS) tests/recording -k killed $(ARGS)

fuzz: $(VENV)/fuzz  ## try policies and requests by chance, SECONDS each, guided by coverage
	@$(BIN)/python -m fuzz.run --seconds $(SECONDS) --seed $(SEED)

wheel: $(VENV)/dev  ## build the packages and try the wheel in an empty environment
	@rm -rf dist
	@$(BIN)/python -m build -qq --no-isolation
	@$(BIN)/python scripts/check_wheel.py dist/*.whl

pins: $(VENV)/python-found  ## write constraints.txt anew from the newest releases
	@rm -rf $(VENV)/pins
	@$(PYTHON) -m venv $(VENV)/pins
	@$(VENV)/pins/bin/python -m pip --disable-pip-version-check -qq install -e '.[dev,recipes,browser,hostile,spark]'
	@sed -n '/^#/p' constraints.txt > $(VENV)/constraints.txt
	@$(VENV)/pins/bin/python -m pip freeze --exclude-editable >> $(VENV)/constraints.txt
	@rm -rf $(VENV)/pins
	@mv $(VENV)/constraints.txt constraints.txt

clean:  ## remove all that was made
	@rm -rf $(VENV) dist build htmlcov .coverage .coverage.* .hypothesis
	@rm -rf .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- The environment -----------------------------------------------------------------------------
# Stamps: `core` says that the package and what it depends on are installed, `dev` the tools as well.

$(VENV)/python-found:
	@command -v $(PYTHON) > /dev/null || { \
	  echo "disclosure-rules needs Python 3.11 or newer, and there is no \`$(PYTHON)\` here." \
	    "Install it, or name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "disclosure-rules needs Python 3.11 or newer; \`$(PYTHON)\` is" \
	    "$$($(PYTHON) -c 'import platform; print(platform.python_version())')." \
	    "Name a newer one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
	  echo "\`$(PYTHON)\` cannot make virtual environments: its module \`venv\` or \`ensurepip\`" \
	    "is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@mkdir -p $(VENV)
	@touch $@

$(VENV)/made: $(VENV)/python-found
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/core: $(SOURCES) | $(VENV)/made
	@echo "installing disclosure-rules into $(VENV)" >&2
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/dev: $(SOURCES) | $(VENV)/made
	@echo "installing disclosure-rules and its tools into $(VENV)" >&2
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $(VENV)/core $@

# Apart from the tools: what other engines bring along must not change what tests find.
$(VENV)/bench: $(SOURCES) benchmarks/requirements.txt | $(VENV)/python-found
	@echo "installing other engines to compare with into $(VENV)/peers" >&2
	@$(PYTHON) -m venv $(VENV)/peers
	@$(VENV)/peers/bin/python -m pip --disable-pip-version-check -qq install -c constraints.txt -e .
	@grep -v '^#' benchmarks/requirements.txt | while read -r peer; do \
	  $(VENV)/peers/bin/python -m pip --disable-pip-version-check -qq install "$$peer" \
	    || echo "not installed: $$peer" >&2; done
	@touch $@

$(VENV)/recipes: $(SOURCES) | $(VENV)/dev
	@echo "installing what recipes are for into $(VENV)" >&2
	@$(PIP) install -c constraints.txt -e '.[dev,recipes]'
	@touch $(VENV)/pyright $@

$(VENV)/pyright: constraints.txt | $(VENV)/dev
	@echo "installing a second type checker into $(VENV)" >&2
	@$(PIP) install -c constraints.txt basedpyright
	@touch $@

$(VENV)/hostile: $(SOURCES) | $(VENV)/dev
	@echo "installing numpy and pandas into $(VENV)" >&2
	@$(PIP) install -c constraints.txt -e '.[dev,hostile]'
	@touch $@

$(VENV)/spark: $(SOURCES) | $(VENV)/dev
	@echo "installing PySpark into $(VENV)" >&2
	@$(PIP) install -c constraints.txt -e '.[dev,spark]'
	@touch $@

$(VENV)/fuzz: $(SOURCES) | $(VENV)/dev
	@echo "installing a fuzzer into $(VENV)" >&2
	@$(PIP) install -c constraints.txt -e '.[dev,fuzz]'
	@touch $@

$(VENV)/editors: tests/editors/package.json | $(VENV)/dev
	@echo "installing a language server into $(VENV)/node" >&2
	@mkdir -p $(VENV)/node
	@cp tests/editors/package.json $(VENV)/node
	@npm install --prefix $(VENV)/node --ignore-scripts --no-package-lock --no-audit --no-fund \
	  --loglevel=error
	@touch $@

$(VENV)/browser: $(SOURCES) | $(VENV)/dev
	@echo "installing what drives a browser into $(VENV)" >&2
	@$(PIP) install -c constraints.txt -e '.[dev,browser]'
	@touch $@
