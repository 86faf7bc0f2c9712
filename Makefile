# Comptoir: build, run, test. `make run` and `make test` bring what they need on a Debian machine.
# Nothing outside this folder is used but the machine's packages and the usual registries (crates, npm).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:

CARGO ?= cargo
NPM ?= npm
TARGET := $(or $(CARGO_TARGET_DIR),target)
PROGRAM := $(TARGET)/debug/comptoir
TOOLS := $(TARGET)/tools
DRIVER := $(TOOLS)/bin/tauri-driver
DEMO := $(TARGET)/demo
SCREENSHOT := $(abspath $(TARGET)/screenshot.png)
JOURNEYS := $(TARGET)/journeys
RIG := $(TARGET)/rig
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

BUILD_PACKAGES := build-essential pkg-config libclang-dev libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev
WINDOW_PACKAGES := xvfb xauth x11-utils imagemagick
TEST_PACKAGES := webkit2gtk-driver sqlite3
INTERFACE_SOURCES = $(shell find ui/src -type f) ui/index.html ui/display.html ui/customers.html ui/vite.config.ts ui/svelte.config.js ui/package.json

.PHONY: run run-in-memory test bench lint types deps deps-test clean release
.PHONY: test-format test-lint test-rust test-interface test-types test-journeys test-camera

# ---- what the machine must have -------------------------------------------------------------------------------------

# Installs what is missing, and only that.
define install_missing
	missing=(); for package in $(1); do dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing+=($$package); done; \
	if (($${#missing[@]})); then echo "Installing: $${missing[*]}"; $(SUDO) apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends "$${missing[@]}" >/dev/null; fi
endef

deps:
	@if command -v apt-get >/dev/null; then $(call install_missing,$(BUILD_PACKAGES) $(WINDOW_PACKAGES)); \
	else echo "No apt here: install the equivalents of $(BUILD_PACKAGES) $(WINDOW_PACKAGES)"; fi

deps-test: deps
	@if command -v apt-get >/dev/null; then $(call install_missing,$(TEST_PACKAGES)); fi

ui/node_modules/.package-lock.json: ui/package-lock.json
	$(NPM) --prefix ui ci --no-audit --no-fund
	touch $@

ui/dist/index.html: ui/node_modules/.package-lock.json $(INTERFACE_SOURCES)
	$(NPM) --prefix ui run build

$(DRIVER): | deps-test
	$(CARGO) install tauri-driver --version '^2' --locked --root $(TOOLS)

# ---- running --------------------------------------------------------------------------------------------------------

# Opens the desk with the demonstration venue. Without a display it starts one in memory and leaves a picture of the window;
# without a terminal it ends after that.
run: deps ui/dist/index.html
	$(CARGO) build
	@[ -e $(DEMO)/comptoir.db ] || $(PROGRAM) --data $(DEMO) demo
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then exec $(PROGRAM) --data $(DEMO); \
	else exec xvfb-run -a -s "-screen 0 1366x768x24" $(MAKE) --no-print-directory run-in-memory; fi

run-in-memory:
	@echo "No display here: the desk opens on one in memory ($$DISPLAY)."
	@$(PROGRAM) --data $(DEMO) & program=$$!; \
	for _ in $$(seq 60); do sleep 0.5; colours=$$(import -silent -window root png:- | identify -format %k png:-); ((colours > 200)) && break; done; \
	sleep 1.5; import -silent -window root $(SCREENSHOT); echo "A picture of the window: $(SCREENSHOT)"; \
	if [ -t 0 ]; then echo "Ctrl+C ends the desk."; wait $$program; else kill $$program; wait $$program || true; fi

release: deps ui/dist/index.html
	$(CARGO) build --release

# ---- testing --------------------------------------------------------------------------------------------------------

test: test-format test-lint test-rust test-types test-interface test-journeys test-camera

test-format:
	$(CARGO) fmt --all --check

test-lint: deps-test ui/dist/index.html
	$(CARGO) clippy --workspace --all-targets -- -D warnings

test-rust: deps-test ui/dist/index.html
	$(CARGO) test --workspace --exclude comptoir
	$(CARGO) test -p comptoir --lib --bins --test cli

test-interface: ui/dist/index.html
	$(NPM) --prefix ui run check
	$(NPM) --prefix ui run lint
	$(NPM) --prefix ui run test
	$(NPM) --prefix ui run size

# The tests themselves compare without writing; this names the target and leaves the work tree alone.
test-types:
	$(CARGO) test -p comptoir-core --test core generated::

test-journeys: deps-test ui/dist/index.html $(DRIVER)
	$(CARGO) build
	COMPTOIR_TAURI_DRIVER=$(abspath $(DRIVER)) COMPTOIR_JOURNEYS=$(abspath $(JOURNEYS)) xvfb-run -a -s "-screen 0 1366x768x24" \
	  $(CARGO) test -p comptoir --test journeys -- --test-threads=1

# A camera in a virtual machine is shown an invoice of a demonstration venue; the verdict must be right.
test-camera: deps-test ui/dist/index.html
	$(CARGO) build
	rm -rf $(RIG)
	$(PROGRAM) --data $(RIG) demo >/dev/null
	paper=$$(ls $(RIG)/invoices/*-ok-*.png | head -n 1); \
	text=$$($(PROGRAM) --data $(RIG) --json scan --image "$$paper" | sed -n 's/.*"text":"\([^"]*\)".*/\1/p'); \
	tests/camera-rig/run --program $(PROGRAM) --data $(RIG) --picture "$$paper" --expect "$$text"

lint: ui/dist/index.html
	$(CARGO) fmt --all
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	$(NPM) --prefix ui run check
	$(NPM) --prefix ui run lint

# Writes what is generated from the core: the interface's types and docs/schema.sql.
types:
	COMPTOIR_WRITE=1 $(CARGO) test -p comptoir-core --test core generated::

# ---- measuring ------------------------------------------------------------------------------------------------------

# The books on real files, then the window on a screen in memory. The decoder: `comptoir scan --bench DIR` on labelled frames.
bench: deps-test ui/dist/index.html $(DRIVER)
	$(CARGO) bench -p comptoir-core --bench books
	COMPTOIR_TAURI_DRIVER=$(abspath $(DRIVER)) xvfb-run -a -s "-screen 0 1366x768x24" $(CARGO) bench -p comptoir --bench window

clean:
	$(CARGO) clean
	rm -rf ui/dist ui/node_modules gen
