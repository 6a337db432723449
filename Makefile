.PHONY: install check test lint types imports format docs pictures demo fuzz editors faults

install:  ## a venv with everything for development
	python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]'

check: lint types imports test  ## everything quick

test:
	.venv/bin/python -m pytest -q -n auto --dist loadfile

lint:
	.venv/bin/ruff check . && .venv/bin/ruff format --check .

types:
	.venv/bin/mypy

imports:
	.venv/bin/lint-imports

format:
	.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

docs:  ## write the generated pages anew
	.venv/bin/python -m ticker.config.reference

pictures:  ## the handbook's pictures, the tests' snapshots, and all views to look at in build/pictures
	PYTHONPATH=benchmarks .venv/bin/python -m pictures $(SCENES)

demo:
	.venv/bin/ticker demo

fuzz:  ## ten minutes of made-up input for parse, unglue and text
	.venv/bin/python -m tests.fuzz.fuzz --seconds 600

editors:  ## 1,000 actions of three editors with kills in between
	TICKER_TEST_ACTIONS=1000 .venv/bin/python -m pytest -q tests/e2e/test_editors_crash.py

faults:  ## the fault suite at its full length, half an hour
	TICKER_FAULTS_KILLS=200 TICKER_FAULTS_TAKEOVER=5 TICKER_FAULTS_FREEZES=20 \
	TICKER_FAULTS_JUMPS="3600 -3600 86400 -86400" \
	TICKER_FAULTS_RESTARTS=20 TICKER_FAULTS_CUTS=5 TICKER_FAULTS_SILENCES=100 TICKER_FAULTS_SILENCE=3 \
	TICKER_FAULTS_GONE=60 TICKER_FAULTS_FULL=60 .venv/bin/python -m pytest -q -s tests/faults
