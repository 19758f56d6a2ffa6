# make run    sets everything up and serves the demo; `make run DEMO=0` is the real thing
# make test   sets everything up and runs every check and test

PYTHON ?= python3
VENV := .venv
CATALOGUE := complaint_center/translations/th/LC_MESSAGES/messages
# Programs of the virtual environment come first for every recipe, and for what they start.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.PHONY: run test lint strings system-packages

run: $(VENV)/installed $(CATALOGUE).mo
	@exec python -m complaint_center.cli.start

# More at once than there are processors: much of the time goes by in waiting for disks, browsers and processes.
test: $(VENV)/installed-dev $(CATALOGUE).mo system-packages lint
	pytest -n 3 --dist worksteal

lint: $(VENV)/installed-dev
	ruff check .
	ruff format --check .
	mypy
	lint-imports

# What is already there, what cannot be installed, and what was: one line each.
system-packages:
	@tests/system-packages

$(VENV)/installed: requirements.txt
	test -x $(VENV)/bin/pip || $(PYTHON) -m venv $(VENV)
	pip install --quiet --disable-pip-version-check -r $<
	touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	pip install --quiet --disable-pip-version-check -r $<
	touch $@

$(CATALOGUE).mo: $(CATALOGUE).po $(VENV)/installed
	pybabel --quiet compile --directory complaint_center/translations

# After a string was added or changed: brings the catalogue up to date; the Thai is then written into it.
strings: $(VENV)/installed
	pybabel --quiet extract --mapping babel.cfg --keywords _l --keywords _p:1c,2 --no-location --sort-output \
		--output-file messages.pot complaint_center
	pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 0 --input-file messages.pot \
		--domain messages --locale th --output-file $(CATALOGUE).po
	rm messages.pot
