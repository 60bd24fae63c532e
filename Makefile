# Everything a person runs: set-up, demo, tests and checks. Nothing but python3 (3.11) with venv has to be there before.

PYTHON ?= python3
PORT ?= 8000
RUNS ?= 20000
BIN := .venv/bin
STAMPS := .venv/stamps
NPM := $(shell command -v npm)

export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: setup demo test check bench soak features
.DEFAULT_GOAL := setup

setup: $(STAMPS)/python $(STAMPS)/assets

$(STAMPS)/venv:
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "make: python3 with venv is needed (Debian: python3-venv)" >&2; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/installer: installer.lock $(STAMPS)/venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r installer.lock
	@touch $@

$(STAMPS)/python: requirements.lock $(STAMPS)/installer
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@touch $@

# A machine without npm gets one into the virtual environment, from its own lock file.
$(STAMPS)/npm: node.lock $(STAMPS)/installer
ifeq ($(NPM),)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r node.lock
endif
	@touch $@

$(STAMPS)/assets: package-lock.json package.json .npmrc grants/cli/assets.py $(STAMPS)/npm $(STAMPS)/python
	@$(BIN)/python -m grants.cli.assets
	@touch $@

demo: setup
	@PORT=$(PORT) bin/demo

test: setup
	@$(BIN)/pytest -n 2 $(TESTS)

check: setup
	@bin/check

bench: setup
	@$(BIN)/python -m bench

soak: setup
	@GRANTS_SOAK=$(RUNS) $(BIN)/pytest -n 2 tests/invariants tests/processes tests/demo $(TESTS)

features: setup
	@$(BIN)/python -m grants.cli.features
