# make demo   the whole of Hoorbaar with invented data, in your browser
# make test   every check and test (what .ci/run calls)
# make check  the same, without installing anything
# make bench  what an answer and an export cost, as ratios
# make lock   renew the pinned requirements

PYTHON ?= python3
BIN := .venv/bin
COMPILE := $(BIN)/pip-compile -q --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
	--no-header --generate-hashes --allow-unsafe --strip-extras

.PHONY: demo test check lint tests bench soak lock packages
.DEFAULT_GOAL := test

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Hoorbaar needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/run: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what Hoorbaar needs (once, about a minute) ..."
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: requirements-dev.lock .venv/run
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: .venv/run
	@$(BIN)/hoorbaar demo

test: .venv/dev packages check

# PostgreSQL and Chromium: installed where we may, else the tests that need them say why they are skipped
packages:
	@sh tests/packages.sh

check: lint tests

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hoorbaar questions check

tests:
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

bench: .venv/dev
	$(BIN)/python -m tests.bench

soak: .venv/dev packages
	HOORBAAR_SOAK=1 $(BIN)/python -m pytest -m soak

lock: .venv/dev
	$(COMPILE) --extra build -o requirements.lock pyproject.toml
	$(COMPILE) --extra build --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
