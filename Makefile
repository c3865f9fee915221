# `make` lists the targets. Everything runs from .venv, which is made on first use.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# Images of containers often forbid it; then each process compiles all of its modules whenever it starts.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PY := .venv/bin/python
DATA ?= .data
PORTS ?= default
WORKERS ?= 3
WHERE = --data "$(DATA)"
COMPILE = $(PY) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header

.PHONY: help venv run up down status logs token verify rules seed programme import-orders import-points test check console console-test bench proto baseline tools lock clean

help: ## list the targets
	@echo "Tessera runs membership programmes of consumer brands. Start with \`make run\`."; echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1m%-15s\033[0m %s\n", $$1, $$2 }' Makefile
	@echo; echo "  DATA=folder uses another data folder; PORTS=auto, or PORTS=gateway=8001,mongo=27200, changes ports."

venv: ## make or update the virtual environment (.venv)
	@test -n "$(PYTHON)" || { echo "Tessera needs Python 3.11 or later, but there is none: install it (\`apt-get install python3.11 python3.11-venv\`), or name one with \`make PYTHON=/path/to/python3.11 ...\`." >&2; exit 1; }
	@$(PYTHON) deploy/local/venv.py

run: venv ## start everything on this machine; Ctrl-C stops it, data stays in .data/
	@$(PY) -m deploy.local.run $(WHERE) --ports "$(PORTS)"

up: venv ## start everything in the background; returns when it is ready
	@$(PY) -m deploy.local.up $(WHERE) --ports "$(PORTS)"

down: venv ## stop what `make up` started
	@$(PY) -m deploy.local.down $(WHERE)

status: venv ## each process: pid, port, health, uptime, memory
	@$(PY) -m deploy.local.status $(WHERE)

logs: venv ## follow the logs; NAME=points for one process
	@$(PY) -m deploy.local.logs $(WHERE) $(if $(NAME),--name "$(NAME)")

token: venv ## print a development token: ROLE=member|operator|channel BRAND=tea MEMBER=mem_... STORES=store-01,... FOR=services (gRPC)
	@$(PY) -m deploy.local.token $(WHERE) --role "$(or $(ROLE),member)" --brand "$(or $(BRAND),tea)" $(if $(MEMBER),--member "$(MEMBER)") $(if $(STORES),--stores "$(STORES)") $(if $(FOR),--audience "tessera-$(FOR)")

verify: venv ## check the whole ledger: green, yellow, or red with the first bad entry; BRAND=tea for one brand
	@$(PY) -m deploy.local.ledger verify $(WHERE) $(if $(BRAND),--brand "$(BRAND)") $(ARGS)

rules: venv ## points of each rule, issued, redeemed and expired: BRAND=tea FROM=2026-11 UNTIL=2026-12
	@test -n "$(FROM)" || { echo "From which month? \`make rules BRAND=tea FROM=2026-11\`." >&2; exit 1; }
	@$(PY) -m deploy.local.ledger rules $(WHERE) --brand "$(or $(BRAND),tea)" --from "$(FROM)" $(if $(UNTIL),--until "$(UNTIL)") $(ARGS)

seed: venv ## load the example programmes and the 200 demo members again (without a double effect)
	@$(PY) -m deploy.local.seed $(WHERE)

programme: venv ## check, publish or list a brand's programme: ACTION=validate|publish|versions|rollback BRAND=tea FILE=tea.yaml VERSION=1; publish shows the difference and asks, YES=1 answers
	@$(PY) -m deploy.local.programme "$(or $(ACTION),versions)" $(WHERE) --brand "$(or $(BRAND),tea)" $(if $(FILE),--file "$(FILE)") $(if $(VERSION),--version "$(VERSION)") $(if $(NOTE),--note "$(NOTE)") $(if $(YES),--yes)

import-orders: venv ## import a year of real orders: FILE=orders.csv.gz BRAND=retail
	@test -n "$(FILE)" || { echo "Which file? \`make import-orders FILE=online_retail.csv.gz BRAND=retail\`." >&2; exit 1; }
	@$(PY) -m examples.import_orders $(WHERE) --file "$(FILE)" --brand "$(or $(BRAND),retail)"

import-points: venv ## import opening balances or awards: FILE=opening.csv BRAND=tea KIND=open|earn ZONE=...
	@test -n "$(FILE)" -a -n "$(BRAND)" -a -n "$(KIND)" || { echo "Name file, brand and kind: \`make import-points FILE=opening.csv BRAND=tea KIND=open\`, or KIND=earn for awards." >&2; exit 1; }
	@$(PY) -m examples.import_points $(WHERE) --file "$(FILE)" --brand "$(BRAND)" --kind "$(KIND)" $(if $(ZONE),--zone "$(ZONE)") $(ARGS)

test: venv ## run all tests; ARGS="-k points" for some, WORKERS=0 for all in one process
	@$(PY) -m pytest -n $(WORKERS) --dist loadscope $(or $(ARGS),tests)

check: venv ## check style, types, import contracts, generated files, SDL, manifests
	@$(PY) -m deploy.local.check

console: venv ## build the operators' console and the members' H5 into .tools/web/, as `make run` does by itself (CONSOLE=off leaves it)
	@$(PY) -m deploy.local.console

console-test: venv ## test the console: its parts, then in a browser on a suite of its own; ARGS="-g search" for some
	@$(PY) -m deploy.local.console_test $(ARGS)

bench: venv ## run the benchmarks; results are one JSON object a line
	@$(PY) -m bench $(ARGS)

proto: venv ## generate protos/gen from the .proto files
	@$(PY) -m protos.generate

baseline: venv ## last step of a release: later schemas and protos must stay compatible with these
	@$(PY) -m gateway.tools.breaking --release
	@$(PY) -m protos.generate --release

tools: venv ## install Node.js (unless the PATH has 22 or later) and buf into .tools/
	@PYTHON=$(PY) sh deploy/local/tools/install.sh

lock: venv ## make requirements/*.txt from pyproject.toml, with hashes and without addresses
	@$(COMPILE) --output-file requirements/base.txt pyproject.toml
	@$(COMPILE) --extra local --extra dev --constraint requirements/base.txt --output-file requirements/dev.txt pyproject.toml
	@$(COMPILE) --output-file requirements/node.txt requirements/node.in

clean: ## remove .venv, .tools and caches; data stays
	@rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
