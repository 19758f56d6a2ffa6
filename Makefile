# make run    sets everything up and serves the demo; `make run DEMO=0` is the real thing
# make test   sets everything up and runs every check and test

PYTHON ?= python3
VENV := .venv
# Programs of the virtual environment come first for every recipe, and for what they start.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.PHONY: run test lint system-packages

run: $(VENV)/installed
	@exec python -m complaint_center.cli.start

test: $(VENV)/installed-dev system-packages lint
	pytest -n auto

lint: $(VENV)/installed-dev
	ruff check .
	ruff format --check .
	mypy
	lint-imports

# What is already there, what cannot be installed, and what was: one line each.
system-packages:
	@tests/system-packages

$(VENV)/installed: requirements.txt
	$(PYTHON) -m venv $(VENV)
	pip install --quiet --disable-pip-version-check -r $<
	touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	pip install --quiet --disable-pip-version-check -r $<
	touch $@
