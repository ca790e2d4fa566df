# Every target sets up what it needs, once: tools/setup.py looks at the system, then at .venv, and does nothing where all is there.
PYTHON ?= python3
BIN := .venv/bin
SETUP := @command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or later is needed, and $(PYTHON) is not here: install it (Debian: apt-get install python3 python3-venv)." >&2; exit 2; }; \
	$(PYTHON) tools/setup.py
# JupyterLab refuses to run as root unless told.
LAB := $(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: bench-cluster site stock-scores docs release js check-js help setup setup-test demo lab build check audit audit-quick grade bench test test-quick test-attacks test-long test-bare lint lock bench-serve hub-demo hub-ready exchange-attacks bench-training bench-gpu bench-playground playground-films playground-weights trained features clean

help:
	@echo "make demo        set up, build, grade a made-up class, show its table"
	@echo "make lab         open JupyterLab on the course"
	@echo "make build       build the releases in course/ from solutions/"
	@echo "make check       is course/ exactly what the sources build?"
	@echo "make audit       try the tests on the banks, on mutants and other forms: build/audit.md (audit-quick: a part of it)"
	@echo "make grade       grade what lies in submitted/ and write the feedback"
	@echo "make bench       time grading beside nbgrader and beside no isolation (build/bench/grading.json)"
	@echo "make bench-serve how long a student waits for feedback from autograder serve (needs root; build/bench/serve.json)"
	@echo "make hub-demo    a JupyterHub to try on this machine, with two students and an instructor (needs root, Node and npm)"
	@echo "make exchange-attacks  attacks on nbgrader's exchange, by its collect and by ours: the table in SECURITY.md (needs root)"
	@echo "make bench-cluster what a Dask cluster costs beside judging, and how far it carries (build/bench/cluster.json)"
	@echo "make test        run the whole test suite"
	@echo "make test-quick  run the unit tests"
	@echo "make test-long   run what takes minutes each: all attacks as one class, all audits"
	@echo "make test-bare   run everything in a Debian with nothing in it (as root; needs mmdebstrap)"
	@echo "make lint        ruff: lint and format; deptry: no undeclared import"
	@echo "make js          bundle the widgets' JavaScript from course/js (needs Node and npm); make check-js checks it"
	@echo "make release     build wheels, the students' archive, notes and hashes, and check them in an empty environment"
	@echo "make site        build the web site of the course: build/site/index.html (what has run once is kept)"
	@echo "make docs        write docs/configuration.md from the settings"
	@echo "make lock        resolve all versions anew: lock.txt, constraints.txt, environment.yml, environment-linux.yml"
	@echo "make bench-training   what each switch is worth in images/s here (build/bench/training.json)"
	@echo "make bench-playground  frames a second of the live playground, and its share of the bare loop (build/bench/playground.json)"
	@echo "make playground-films, make playground-weights, make features   make again what comes with the course: films, networks to start from, features of faces"
	@echo "make bench-gpu        the same on a GPU, with the goals and FID"

setup:
	$(SETUP) grade

setup-test:
	$(SETUP) test

demo:
	$(SETUP) demo
	@$(BIN)/autograder build
	@$(BIN)/autograder demo

lab:
	$(SETUP) run
	$(LAB) course

build:
	$(SETUP) run
	@$(BIN)/autograder build

check:
	$(SETUP) run
	@$(BIN)/autograder build --check
	@$(BIN)/python tools/bundles.py

# What stock nbgrader gives for the small assignments of tests/grading/foreign: all asked again, which takes minutes.
stock-scores: setup-test
	@PYTHONPATH=tests:tests/support:tests/grading $(BIN)/python -m foreign all

audit: setup
	@$(BIN)/autograder audit --page build/audit.md

audit-quick: setup
	@$(BIN)/autograder audit --quick

grade: setup
	@$(BIN)/autograder grade; status=$$?; $(BIN)/autograder feedback && exit $$status

bench: setup
	@$(BIN)/python -m autograder.bench

lint:
	$(SETUP) test-quick
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry autograder
	cd course && ../$(BIN)/deptry gancourse

# The widgets' JavaScript: types, style, and that the bundles are what the sources give. Only this needs Node.
MODULES := course/js/node_modules/.ready
$(MODULES): course/js/package.json course/js/package-lock.json
	cd course/js && npm ci --no-audit --no-fund
	@touch $@

js: $(MODULES)
	@cd course/js && npm run --silent build

check-js: $(MODULES)
	@cd course/js && npm run --silent check

# RELEASE=--borrow on a machine without a net: the packages of others are those of .venv.
release:
	$(SETUP) test-quick
	@$(BIN)/python tools/release.py $(RELEASE)

# The course as a web site; docs/site/settings.toml says where it and the repository are.
site:
	$(SETUP) site
	@$(BIN)/python -m autograder.site

docs:
	$(SETUP) run
	@$(BIN)/python tools/configuration_docs.py
	@$(BIN)/python tools/results_schema.py

test: setup-test lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not long"

# The sample of attacks without the pages, which need a browser: for `python3 tools/bare.py test-attacks`.
test-attacks:
	$(SETUP) test-quick
	$(BIN)/python -m pytest -m "not long" -k "gains_nothing or honest" tests/security/test_attacks.py

# What takes minutes each: every attack as one class, every notebook's audit.
test-long: setup-test hub-ready
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m long

test-quick:
	$(SETUP) test-quick
	$(BIN)/python -m pytest -m "not slow" tests/unit

# A Debian with Python, make and git, from a fresh clone, as root and as an ordinary user.
test-bare:
	@$(PYTHON) tools/bare.py demo test

lock: setup-test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	@$(BIN)/python tools/environments.py --resolve

bench-training:
	$(SETUP) run
	@$(BIN)/python -m gancourse.bench

bench-gpu:
	$(SETUP) run
	@$(BIN)/python -m gancourse.bench --gpu

# Needs root: students and the service have users of their own.
bench-serve: setup-test
	@PYTHONPATH=tests:tests/support $(BIN)/python tools/bench_serve.py

# JupyterHub, and its proxy, which is all that needs Node.
PROXY := deploy/hub/node_modules/.ready
$(PROXY): deploy/hub/package.json deploy/hub/package-lock.json
	cd deploy/hub && npm ci --no-audit --no-fund
	@touch $@

hub-ready: $(PROXY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --requirement deploy/hub/requirements.txt

hub-demo: setup hub-ready
	@$(BIN)/python tools/hub_demo.py

exchange-attacks: setup-test
	@PYTHONPATH=tests:tests/support $(BIN)/python tools/exchange_attacks.py

bench-cluster: setup-test
	@$(BIN)/python tools/bench_cluster.py

bench-playground: setup-test
	@$(BIN)/python tools/bench_playground.py

# What comes with the playground: the films that stand in the notebooks, and the networks that it can start from.
playground-films:
	$(SETUP) run
	@$(BIN)/python tools/playground_pictures.py

playground-weights:
	$(SETUP) run
	@$(BIN)/python tools/train_playground.py

# The features of the faces that come with the course.
features:
	$(SETUP) run
	@$(BIN)/python tools/train_features.py

# The generator that comes with the course; its settings.json has this command.
TRAINED := course/gancourse/trained/fashion-mnist
trained:
	$(SETUP) run
	rm -rf $(TRAINED)
	OMP_NUM_THREADS=1 $(BIN)/python -m gancourse.train --data fashion-mnist --size 32 --preset cpu --batch 32 --steps 7000 --lr 0.0008 --ema 0.998 --out $(TRAINED)
	rm $(TRAINED)/checkpoint.pt
	cd $(TRAINED)/grids && ls | grep -v -E 'step-00(0000|0250|0500|1000|2000|3500|7000)' | xargs rm

clean:
	rm -rf .venv build
