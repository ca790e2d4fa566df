# Every target sets up what it needs, once: .venv is made from constraints.txt and made again when that changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: docs help setup demo lab build check audit grade bench test lint bench-training bench-gpu trained clean

docs: $(READY)
	@$(BIN)/python tools/configuration_docs.py

help:
	@echo "make demo    set up, build, grade a made-up class, show its table"
	@echo "make lab     open JupyterLab on the course"
	@echo "make build   build the releases in course/ from solutions/"
	@echo "make audit   run the banks of right and wrong answers through the tests"
	@echo "make grade   grade what lies in submitted/ and write the feedback"
	@echo "make bench   time grading beside nbgrader and beside no isolation (build/bench/grading.json)"
	@echo "make test    run the whole test suite"
	@echo "make lint    ruff: lint and format"
	@echo "make bench-training   what each switch is worth in images/s here (build/bench/training.json)"
	@echo "make bench-gpu        the same on a GPU, with the goals and FID"

$(READY): constraints.txt pyproject.toml course/pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(None if v >= (3, 11) else f"Python 3.11 or later is needed, this is {v.major}.{v.minor}: try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable './course[images]' --editable '.[test]'
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

bench: $(READY)
	@$(BIN)/python -m autograder.bench

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

test: $(READY) lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

bench-training: $(READY)
	@$(BIN)/python -m gancourse.bench

bench-gpu: $(READY)
	@$(BIN)/python -m gancourse.bench --gpu

# The generator that comes with the course; its settings.json has this command.
TRAINED := course/gancourse/trained/fashion-mnist
trained: $(READY)
	rm -rf $(TRAINED)
	OMP_NUM_THREADS=1 $(BIN)/python -m gancourse.train --data fashion-mnist --size 32 --preset cpu --batch 32 --steps 7000 --lr 0.0008 --ema 0.998 --out $(TRAINED)
	rm $(TRAINED)/checkpoint.pt
	cd $(TRAINED)/grids && ls | grep -v -E 'step-00(0000|0250|0500|1000|2000|3500|7000)' | xargs rm

clean:
	rm -rf $(VENV) build
