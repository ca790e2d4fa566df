# Every target sets up what it needs, once: .venv is made from constraints.txt and made again when that changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help setup demo lab build check audit grade test lint clean

help:
	@echo "make demo    set up, build, grade a made-up class, show its table"
	@echo "make lab     open JupyterLab on the course"
	@echo "make build   build the releases in course/ from solutions/"
	@echo "make audit   run the banks of right and wrong answers through the tests"
	@echo "make grade   grade what lies in submitted/ and write the feedback"
	@echo "make test    run the whole test suite"
	@echo "make lint    ruff: lint and format"

$(READY): constraints.txt pyproject.toml course/pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(None if v >= (3, 11) else f"Python 3.11 or later is needed, this is {v.major}.{v.minor}: try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ./course --editable '.[test]'
	@touch $@

setup: $(READY)

demo: $(READY)
	@$(BIN)/autograder build
	@$(BIN)/autograder demo

lab: $(READY)
	$(BIN)/jupyter lab course

build: $(READY)
	@$(BIN)/autograder build

check: $(READY)
	@$(BIN)/autograder build --check

audit: $(READY)
	@$(BIN)/autograder audit

grade: $(READY)
	@$(BIN)/autograder grade; status=$$?; $(BIN)/autograder feedback && exit $$status

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

test: $(READY) lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

clean:
	rm -rf $(VENV) build
