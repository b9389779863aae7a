# Balai. "make demo" runs a hall on this machine, "make test" checks everything.
PACKAGES := balai demo display drawing hardware kiosk server sounds voice
CHECKED := $(PACKAGES) tests tools $(wildcard bench)
BIN := .venv/bin

# What Python compiles is kept, whatever this shell says: nearly every test starts programs.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo tour test unit everything prove kill drill campaign lint style types bench bench-hearing assets sounds wheel deb install-test installed image requirements vulnerabilities licences clean venv-demo venv-dev system
.NOTPARALLEL:

help:
	@echo "make demo          run a whole hall here (ARGS='--visitors 200 --fast' plays a morning)"
	@echo "make test          lint and all tests (ARGS='tests/contract/test_keys.py' for these alone, without lint)"
	@echo "make unit          the fast tests alone, in seconds; needs nothing but .venv"
	@echo "make prove         5,000 random days, a million random messages to a wall and a day of 1,000 calls, the rules' bounds (less in make test)"
	@echo "make kill          a hub that is killed fifty times under load (make test: eight times)"
	@echo "make drill         lose the machine, damage the disk, freeze the servers, put the clock wrong: counts and times"
	@echo "make lint          ruff, mypy, import rules"
	@echo "make campaign      kiosks through bad days: lines that fail, hubs restored, power cuts at each step; counts"
	@echo "make bench         measure against the targets (ONLY='name ...' for some)"
	@echo "make bench-hearing install the recogniser and let it judge the spoken calls"
	@echo "make sounds        make the clip bank in sounds/ again (only what changed)"
	@echo "make assets        fetch and build browser files and fonts"
	@echo "make wheel         build the wheel into dist/"
	@echo "make deb           build Debian packages of the parts into dist/ (PARTS='hub kiosk' for some)"
	@echo "make install-test  install, upgrade, take back and purge them in an empty Debian without a network, then a day"
	@echo "                   with visitors on three machines that are booted (as root; SUITES=bookworm PARTS=hub for some)"
	@echo "make image         the image of a memory card for a Raspberry Pi 4 or 5 (PART=kiosk; as root)"
	@echo "make requirements  compile requirements/*.txt again (ARGS=--upgrade for newer versions)"
	@echo "make vulnerabilities  ask what is known of the pinned versions (needs the package indexes)"
	@echo "make licences      write docs/licences.md again"
	@echo "make clean         remove what was built; .venv stays"

demo: venv-demo assets
	@exec $(BIN)/balai demo $(ARGS)

tour: venv-dev system assets
	@exec $(BIN)/python -m tools.documents.tour

# One test alone waits for no linter.
test: venv-dev system assets
	@$(if $(ARGS),$(BIN)/python -m pytest $(ARGS),$(MAKE) --no-print-directory style everything)

# Many tests wait for other programs: four workers keep two cores busy, and what they leave of them is for types,
# import rules, the proof of the rules, and the packages, which are tried beside each other. A file's tests stay with one
# worker, since they share what they start; in the order of the folders, so that those which wait do not come last, alone.
# In a tree that nobody has run tests in, one process compiles them first: the workers would all compile all of them.
everything: venv-dev wheel
	@mkdir -p build; nice -n 10 $(MAKE) --no-print-directory --keep-going types prove PROVE_DAYS=60 PROVE_JOBS=1 PROVE_NEWS=20000 PROVE_HOURS=0 PROVE_EXAMPLES=some PROVE_MORE= > build/beside.log 2>&1 & beside=$$!; \
	nice -n 5 $(MAKE) --no-print-directory installed > build/installed.log 2>&1 & installed=$$!; \
	trap 'kill $$beside $$installed; exit 130' INT TERM; \
	[ -d tests/__pycache__ ] || $(BIN)/python -m pytest --collect-only --quiet --quiet -p no:xdist > build/collected.log || cat build/collected.log; \
	$(BIN)/python -m pytest --numprocesses 4 --dist loadfile --no-loadscope-reorder; rest=$$?; \
	wait $$beside; held=$$?; wait $$installed; stood=$$?; \
	[ $$held = 0 ] || { cat build/beside.log; echo "Types, import rules or the proof of the rules failed; see above."; }; \
	[ $$stood = 0 ] || { cat build/installed.log; echo "A package did not come or go as it is to; see above."; }; \
	grep "NOT TRIED" build/installed.log >&2; \
	[ $$rest = 0 ] && [ $$held = 0 ] && [ $$stood = 0 ]

# Two processes, since loading libraries takes a good part of it: what needs the hub's or the screen's, and the rest.
# Without what pytest does beside the tests, and with their files in memory: `make test` runs them with both.
UNIT := HYPOTHESIS_PROFILE=fast $(if $(wildcard /dev/shm),TMPDIR=/dev/shm) $(BIN)/python -m pytest -q \
	$(addprefix -p no:,xdist xdist.looponfail logging unraisableexception threadexception faulthandler junitxml doctest)
HEAVY := $(addprefix tests/unit/,display hardware kiosk program server sounds voice)
unit: venv-dev
	@mkdir -p build; $(UNIT) $(HEAVY) > build/unit.log 2>&1 & heavy=$$!; \
	$(UNIT) $(filter-out $(HEAVY) %/__pycache__,$(wildcard tests/unit/*)); rest=$$?; \
	wait $$heavy; heavy=$$?; cat build/unit.log; [ $$heavy = 0 ] && [ $$rest = 0 ]

# Random days in as many processes as there are cores; beside the other tests fewer days in one.
PROVE_DAYS := 5000
PROVE_JOBS :=
PROVE_FIRST := 0
# A wall is told so much random news; beside the other tests less.
PROVE_NEWS := 1000000
# So many hours of a wall's day, of a hundred calls each; the other tests play one themselves.
PROVE_HOURS := 10
# So many examples of each rule (profiles in tests/conftest.py): 300, beside the other tests 40.
PROVE_EXAMPLES := ci
# Tests that do more under "ci" than among the others.
PROVE_MORE := tests/contract/api/test_openapi.py tests/integration/display/lasting/test_weeks.py \
	tests/integration/speaking/test_heard.py tests/e2e/test_demo.py
prove: venv-dev assets
	@$(BIN)/python -m tests.support.random_days --days $(PROVE_DAYS) --first $(PROVE_FIRST) --steps 200 $(PROVE_JOBS:%=--jobs %)
	@$(BIN)/python -m tests.support.random_news --messages $(PROVE_NEWS)
	@$(BIN)/python -m tests.support.wall_day --hours $(PROVE_HOURS)
	@HYPOTHESIS_PROFILE=$(PROVE_EXAMPLES) $(BIN)/python -m pytest -q --timeout=1800 tests/unit/domain/test_log.py tests/unit/domain/order/test_order.py \
		tests/contract/live/test_projection.py $(PROVE_MORE)

# A hub that dies fifty times under load, and sixteen who work at once; beside the other tests less.
kill: venv-dev system assets
	@BALAI_KILLS=50 $(BIN)/python -m pytest -q --timeout=1800 tests/e2e/test_kill.py tests/e2e/test_crowd.py

# What a hall keeps when its machine, disk, servers or clock fail; ARGS='loss torn --size 300' for some.
drill: venv-dev system assets
	@exec $(BIN)/python -m tests.drill $(ARGS)

# Kiosks through bad days (ARGS='--only rush' for a part, '--small' for a little of each).
campaign: venv-dev assets
	@exec $(BIN)/python -m tests.campaign $(ARGS)

lint: style types

style: venv-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ."; exit 1; }

types: venv-dev
	@$(BIN)/mypy $(CHECKED)
	@$(BIN)/lint-imports --no-logo

bench: venv-dev system assets
	@$(if $(ONLY),,sh tools/install_hearing.sh || echo "The recogniser cannot be installed here: hearing is not measured.")
	@exec $(BIN)/python -m bench $(ONLY:%=--only %) $(ARGS)

# The recogniser lives in an environment of its own, since nothing else needs it.
bench-hearing: venv-dev system assets
	@sh tools/install_hearing.sh
	@exec $(BIN)/python -m bench --only hearing $(ARGS)

sounds:
	@sh tools/make_sounds.sh $(ARGS)

assets: venv-demo
	@$(BIN)/python tools/build_assets.py

wheel: venv-demo assets
	@rm -rf build/lib build/bdist*
	@trap 'rm -f balai/commit.txt' EXIT; git rev-parse HEAD > balai/commit.txt 2>/dev/null || rm -f balai/commit.txt; \
		$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

# One package a part, or of some: PARTS="hub kiosk". Then each in an empty Debian without a network.
PARTS := hub kiosk kiosk-screen display all
deb: wheel
	@$(BIN)/python -m tools.debian.build $(PARTS) $(SUITE:%=--suite %) $(ARCH:%=--arch %)

# On each release that is served; `SUITES=bookworm PARTS=hub` for some. What this machine cannot try is said, and fails nothing.
SUITES := bookworm trixie
install-test: wheel installed

# With the wheel that is in dist/: one that is built while tests run would lay down beside them what they read.
installed:
	@sh tools/system_packages.sh install || true
	@$(BIN)/python -m tests.install $(SUITES:%=--suite %) $(PARTS)

requirements:
	@sh tools/compile_requirements.sh $(ARGS)

# The image of a memory card for a Raspberry Pi 4 or 5 with one part in it (an hour under emulation). As root.
PART := kiosk
image: wheel
	@sh tools/system_packages.sh image
	@$(BIN)/python -m tools.debian.image $(PART)
	@$(BIN)/python -m tests.install.images $(PART)

vulnerabilities: venv-demo
	@$(BIN)/python -m tools.vulnerabilities

licences: venv-dev
	@$(BIN)/python tools/documents/licences.py

clean:
	rm -rf build dist node_modules .assets.stamp balai/fonts server/web/static/vendor server/web/static/fonts
	rm -rf .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info

venv-demo:
	@sh tools/ensure_venv.sh demo

venv-dev:
	@sh tools/ensure_venv.sh dev

system:
	@sh tools/system_packages.sh
