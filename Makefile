# make run     start the hub and everything it needs (Ctrl-C stops it); ARGUMENTS="--port 9000" are handed on
# make test    lint, types, import contract, templates, tests and the browser test: what .ci/run runs
# make lint    the first four of these
# make bench   measure both engines: risk (some minutes), then matching (an hour)
# make bench-risk   measure the risk model beside its peers (DATA=FOLDER); writes docs/risk-benchmark.md
# make bench-labels   measure what labels cost; writes docs/labels-cost.md
# make bench-queries   measure what queries cost; writes docs/query-cost.md
# make bench-releases   measure what releases cost; writes docs/release-cost.md
# make bench-import   measure what imports cost (FILE=, TRADERS=, ROWS=); writes docs/import-cost.md
# make bench-pages   measure every page at 100,000 and 1,000,000 (SIZE=100000 alone: some minutes); writes docs/scale.md
# make bench-officers   fifty officers at once while declarations are imported (SIZE, OFFICERS, SECONDS); writes docs/busy-hub.md
# make bench-workers   measure what screening processes cost at 100,000 alerts; writes docs/screening-cost.md
# make sweeps   calibrate and judge the detector of sweeps (a quarter of an hour); writes its calibration and docs/sweeps.md
# make requirements   write requirements*.txt anew from requirements*.in
# make clean   remove what can be made again (the data in .hub stay)
#
# Needs Python 3.11 or newer, make and git. Everything else is installed into .venv and hub/assets/node_modules.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test lint types pytest bench bench-risk bench-labels bench-queries bench-releases bench-import bench-pages bench-officers bench-workers sweeps requirements clean

BIN := .venv/bin
PYTHON_FOUND := for p in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done
UV := 0.13.9
NODE_MODULES := hub/assets/node_modules/.installed
WORKERS ?= 2

help:
	@sed -n '/^# make/s/^# //p' Makefile

run: .venv/.installed $(NODE_MODULES)
	@exec $(BIN)/python manage.py up $(ARGUMENTS)

test: lint types pytest

lint: .venv/.installed-dev
	@echo "== Lint: ruff"
	@$(BIN)/ruff check --quiet .
	@echo "== Import contract"
	@$(BIN)/lint-imports --no-cache > .venv/contract.log || { cat .venv/contract.log; exit 1; }
	@echo "== Templates: djlint"
	@$(BIN)/djlint --lint --quiet templates

types: .venv/.installed-dev
	@echo "== Types: mypy (about a minute the first time)"
	@HUB_STATE_DIR=.hub/types $(BIN)/mypy

pytest: .venv/.installed-dev $(NODE_MODULES)
	@echo "== Matching engine (half a minute the first time)"
	@$(BIN)/python -m intel.matching warm
	@echo "== Tests"
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --quiet $(ARGUMENTS)

bench: bench-risk
	@$(BIN)/python -m tests.bench $(ARGUMENTS)

bench-risk: .venv/.installed-dev
	@$(BIN)/python -m tests.bench.risk $(if $(DATA),--data $(DATA))

bench-labels: .venv/.installed-dev
	@$(BIN)/python -m pytest tests/bench/labels.py -q -n 0

bench-queries: .venv/.installed-dev
	@$(BIN)/python -m pytest tests/bench/queries.py -q -s -n 0

bench-releases: .venv/.installed-dev
	@$(BIN)/python -m pytest tests/bench/releases.py -q -s -n 0

bench-import: .venv/.installed-dev
	@$(if $(ROWS),ROWS=$(ROWS)) $(if $(FILE),FILE=$(FILE)) $(if $(TRADERS),TRADERS=$(TRADERS)) $(BIN)/python -m tests.bench.imports

bench-pages: .venv/.installed-dev
	@$(if $(SIZE),SIZE=$(SIZE)) $(BIN)/python -m pytest tests/bench/pages.py -q -s -n 0

bench-officers: .venv/.installed-dev $(NODE_MODULES)
	@$(if $(SIZE),SIZE=$(SIZE)) $(if $(OFFICERS),OFFICERS=$(OFFICERS)) $(if $(SECONDS),SECONDS=$(SECONDS)) $(BIN)/python -m tests.bench.officers

bench-workers: .venv/.installed-dev
	@$(BIN)/python -m pytest tests/bench/workers.py -q -s -n 0

sweeps: .venv/.installed-dev
	@$(BIN)/python -m tests.sweeps calibrate
	@$(BIN)/python -m tests.sweeps judge

requirements: .venv/bin/uv
	@for name in requirements requirements-dev; do \
		echo "$$name.txt"; \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $$name.in -o $$name.txt; \
	done

clean:
	rm -rf .venv hub/assets/node_modules .hub/test .hub/types .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.hub/*' -prune -exec rm -rf {} +

# --- what is installed, each once: the second time make finds nothing to do

# uv reads its own settings; where pip is told of another index, uv is told of it too. Without uv, or where it fails, pip.
install = \
	index="$${PIP_INDEX_URL:-$$($(BIN)/python -m pip config get global.index-url 2>/dev/null)}"; \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$$index}"; fi; \
	$(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python --require-hashes $(addprefix -r ,$(1)) \
	|| { echo "uv could not install them; trying pip, which takes longer"; \
	     $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(addprefix -r ,$(1)); }

.venv/.made:
	@python=$$($(PYTHON_FOUND)); \
	if [ -z "$$python" ]; then \
		echo "Python 3.11 or newer with its venv module was not found. Install it (Debian: apt install python3 python3-venv)," >&2; \
		echo "or say where it is: make run PYTHON=/path/to/python3" >&2; exit 1; fi; \
	echo "== Virtual environment in .venv, $$("$$python" --version)"; \
	"$$python" -m venv --clear .venv
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/hub.pth"
	@touch $@

.venv/bin/uv: .venv/.made
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv==$(UV) || echo "uv could not be installed"
	@touch $@

.venv/.installed: requirements.txt .venv/.made | .venv/bin/uv
	@echo "== Python packages (up to a minute)"
	@$(call install,requirements.txt)
	@touch $@

.venv/.installed-dev: requirements-dev.txt requirements.txt .venv/.made | .venv/bin/uv
	@echo "== Python packages for tests (up to a minute)"
	@$(call install,requirements.txt requirements-dev.txt)
	@touch $@ .venv/.installed

$(NODE_MODULES): hub/assets/package-lock.json | .venv/.installed
	@echo "== Front-end packages (some seconds)"
	@cd hub/assets && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --omit=dev --no-audit --no-fund --loglevel=error
	@touch $@
