# Each target does its own set-up. Needs make and either uv or Python >= 3.11 with venv.
.DEFAULT_GOAL := help
# Compiled files are worth keeping here: without them every worker compiles every test anew.
export PYTHONDONTWRITEBYTECODE :=
.PHONY: help demo story test test-scale test-browser screens bench bench-reports lint check serve lock clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: .venv/.run ## practise in the browser, on the phones of a whole district; FRESH=1 starts over
	@.venv/bin/chibot demo $(if $(FRESH),--fresh)

story: .venv/.run ## watch one meeting of a commune in the terminal
	@.venv/bin/chibot story

serve: .venv/.run ## run everything in one process, with the settings of this folder
	@.venv/bin/chibot serve

test: .venv/.dev ## the fast test suite, on SQLite and a real PostgreSQL
	@.venv/bin/python -m pytest -q -n 3 --dist worksteal tests --ignore tests/scale --ignore tests/browser

test-scale: .venv/.dev ## the tests that take their time; SHORT=1 leaves the longest out
	@.venv/bin/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder $(if $(SHORT),-m "not long") tests/scale

test-browser: .venv/.dev ## the pages in a real browser (needs Chromium)
	@.venv/bin/python -m pytest -q -n 3 --dist loadfile tests/browser

screens: .venv/.dev ## take the pictures of the README and the guides anew (needs Chromium)
	@.venv/bin/python -m pytest -q tests/browser --screens docs/hinh

bench: .venv/.bench ## measure the figures of docs/benchmarks.md anew (40 minutes); QUICK=1 tries a tenth
	@.venv/bin/python -m bench $(if $(QUICK),--quick)

bench-reports: .venv/.bench ## measure the committee's pages over a tenth of the country; WHOLE=1: all of it (20 GB, half an hour)
	@.venv/bin/python -m bench.reports $(if $(QUICK),--quick) $(if $(WHOLE),--whole)

lint: .venv/.dev ## put the code into its form
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

check: .venv/.dev ## every check but the tests
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@CHIBOT_DATABASE_URL=sqlite:// .venv/bin/chibot migrate --check

lock: ## lock the newest versions, with hashes (needs uv)
	@for kind in run:build dev:dev bench:bench; do \
	    uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --upgrade --all-extras \
	        --group $${kind#*:} pyproject.toml -o requirements/$${kind%:*}.txt || exit 1; done

clean: ## take the set-up away; data in .chibot stay
	@rm -rf .venv *.egg-info .mypy_cache .ruff_cache .import_linter_cache

.venv/.run: requirements/run.txt pyproject.toml requirements/install
	@sh requirements/install run

.venv/.dev: requirements/dev.txt pyproject.toml requirements/install
	@sh requirements/install dev

.venv/.bench: requirements/bench.txt pyproject.toml requirements/install
	@sh requirements/install bench
