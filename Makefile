# The commands of the house. Each does all of its own set-up, inside this folder:
# packages in .venv, the database, mail and static files in var.

.DEFAULT_GOAL := help
.PHONY: help run dev test check bench proof messages lock clean runtime tools

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-cache-dir --require-hashes --only-binary :all:
PORT ?= 8000
export PORT
# What is said is said at once, into a file or a pipe too.
export PYTHONUNBUFFERED := 1

# Settings that need a database name but no database, and secrets that are thrown away.
NO_DATABASE := DATABASE_URL=sqlite://:memory:
THROW_AWAY := $(NO_DATABASE) DJANGO_SETTINGS_MODULE=portal.settings.prod \
	SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	ALLOWED_HOSTS=portal.example PORTAL_PUBLIC_URL=https://portal.example

help:
	@echo "make run       set up everything and serve on http://127.0.0.1:8000 (PORT=8001 for another)"
	@echo "make dev       the same with automatic reload and error pages for developers"
	@echo "make test      every test, on SQLite and on PostgreSQL (ARGS='-k name', ONLY=sqlite)"
	@echo "make check     style, types, import order, templates, migrations, settings, translations"
	@echo "make bench     speed, as ratios within one run"
	@echo "make proof     the long proofs: chaos, fuzz, restore, the nation's register, HTML validity"
	@echo "make messages  collect new strings into the translation catalogue"
	@echo "make lock      renew requirements*.txt from requirements*.in"
	@echo "make clean     remove everything made here, the database too"

# keep_sending empties the outbox; it ends with the server, whose child it is.
run: export DJANGO_SETTINGS_MODULE := portal.settings.dev
run: runtime
	@$(PY) manage.py set_up
	@$(PY) manage.py keep_sending --beside $$$$ & exec $(PY) -m gunicorn --preload --config portal/gunicorn.py portal.wsgi

dev: export DJANGO_SETTINGS_MODULE := portal.settings.dev
dev: export DEBUG := 1
dev: runtime
	@$(PY) manage.py set_up
	@$(PY) manage.py keep_sending --beside $$$$ & exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

test: tools
	@$(PY) -m tests.run $(if $(ONLY),--only $(ONLY)) -- $(ARGS)

bench: tools
	@$(PY) -m tests.run --mark bench $(if $(ONLY),--only $(ONLY)) -- -n 0 -s $(ARGS)

proof: tools
	@$(PY) -m tests.run --mark proof $(if $(ONLY),--only $(ONLY)) -- -n 0 -s $(ARGS)

check: tools
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	@echo .venv/bin/lint-imports
	@$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(PY) -m djlint --lint --quiet templates
	@echo $(PY) manage.py makemigrations --check --dry-run
	@$(NO_DATABASE) $(PY) manage.py makemigrations --check --dry-run
	@echo $(PY) manage.py check --deploy --fail-level WARNING
	@$(THROW_AWAY) $(PY) manage.py check --deploy --fail-level WARNING
	@echo $(PY) manage.py check_translations
	@$(NO_DATABASE) $(PY) manage.py check_translations

messages: runtime
	@$(NO_DATABASE) $(PY) manage.py check_translations --write

# --no-emit-index-url and --no-header: the locks name no host and no machine.
lock: .venv/bin/pip
	@test -x var/lock/bin/uv || { $(PYTHON) -m venv var/lock && var/lock/bin/pip install --quiet --no-cache-dir uv; }
	@for name in requirements requirements-dev; do \
		var/lock/bin/uv pip compile $$name.in --output-file $$name.txt --quiet --upgrade --no-cache --no-build \
			--python-version 3.11 --generate-hashes --no-emit-index-url --no-header || exit 1; \
	done

clean:
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	find portal stations requests_desk tests -name __pycache__ -prune -exec rm -rf {} +
	find portal/locale -name '*.mo' -delete

# Debian's python3 comes without venv: it is the one thing we may have to fetch first.
.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Doorstep needs Python 3.11 or newer; name yours with PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Debian's python3-venv ..."; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; \
		else \
			echo "Python's venv module is missing; install it first (Debian: apt-get install python3-venv)" >&2; exit 1; \
		fi; }
	@$(PYTHON) -m venv --clear .venv

# Each lock is installed once: its checksum beside the packages says which one they are from.
runtime: .venv/bin/pip
	@sha256sum --status --check .venv/runtime.sha256 2>/dev/null || { \
		echo "Installing the locked packages into .venv, once (about half a minute) ..."; \
		$(PIP) --requirement requirements.txt && sha256sum requirements.txt > .venv/runtime.sha256; }

tools: .venv/bin/pip
	@sha256sum --status --check .venv/tools.sha256 2>/dev/null || { \
		echo "Installing the locked packages of the tests into .venv ..."; \
		$(PIP) --requirement requirements-dev.txt && sha256sum requirements.txt > .venv/runtime.sha256 \
			&& sha256sum requirements.txt requirements-dev.txt > .venv/tools.sha256; }
