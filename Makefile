# Each target works on a fresh clone: Python 3.11+, git and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BROWSER := $(VENV)/.browser
OFFICE := $(VENV)/.office

.PHONY: demo test quality soak bench clean lock messages
.DEFAULT_GOAL := demo

$(VENV): $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@echo "Installing what Clausette needs (about a minute, once)..."
	@$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

$(BROWSER): $(STAMP)
	@sh tests/install.sh chromium chromium fonts-dejavu-core
	@touch $(BROWSER)

$(OFFICE): $(STAMP)
	@sh tests/install.sh soffice libreoffice-calc-nogui
	@touch $(OFFICE)

demo: $(STAMP)
	@$(BIN)/clausette demo

test: $(STAMP) $(BROWSER)
	$(BIN)/pytest -q -n auto --dist worksteal

quality: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

soak: $(STAMP) $(BROWSER) $(OFFICE)
	$(BIN)/pytest -q -m soak --timeout 3600

bench: $(STAMP)
	$(BIN)/python -m bench

lock:
	uv pip compile --universal --generate-hashes --all-extras --group dev --no-header -q pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache

messages: $(STAMP)
	$(BIN)/python tests/messages.py
