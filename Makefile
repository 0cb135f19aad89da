# Everything works from a fresh clone: what is missing is made first, in .venv, and made again when
# the lock changes. What these commands print is French, like all that schools read.

.DEFAULT_GOAL := help
.PHONY: demo test lint lock bench mutants help browser
.DELETE_ON_ERROR:

VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check --no-input --quiet
PACKAGES := $(VENV)/packages-installed
PROJECT := $(VENV)/project-installed

# Journeys wait more than they work: two at a time for each core.
WORKERS = $(shell echo $$((2 * $$(nproc))))

UV_VERSION := 0.13.9
COMPILE = build/lock/bin/uv --no-config pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command 'make lock' $(UPGRADE)

# The caller's own Python settings would reach into .venv, and compile all of it at each start.
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV

# A .venv whose Python is gone (an upgrade of the system, a folder moved) is made anew.
ifneq ($(shell $(RUN) -c 'print(1)' 2>/dev/null),1)
$(PACKAGES): again
.PHONY: again
again:
endif

# Naming a Python is not having it: shims exist for versions that are not installed.
define FIND_PYTHON
python=""; \
for name in $(or $(PYTHON),python3.11 python3.12 python3.13 python3); do \
	if $$name -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then python=$$name; break; fi; \
done; \
if [ -z "$$python" ]; then \
	echo "Il manque Python 3.11 (ou plus récent) avec venv. Sous Debian : sudo apt-get install python3 python3-venv" >&2; \
	exit 1; \
fi
endef

demo: $(PROJECT) ## Lance la démonstration : le portail devant une école fictive
	@$(RUN) -m gateway demo $(DEMO)

# While one processor checks types, another compiles the tests: each worker would do it anew.
test: $(PROJECT) browser ## Vérifie tout : lint, puis les tests, parcours en navigateur compris
	@$(if $(TESTS),,$(RUN) -m pytest --collect-only --quiet >/dev/null 2>&1 &) \
		$(MAKE) --no-print-directory lint; checked=$$?; wait; exit $$checked
	@echo "Tests (pytest)…"
	@$(RUN) -m pytest $(if $(TESTS),$(TESTS),--numprocesses $(WORKERS) --dist worksteal)

lint: $(PROJECT) ## Relit le code : style, types, étages
	@echo "Style (ruff), types (mypy), étages (import-linter)…"
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(VENV)/bin/lint-imports --no-logo --no-cache

browser: $(PROJECT)
	@$(RUN) -m tests.browser

bench: $(PROJECT) ## Mesure : des rapports, côte à côte dans une même exécution
	@$(RUN) -m bench.reading
	@$(RUN) -m bench.accepting
	@$(RUN) -m bench.draining

mutants: $(PROJECT) ## Éprouve les tests : chaque protection ôtée, l’un d’eux doit le voir
	@$(RUN) -m tests.mutants $(MUTANTS)

lock: ## Refait requirements.lock et requirements-dev.lock (UPGRADE=--upgrade : versions récentes)
	@echo "Versions et empreintes de chaque paquet (uv $(UV_VERSION), dans build/lock)…"
	@$(FIND_PYTHON); $$python -m venv build/lock
	@build/lock/bin/python -m pip --disable-pip-version-check --quiet install 'uv==$(UV_VERSION)'
	@$(COMPILE) pyproject.toml -o requirements.lock
	@$(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

help: ## Dit ce que fait chaque commande
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

# Packages are compiled as they are used: most of them never are.
$(PACKAGES): requirements-dev.lock
	@echo "Préparation de $(VENV) : environnement Python, puis paquets du verrou (une minute ou deux)…"
	@$(FIND_PYTHON); $$python -m venv --clear $(VENV)
	@$(PIP) install --no-compile --require-hashes -r requirements-dev.lock
	@touch $@

$(PROJECT): $(PACKAGES) pyproject.toml
	@echo "Installation du projet dans $(VENV)…"
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
