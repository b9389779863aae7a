# Balai. "make demo" runs a hall on this machine, "make test" checks everything.
PACKAGES := balai demo display hardware kiosk server sounds
CHECKED := $(PACKAGES) tests tools $(wildcard bench)
BIN := .venv/bin

.PHONY: help demo test lint bench assets wheel requirements licences clean venv-demo venv-dev system
.NOTPARALLEL:

help:
	@echo "make demo          run a whole hall here (ARGS='--visitors 200 --fast' plays a morning)"
	@echo "make test          lint and all tests (ARGS='tests/unit' for a part)"
	@echo "make lint          ruff, mypy, import rules"
	@echo "make bench         measure against the targets (ONLY=name for one)"
	@echo "make assets        fetch and build browser files and fonts"
	@echo "make wheel         build the wheel into dist/"
	@echo "make requirements  compile requirements/*.txt again (ARGS=--upgrade for newer versions)"
	@echo "make licences      write docs/licences.md again"
	@echo "make clean         remove what was built; .venv stays"

demo: venv-demo assets
	@exec $(BIN)/balai demo $(ARGS)

test: venv-dev system assets lint
	@$(BIN)/python -m pytest $(ARGS)

lint: venv-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/mypy $(CHECKED)
	@$(BIN)/lint-imports --no-logo

bench: venv-dev system assets
	@exec $(BIN)/python -m bench $(if $(ONLY),--only $(ONLY)) $(ARGS)

assets: venv-demo
	@$(BIN)/python tools/build_assets.py

wheel: venv-dev assets
	@rm -rf build/lib build/bdist*
	@$(BIN)/python -m build --wheel --no-isolation

requirements:
	@sh tools/compile_requirements.sh $(ARGS)

licences: venv-dev
	@$(BIN)/python tools/licences.py

clean:
	rm -rf build dist node_modules .assets.stamp balai/fonts server/web/static/vendor server/web/static/fonts
	rm -rf .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info

venv-demo:
	@sh tools/ensure_venv.sh demo

venv-dev:
	@sh tools/ensure_venv.sh dev

system:
	@sh tools/system_packages.sh
