# Exception Desk. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev

.DEFAULT_GOAL := help
.PHONY: help setup demo run test bench format lock

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(RUNTIME) ## Only install: an environment in .venv, from the hash-pinned requirements

demo: $(RUNTIME) ## The bot in a local Slack on this machine (RESET=1 starts afresh, EMPTY=1 without a history, PORT=8484)
	@$(BIN)/python app.py demo $(if $(RESET),--reset) $(if $(EMPTY),--empty) $(if $(PORT),--port $(PORT))

run: $(RUNTIME) ## The bot in your workspace, with the settings of .env
	@$(BIN)/python app.py run

test: $(DEV) ## Format check, lint, types, import contracts and tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist worksteal $(ARGS)

bench: $(DEV) ## Measure the bot against the bare thing, side by side (see bench/README.md)
	@$(BIN)/python -m bench

format: $(DEV) ## Bring the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## Pin the requirements anew (needs uv)
	cd requirements && for name in runtime dev; do \
	  uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --custom-compile-command "make lock" $$name.in -o $$name.txt; done

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Exception Desk needs Python 3.11 or newer: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): $(BIN)/python requirements/runtime.txt
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@touch $@

$(DEV): $(RUNTIME) requirements/dev.txt
	@echo "Installing the development tools into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
