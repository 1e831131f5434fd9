# Two commands for a fresh machine: `make demo` and `make test`. Everything lives in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SITE_STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-test
BENCH_STAMP := $(VENV)/.installed-bench
FUZZ_STAMP := $(VENV)/.installed-fuzz
# What asks about our packages must not be among them.
AUDIT := .venv-audit
AUDIT_STAMP := $(AUDIT)/.installed
# make fuzz TARGET=warc RUNS=100000; without a target, all of them.
TARGET ?=
RUNS ?= 1000000
FAULTS ?= 500
# pywb replays our WARC in a test. It brings 40 packages and a top-level `tests` that would
# hide ours, so it gets an environment of its own.
REPLAY := .venv-replay
REPLAY_STAMP := $(REPLAY)/.installed

.PHONY: demo test check lint bench torture fuzz audit dist lock clean

demo: $(SITE_STAMP)
	$(BIN)/gongkai demo --archive archive.db

# A file's tests stay together: what they set up once serves all of them.
test: $(TEST_STAMP) $(REPLAY_STAMP)
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile

check: test lint

lint: $(TEST_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# All of it takes hours at the 200 reports a pair of the accuracy gate: make bench PER_PAIR=20
PER_PAIR ?= 200
bench: $(BENCH_STAMP)
	$(BIN)/python -m benchmarks --per-pair $(PER_PAIR) --write benchmarks/RESULTS.md

torture: $(TEST_STAMP)
	$(BIN)/python -m benchmarks.torture --faults $(FAULTS)

fuzz: $(FUZZ_STAMP)
	$(BIN)/python -m tools.fuzz $(TARGET) --runs $(RUNS)

# Needs the internet: the advisories are asked for, version by version.
audit: $(AUDIT_STAMP)
	$(AUDIT)/bin/python tools/audit.py requirements*.lock

dist: $(SITE_STAMP)
	rm -rf dist
	$(BIN)/python -m hatchling build

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

$(FUZZ_STAMP): requirements-fuzz.lock $(TEST_STAMP)
	$(PIP) install --require-hashes -r requirements-fuzz.lock
	touch $@

$(REPLAY_STAMP): requirements-replay.lock
	test -x $(REPLAY)/bin/python || $(PYTHON) -m venv $(REPLAY)
	$(REPLAY)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-replay.lock
	touch $@

$(AUDIT_STAMP): requirements-audit.lock
	test -x $(AUDIT)/bin/python || $(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-audit.lock
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
	printf 'atheris>=3.0; python_version%s"3.12"\n' '<' '>=' | uv pip compile - --universal \
	  --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet -o requirements-fuzz.lock
	echo "pywb>=2.9" | uv pip compile - --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --quiet -o requirements-replay.lock
	echo "pip-audit>=2.9" | uv pip compile - --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --quiet -o requirements-audit.lock

clean:
	rm -rf $(VENV) $(REPLAY) $(AUDIT) dist .fuzz archive.db archive.db-wal archive.db-shm archive.snapshots.db* archive.runs archive.parts
