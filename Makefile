# `make` alone shows what there is. Everything runs from .venv, which is made on first use.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PY := .venv/bin/python
DATA ?= .data
PORTS ?= default
WORKERS ?= 2
WHERE = --data "$(DATA)"
COMPILE = $(PY) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header

.PHONY: help venv run up down status logs token verify rules seed programme import-orders import-points test check bench proto baseline tools lock clean

help: ## this page
	@echo "Tessera: the membership of consumer brands. Start with \`make run\`."; echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1m%-15s\033[0m %s\n", $$1, $$2 }' Makefile
	@echo; echo "  DATA=folder keeps the data elsewhere; PORTS=auto, or PORTS=gateway=8001,mongo=27200, changes ports."

venv: ## the virtual environment (.venv), made or brought up to date
	@test -n "$(PYTHON)" || { echo "Tessera needs Python 3.11 or later and finds none: install it (\`apt-get install python3.11 python3.11-venv\`), or name one with \`make PYTHON=/path/to/python3.11 ...\`." >&2; exit 1; }
	@$(PYTHON) deploy/local/venv.py

run: venv ## start everything here; Ctrl-C stops it, data stays in .data/
	@$(PY) -m deploy.local.run $(WHERE) --ports "$(PORTS)"

up: venv ## the same in the background, returns when ready
	@$(PY) -m deploy.local.up $(WHERE) --ports "$(PORTS)"

down: venv ## stop what `make up` started
	@$(PY) -m deploy.local.down $(WHERE)

status: venv ## each process: pid, port, health, uptime, memory
	@$(PY) -m deploy.local.status $(WHERE)

logs: venv ## follow the logs; NAME=points for one process
	@$(PY) -m deploy.local.logs $(WHERE) $(if $(NAME),--name "$(NAME)")

token: venv ## a development token: ROLE=member|operator|channel BRAND=tea MEMBER=mem_... FOR=services (gRPC)
	@$(PY) -m deploy.local.token $(WHERE) --role "$(or $(ROLE),member)" --brand "$(or $(BRAND),tea)" $(if $(MEMBER),--member "$(MEMBER)") $(if $(FOR),--audience "tessera-$(FOR)")

verify: venv ## prove the ledger: green, yellow, or red with the first bad entry; BRAND=tea for one
	@$(PY) -m deploy.local.ledger verify $(WHERE) $(if $(BRAND),--brand "$(BRAND)") $(ARGS)

rules: venv ## what each rule issued and what became of its points: BRAND=tea FROM=2026-11 UNTIL=2026-12
	@test -n "$(FROM)" || { echo "From which month? \`make rules BRAND=tea FROM=2026-11\`." >&2; exit 1; }
	@$(PY) -m deploy.local.ledger rules $(WHERE) --brand "$(or $(BRAND),tea)" --from "$(FROM)" $(if $(UNTIL),--until "$(UNTIL)") $(ARGS)

seed: venv ## load the programmes and the 200 demo members again (without double effect)
	@$(PY) -m deploy.local.seed $(WHERE)

programme: venv ## a brand's rules: ACTION=validate|publish|versions|rollback BRAND=tea FILE=tea.yaml VERSION=1
	@$(PY) -m deploy.local.programme "$(or $(ACTION),versions)" $(WHERE) --brand "$(or $(BRAND),tea)" $(if $(FILE),--file "$(FILE)") $(if $(VERSION),--version "$(VERSION)") $(if $(NOTE),--note "$(NOTE)")

import-orders: venv ## a year of real orders: FILE=orders.csv.gz BRAND=retail
	@test -n "$(FILE)" || { echo "Which file? \`make import-orders FILE=online_retail.csv.gz BRAND=retail\`." >&2; exit 1; }
	@$(PY) -m examples.import_orders $(WHERE) --file "$(FILE)" --brand "$(or $(BRAND),retail)"

import-points: venv ## opening balances or awards: FILE=opening.csv BRAND=tea KIND=open|earn ZONE=...
	@test -n "$(FILE)" -a -n "$(BRAND)" -a -n "$(KIND)" || { echo "Say what goes where: \`make import-points FILE=opening.csv BRAND=tea KIND=open\`, or KIND=earn for awards." >&2; exit 1; }
	@$(PY) -m examples.import_points $(WHERE) --file "$(FILE)" --brand "$(BRAND)" --kind "$(KIND)" $(if $(ZONE),--zone "$(ZONE)") $(ARGS)

test: venv ## all tests; ARGS="-k points" for some, WORKERS=0 for all in one process
	@$(PY) -m pytest -n $(WORKERS) --dist loadscope $(or $(ARGS),tests)

check: venv ## style, types, layers, generated files, SDL, manifests
	@$(PY) -m deploy.local.check

bench: venv ## what is measured, one JSON object a line
	@$(PY) -m bench $(ARGS)

proto: venv ## protos/gen from the .proto files
	@$(PY) -m protos.generate

baseline: venv ## the last step of a release: what later schemas and protos may not break
	@$(PY) -m gateway.tools.breaking --release
	@$(PY) -m protos.generate --release

tools: ## buf, for `make check`, into .tools/ (needs npm)
	@sh deploy/local/tools/install.sh

lock: venv ## requirements/*.txt from pyproject.toml, with hashes and without addresses
	@$(COMPILE) --output-file requirements/base.txt pyproject.toml
	@$(COMPILE) --extra local --extra dev --constraint requirements/base.txt --output-file requirements/dev.txt pyproject.toml

clean: ## remove .venv, .tools and caches; data stays
	@rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
