# `make help` lists what there is. Needs Python 3.11, 3.12 or 3.13, and nothing else.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PORT

.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

demo: $(VENV)/.installed ## run a demonstration region on http://127.0.0.1:8000
	@$(BIN)/python scripts/demo.py

reset: ## throw the demonstration's data away; the next `make demo` starts over
	@$(PYTHON) scripts/reset.py

test: $(VENV)/.installed-dev ## everything, on SQLite and PostgreSQL and in Chromium
	@$(BIN)/python scripts/run_tests.py

check: $(VENV)/.installed-dev ## formatting, lint, types, imports, migrations, templates, translations
	@$(BIN)/python scripts/run_checks.py

fix: $(VENV)/.installed-dev ## what `make check` can mend by itself
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .
	git ls-files 'templates/*.html' | xargs $(BIN)/djhtml

bench: $(VENV)/.installed-dev ## measure; prints a table and adds it to benchmarks/*.csv
	@$(BIN)/python -m benchmarks.run
	@$(BIN)/python -m benchmarks.faults
	@$(BIN)/python -m benchmarks.digest
	@$(BIN)/python -m benchmarks.moderation
	@$(BIN)/python -m benchmarks.newsletter sqlite 2000

messages: $(VENV)/.installed-dev ## gather texts for translation and compile them (needs gettext)
	$(BIN)/python scripts/messages.py

lock: ## pin requirements*.in with hashes (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links requirements.in -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links requirements-dev.in -o requirements-dev.txt

$(VENV)/.installed: requirements.txt
	@$(PYTHON) scripts/check_python.py
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the portal needs (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "Installing what the tests need (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: help demo reset test check fix bench messages lock
