# Every target makes what it needs first: a fresh clone needs no other step.
PYTHON ?= python3
PY := .venv/bin/python
CATALOGUES := $(shell find kejing -name django.po)
COMPILE := build/uv/bin/uv pip compile --quiet --upgrade --no-strip-extras --universal --generate-hashes --no-header --python-version 3.11
SIZE ?=
SCREEN ?=
ROLE ?=
URL ?= /

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test fast check bench requirements look where lock messages nightly

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  \1\t\2/' | expand -t 16

run: .venv/app.stamp build/messages.stamp ## make the demo if there is none, serve it and print its address
	@$(PY) -m kejing demo serve

test: .venv/dev.stamp build/messages.stamp ## the whole suite, browser journeys included
	@$(PYTHON) bootstrap.py browser
	@$(PY) -m pytest -n 2 --dist loadfile

fast: .venv/dev.stamp ## format, lint, types, contracts, pure rules: no database
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@.venv/bin/lint-imports
	@$(PY) -m mypy kejing tests
	@KEJING_TEST_NO_DATABASE=1 $(PY) -m pytest -q tests/architecture $(wildcard kejing/*/*/tests/test_rules*.py)

check: fast build/messages.stamp ## fast, and: no migration and no translation is missing
	@$(PY) -m tests.messages check
	@KEJING_SECRET_KEY=check DJANGO_SETTINGS_MODULE=kejing.app.settings $(PY) -W ignore -m django makemigrations \
		--check --dry-run --skip-checks

bench: .venv/dev.stamp build/messages.stamp ## measure against a bare Django view (SIZE=1m: a million customers)
	@SIZE="$(SIZE)" $(PY) -m tests.performance.bench

requirements: .venv/dev.stamp ## write build/requirements.json: item -> the tests that prove it
	@$(PY) -m tests.requirements_report

look: .venv/dev.stamp build/messages.stamp ## photograph the screens into build/look (SCREEN=, ROLE= narrow it)
	@$(PYTHON) bootstrap.py browser
	@SCREEN="$(SCREEN)" ROLE="$(ROLE)" $(PY) -m tests.look

where: .venv/dev.stamp ## name view, template, action and tests of an address: make where URL=/visits/17/
	@$(PY) -m tests.architecture.generated --where "$(URL)"

lock: ## resolve requirements/*.in into the lock files, with hashes
	@$(PYTHON) -m venv --clear build/uv && build/uv/bin/python -m pip install --quiet uv
	@$(COMPILE) --output-file requirements/app.lock requirements/app.in
	@$(COMPILE) --constraint requirements/app.lock --output-file requirements/dev.lock requirements/dev.in

messages: .venv/app.stamp ## compile the translations
	@$(PY) -m tests.messages compile

nightly: .venv/dev.stamp build/messages.stamp ## the third tier: random organisations, fuzzed API, kills; 40 minutes at most
	@KEJING_WORLDS=2000 KEJING_FUZZ=60 KEJING_KILLS=20 KEJING_POLLOCK=1 timeout --foreground 2400 $(PY) -m pytest -n 2 --dist loadfile \
		--durations=10 tests/access/test_oracle.py tests/api/test_fuzz.py kejing/app/server/tests/test_serve.py \
		kejing/engines/metrics/tests/test_months.py tests/imports/test_pollock.py

.venv/app.stamp: requirements/app.lock bootstrap.py
	@$(PYTHON) bootstrap.py app
	@touch $@

.venv/dev.stamp: requirements/dev.lock requirements/app.lock bootstrap.py
	@$(PYTHON) bootstrap.py dev
	@touch .venv/app.stamp $@

build/messages.stamp: $(CATALOGUES) | .venv/app.stamp
	@$(PY) -m tests.messages compile >/dev/null
	@mkdir -p build && touch $@
