# The front door: make demo, make test. `make setup` does what both need first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SYNC   := $(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python
SELF   := $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
# Compiled once here, every start is two to three times as quick, also where Python is told to write no bytecode.
OWN    := $(BIN)/python -m compileall -q hub adapters fhir_profiles terminology

.PHONY: setup setup-dev peers demo serve test coverage test-long check lint golden definitions profiles docs bench lock clean

setup: $(VENV)/.product
setup-dev: $(VENV)/.dev

$(BIN)/uv: requirements/bootstrap.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	touch $@

# The product's lock alone; a development environment already holds it.
$(VENV)/.product: $(BIN)/uv requirements/product.txt pyproject.toml
	@if [ ! -e $(VENV)/.dev ]; then $(SYNC) requirements/product.txt && $(SELF) && $(OWN); fi
	touch $@

$(VENV)/.dev: $(BIN)/uv requirements/dev.txt pyproject.toml
	$(SYNC) requirements/dev.txt
	$(SELF)
	$(OWN)
	touch $@ $(VENV)/.product

# Whole programs of other people that tests run against the hub; they never share an environment with it.
PEERS  := tests/peers/python
peers: $(PEERS)/.venv/.synced  ## smart-fetch, fhir-pyrate, schemathesis, sekmet-fhir and atheris, for tests that run them

$(PEERS)/.venv/.synced: $(BIN)/uv $(PEERS)/requirements.txt
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(PEERS)/.venv
	$(BIN)/uv pip sync --quiet --require-hashes --python $(PEERS)/.venv/bin/python $(PEERS)/requirements.txt
	touch $@

demo: setup  ## the whole story on an embedded database; ARGS="--once" checks each step and exits
	$(BIN)/hub demo $(ARGS)

serve: setup
	$(BIN)/hub serve $(ARGS)

test: setup-dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

coverage: setup-dev  ## make test with branch coverage, servers included, held against the floors of tests/coverage_floors.py
	rm -f .coverage .coverage.*
	$(BIN)/python -m coverage run -m pytest -n 2 --dist loadgroup $(ARGS)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage json --quiet -o .coverage.json
	$(BIN)/python -m tests.coverage_floors .coverage.json

test-long: setup-dev  ## crash cycles, corpora, regeneration, browser matrix
	$(BIN)/python -m pytest -m "long" tests $(ARGS)

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --cache-dir $(VENV)/.import-linter

check: lint
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n 0 tests/architecture

golden: setup-dev  ## rewrite the expected output of the golden cases; read the diff before you commit it
	$(BIN)/python -m tests.golden.rewrite

definitions: setup-dev  ## compile the FHIR definitions into fhir_profiles/ (needs the build-time packages; see docs)
	$(BIN)/python -m fhir_profiles.compile --page docs/definitions.md --terminology terminology/data/r4 $(ARGS)

profiles: setup-dev  ## write the pages of docs/profiles/ and the FHIR package build/alliance-hub.tgz
	$(BIN)/python -m fhir_profiles.compile.pages docs/profiles
	$(BIN)/python -m fhir_profiles.compile.package build/alliance-hub.tgz

docs: setup-dev  ## rewrite the generated parts of docs/
	$(BIN)/python -m tests.architecture.write_docs

bench: setup-dev
	$(BIN)/python -m benchmarks.run $(ARGS)

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11
lock: $(BIN)/uv  ## pin every dependency again, with hashes
	$(LOCK) requirements/bootstrap.in -o requirements/bootstrap.txt
	$(LOCK) --group build pyproject.toml -o requirements/product.txt
	$(LOCK) $(PEERS)/requirements.in -o $(PEERS)/requirements.txt
	$(LOCK) --group build --group dev -c requirements/product.txt pyproject.toml -o requirements/dev.txt

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
