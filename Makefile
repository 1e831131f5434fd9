# Two commands for a fresh machine: `make demo` and `make test`. Everything lives in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SITE_STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-test
BENCH_STAMP := $(VENV)/.installed-bench

.PHONY: demo test check lint bench lock clean

demo: $(SITE_STAMP)
	$(BIN)/gongkai demo --archive archive.db

test: $(TEST_STAMP)
	$(BIN)/python -m pytest

check: test lint

lint: $(TEST_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(BENCH_STAMP)
	$(BIN)/python -m benchmarks

$(SITE_STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(TEST_STAMP): requirements-test.lock $(SITE_STAMP)
	$(PIP) install --require-hashes -r requirements-test.lock
	touch $@

$(BENCH_STAMP): requirements-bench.lock $(TEST_STAMP)
	$(PIP) install --require-hashes -r requirements-bench.lock
	touch $@

# Needs uv and a package index; everybody else installs from the locks.
lock:
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --quiet -o requirements.lock
	uv pip compile pyproject.toml --extra build --extra test --constraint requirements.lock \
	  --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --quiet -o requirements-test.lock
	uv pip compile pyproject.toml --extra build --extra test --extra bench \
	  --constraint requirements-test.lock --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --quiet -o requirements-bench.lock

clean:
	rm -rf $(VENV) archive.db archive.db-wal archive.db-shm archive.snapshots.db* archive.runs
