# Two commands: `make` sets up and builds the graph of seeds/, `make test` sets up and tests.
PYTHON ?= python3
BIN := .venv/bin
EXTRAS ?= dev

.PHONY: graph test check clean

graph: .venv/ready
	$(BIN)/kg build seeds/ -o output/

test: .venv/ready
	$(BIN)/python -m pytest

check: .venv/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf .venv

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --disable-pip-version-check -c constraints.txt -e '.[$(EXTRAS)]'
	touch $@
