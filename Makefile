# Two commands for a newcomer: `make demo` and `make test`. All it needs is Python 3.11 or later.

PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
BIN := .venv/bin
TESTS ?= extranet wizard audit challenges e2e
N ?= 48

.PHONY: demo test faults check bench advisories format lock migrate vendor clean
.DEFAULT_GOAL := demo

demo: .venv/palier vendor
	@exec $(BIN)/extranet demo

test: .venv/palier-dev vendor
	@$(BIN)/python -m extranet.testing.browser
	$(BIN)/pytest -n 2 --dist worksteal $(TESTS)

# Break everything around sales, N times: `make faults N=1000` (docs/faults.md).
faults: .venv/palier-dev vendor
	@$(BIN)/python -m extranet.testing.browser
	$(BIN)/python -m e2e.faults --count $(N)

check: .venv/palier-dev vendor
	$(BIN)/python -m extranet.testing.check

bench: .venv/palier-dev vendor
	@$(BIN)/python -m extranet.testing.browser
	$(BIN)/python -m bench

# Compare the pinned packages with published advisories. Needs a network; whoever releases runs it.
advisories: .venv/palier-dev
	$(BIN)/uv tool run pip-audit --strict --disable-pip --require-hashes -r requirements.txt
	@$(BIN)/python -c "import subprocess, sys; from extranet.core.node import npm_command; \
		sys.exit(subprocess.call([*npm_command(), 'audit', '--package-lock-only']))"

format: .venv/palier-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/palier-dev
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-q requirements-dev.in -o requirements-dev.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-q requirements.in -c requirements-dev.txt -o requirements.txt

migrate: .venv/palier
	$(BIN)/extranet migrate

clean:
	rm -rf .venv node_modules static/vendor static/joined data

.venv/pip:
	@test -n "$(PYTHON)" || { echo "Palier needs Python 3.11 or later: install it, then run this again."; exit 1; }
	@echo "Making the virtual environment with $(PYTHON)…"
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing (Debian, Ubuntu: apt-get install python3-venv)."; \
		rm -rf .venv; exit 1; }
	@touch $@

.venv/palier: requirements.txt pyproject.toml | .venv/pip
	@echo "Installing the pinned packages…"
	@$(BIN)/pip install --disable-pip-version-check --quiet --progress-bar on --no-deps --require-hashes -r requirements.txt
	@$(BIN)/pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/palier-dev: requirements-dev.txt .venv/palier
	@echo "Installing the packages of tests and checks…"
	@$(BIN)/pip install --disable-pip-version-check --quiet --progress-bar on --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

vendor: .venv/palier
	@$(BIN)/python -m extranet.core.vendor
