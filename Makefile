# `make help` lists the targets. PYTHON chooses the interpreter: make test PYTHON=python3.12
PYTHON ?= python3
UV     ?= uv

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test fuzz validate bench schemas pages pictures docs lock clean

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
TAG := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
export PYTHONUNBUFFERED := 1

# Everything pip installs is pinned and hashed; restride itself is then linked in without asking for anything more.
define install
@case "$(TAG)" in 3.11|3.12|3.13) ;; *) \
    echo "restride needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $(or $(TAG),not found). Say which to use, for example: make $(or $(MAKECMDGOALS),demo) PYTHON=python3.13" >&2; exit 2;; esac
@test "`$(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null`" = "$(TAG)" || { \
    echo "-- making .venv with Python $(TAG)"; \
    $(PYTHON) -m venv --clear .venv || { echo "$(PYTHON) -m venv failed: on Debian and Ubuntu install python3-venv" >&2; exit 2; }; }
@echo "-- installing $(1) (a minute or two, only when it changes)"
@$(PIP) install --require-hashes -r $(1)
@$(PIP) install --no-deps --no-build-isolation -e .
@echo "-- installed: `du -sm .venv | cut -f1` MB in .venv"
endef

RUN := .venv/.run-$(TAG)
DEV := .venv/.dev-$(TAG)
DOC := .venv/.doc-$(TAG)

$(RUN): requirements/run.txt pyproject.toml
	$(call install,requirements/run.txt)
	@touch $@

$(DEV): requirements/dev.txt pyproject.toml
	$(call install,requirements/dev.txt)
	@touch $(RUN) $@

# What the pages need beside what the tests need; both pin alike, so that neither undoes the other.
$(DOC): $(DEV) requirements/docs.txt
	$(call install,requirements/docs.txt)
	@touch $@

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

demo: $(RUN) ## install what running needs, then measure one run and write its report
	@$(BIN)/restride demo

test: $(DEV) ## lint, types, import contracts and tests
	@echo "-- ruff check";         $(BIN)/ruff check --quiet .
	@echo "-- ruff format";        $(BIN)/ruff format --check --quiet . || { echo "run: $(BIN)/ruff format ." >&2; exit 1; }
	@echo "-- mypy";               $(BIN)/mypy --no-error-summary
	@echo "-- import contracts";   $(BIN)/lint-imports --no-logo
	@echo "-- pytest";             $(BIN)/python -m pytest -q -n 2

fuzz: $(DEV) ## put a million damaged files through every reader (about an hour on two cores)
	@$(BIN)/python -m fuzz

validate: $(DEV) ## score the methods on reference recordings (RESTRIDE_DATA)
	@$(BIN)/python -m validation

bench: $(DEV) ## time start-up, reading and measuring
	@$(BIN)/python -m benchmarks

schemas: $(DEV) ## write the JSON schemas to docs/schemas/
	@$(BIN)/python docs/schemas.py

pages: $(DEV) ## write the pages that are made from rules, profiles and logs
	@$(BIN)/python docs/rules.py
	@$(BIN)/python docs/gate.py
	@$(BIN)/python docs/intake.py
	@$(BIN)/python docs/knowledge.py
	@$(BIN)/python -m docs.examples

pictures: $(DEV) ## draw the pictures of the README and the docs
	@$(BIN)/python docs/pictures.py

docs: $(DOC) ## run the examples and build the pages into docs/_build/
	@$(BIN)/python docs/gallery.py
	@$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going docs docs/_build
	@echo "docs/_build/index.html"

# dev.txt is resolved first, for Python 3.11 to 3.13 at once; run.txt is a part of it, so both pin alike.
# Settings of this machine are left out, so that every hash is one that the public registry serves.
# Newer versions: make lock LOCK_FLAGS=--upgrade
COMPILE = env -u UV_CONFIG_FILE -u UV_CONSTRAINT -u UV_DEFAULT_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS -u UV_INDEX \
    -u UV_INDEX_URL -u UV_OVERRIDE $(UV) --no-config --quiet pip compile pyproject.toml --group build --extra samples \
    --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
    --no-header $(LOCK_FLAGS)

lock: ## resolve pyproject.toml again into requirements/*.txt (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: pip install uv, or say where it is: make lock UV=..." >&2; exit 2; }
	$(COMPILE) --extra dev --extra notebook -o requirements/dev.txt
	$(COMPILE) --constraints requirements/dev.txt -o requirements/run.txt
	$(COMPILE) --constraints requirements/dev.txt --extra notebook --extra docs -o requirements/docs.txt

clean: ## remove .venv, caches and build output
	@rm -rf .venv build dist docs/_build docs/gallery .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
