# mmstall: build, test, install. `make help` lists the targets.

VERSION := 0.1.0

CC ?= gcc
PREFIX ?= /usr/local
DESTDIR ?=
B ?= build

# SAN: sanitizer flags of a test build (see `make sanitize`).
SAN ?=
CFLAGS ?= -O2 -g
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
BASE := -std=gnu11 -D_GNU_SOURCE -DMMSTALL_VERSION='"$(VERSION)"' \
	$(WARN) $(WERROR) -fvisibility=hidden -MMD -MP $(SAN)

# V=1 shows the commands themselves.
Q := $(if $(V),,@)
say = @$(if $(V),:,echo "  $(1)")

# libiberty, the demangler, has no .pc file.
ANALYZER_LIBS = $(call pkg,--libs jansson libdw) -liberty -lm

# Expanded in recipes only: pkg-config may be missing until `make setup` ran.
pkg = $(shell pkg-config $(1))

#---------------------------------------------------------------- sources
# init and hooks_* are what makes the library interpose; all else is a core
# that unit tests link without preloading anything.
PRELOAD_SRC := $(wildcard preload/*.c)
PRELOAD_HOOK_SRC := $(wildcard preload/hooks_*.c) preload/init.c
PRELOAD_CORE_SRC := $(filter-out $(PRELOAD_HOOK_SRC),$(PRELOAD_SRC))
ANALYZER_SRC := $(wildcard analyzer/*.c)
ANALYZER_CORE_SRC := $(filter-out analyzer/main.c,$(ANALYZER_SRC))
APP_COMMON_SRC := $(wildcard testapps/common/*.c)
APP_DIRS := $(dir $(wildcard testapps/*/main.c))
APPS := $(patsubst testapps/%/,%,$(APP_DIRS))
PRELOAD_TESTS := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/preload/*.c))
ANALYZER_TESTS := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/analyzer/*.c))
# One program a file, each on another event loop; serving.c is theirs all.
SERVERS := $(filter-out serving,$(patsubst testapps/servers/c/%.c,%,$(wildcard testapps/servers/c/*.c)))
APP_TESTS := $(patsubst tests/unit/%.c,%,$(foreach app,$(APPS),$(wildcard tests/unit/$(app)/*.c)))
E2E_HOSTS := $(patsubst tests/e2e/%.c,%,$(wildcard tests/e2e/*.c))

obj = $(patsubst %.c,$(B)/obj/%.o,$(1))
UNIT_BINS := $(addprefix $(B)/tests/unit/,$(PRELOAD_TESTS) $(ANALYZER_TESTS) $(APP_TESTS))
APP_BINS := $(addprefix $(B)/testapps/,$(APPS)) $(addprefix $(B)/testapps/servers/,$(SERVERS))
HOST_BINS := $(addprefix $(B)/tests/e2e/,$(E2E_HOSTS))
LIB := $(B)/libmmstall.so
TOOL := $(B)/mmstall

#---------------------------------------------------------------- build
.PHONY: all help clean setup check unit e2e lint sanitize demo install \
	uninstall check-hosts bench answers unit-bins e2e-bins need servers \
	servers-if-possible

all: need $(LIB) $(TOOL) $(APP_BINS)

# One clear line instead of a compiler's complaint about a missing header.
need:
	@sh tests/setup.sh --need

$(B)/obj/preload/%.o: preload/%.c
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(BASE) $(CFLAGS) -fPIC -ftls-model=initial-exec -c -o $@ $<

$(B)/obj/analyzer/%.o: analyzer/%.c
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(BASE) $(CFLAGS) $(call pkg,--cflags jansson libdw) -I. -c -o $@ $<

# The HTML form's style and scripts become part of the program as they are.
$(B)/obj/analyzer/html_assets.o: $(wildcard analyzer/html/*)

$(B)/obj/testapps/%.o: testapps/%.c
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(BASE) $(CFLAGS) -pthread \
		$(call pkg,--cflags fuse3 $(APP_PACKAGES)) -Itestapps -c -o $@ $<

# The tests of a test app include its headers as the app does.
$(addprefix $(B)/obj/tests/unit/,$(APP_TESTS:=.o)): UNIT_INCLUDES := -Itestapps

$(B)/obj/tests/unit/%.o: tests/unit/%.c
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(BASE) $(CFLAGS) $(call pkg,--cflags check jansson) -I. \
		-Itests/unit $(UNIT_INCLUDES) -c -o $@ $<

# -z now: a hook must never enter the loader to resolve a name of its own.
$(LIB): $(call obj,$(PRELOAD_SRC)) preload/exports.map
	$(call say,LD $@)
	$(Q)$(CC) $(SAN) $(LDFLAGS) -shared -Wl,-soname,libmmstall.so -Wl,-z,defs \
		-Wl,-z,now -Wl,--as-needed \
		-Wl,--version-script=preload/exports.map \
		-o $@ $(filter %.o,$^)

$(TOOL): $(call obj,$(ANALYZER_SRC))
	$(call say,LD $@)
	$(Q)$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(ANALYZER_LIBS)

$(B)/libpreload_core.a: $(call obj,$(PRELOAD_CORE_SRC))
	$(call say,AR $@)
	$(Q)rm -f $@ && ar rcs $@ $^

$(B)/libanalyzer_core.a: $(call obj,$(ANALYZER_CORE_SRC))
	$(call say,AR $@)
	$(Q)rm -f $@ && ar rcs $@ $^

APP_LIBS_slowfs = $(call pkg,--libs fuse3)
APP_LIBS_mmscan := -luring

define app_rule
$(B)/testapps/$(1): $(call obj,$(wildcard testapps/$(1)/*.c) $(APP_COMMON_SRC))
	@mkdir -p $$(@D)
	$$(call say,LD $$@)
	$$(Q)$$(CC) $$(SAN) $$(LDFLAGS) -pthread -o $$@ $$^ \
		$$(APP_LIBS_$(1)) -lm

# Tests pick what they need of an app; not its main.
$(B)/lib$(1)_core.a: $(call obj,$(filter-out testapps/$(1)/main.c,$(wildcard testapps/$(1)/*.c)) $(APP_COMMON_SRC))
	$$(call say,AR $$@)
	$$(Q)rm -f $$@ && ar rcs $$@ $$^

$(B)/tests/unit/$(1)/%: $(B)/obj/tests/unit/$(1)/%.o $(B)/lib$(1)_core.a
	@mkdir -p $$(@D)
	$$(call say,LD $$@)
	$$(Q)$$(CC) $$(SAN) $$(LDFLAGS) -pthread -o $$@ $$^ \
		$$(call pkg,--libs check) $$(APP_LIBS_$(1)) -lm
endef
$(foreach app,$(APPS),$(eval $(call app_rule,$(app))))

SERVER_PACKAGES_libuv := libuv
SERVER_PACKAGES_libevent := libevent
SERVER_PACKAGES_glib := glib-2.0
SERVER_PACKAGES_uring := liburing

define server_rule
$(B)/obj/testapps/servers/c/$(1).o: APP_PACKAGES := $(SERVER_PACKAGES_$(1))

$(B)/testapps/servers/$(1): $(call obj,testapps/servers/c/$(1).c testapps/servers/c/serving.c $(APP_COMMON_SRC))
	@mkdir -p $$(@D)
	$$(call say,LD $$@)
	$$(Q)$$(CC) $$(SAN) $$(LDFLAGS) -pthread -o $$@ $$^ \
		$$(if $$(SERVER_PACKAGES_$(1)),$$(call pkg,--libs $$(SERVER_PACKAGES_$(1))))
endef
$(foreach server,$(SERVERS),$(eval $(call server_rule,$(server))))

$(B)/tests/unit/preload/%: $(B)/obj/tests/unit/preload/%.o $(B)/libpreload_core.a
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(call pkg,--libs check jansson) -lm

$(B)/tests/unit/analyzer/%: $(B)/obj/tests/unit/analyzer/%.o $(B)/libanalyzer_core.a
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(call pkg,--libs check) \
		$(ANALYZER_LIBS)

E2E_LIBS_uring := -luring -ldl
E2E_LIBS_rawthread := preload/raw_thread.c

$(B)/tests/e2e/%: tests/e2e/%.c
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(BASE) $(CFLAGS) -pthread -I. -o $@ $< $(E2E_LIBS_$(@F))

unit-bins: $(UNIT_BINS)

e2e-bins: $(HOST_BINS)

servers: ## servers of Python, Node, Java and Rust to try things on
	@sh tests/setup.sh --servers
	@sh testapps/servers/build.sh $(B)/testapps/servers

# Those whose tool chains are here.
servers-if-possible:
	@sh testapps/servers/build.sh $(B)/testapps/servers

#---------------------------------------------------------------- tests
setup: ## install what building and testing needs (apt; as root)
	@B=$(B) sh tests/setup.sh

check: setup ## set-up, build, and every test
	@$(MAKE) --no-print-directory all unit-bins e2e-bins servers-if-possible
	@$(MAKE) --no-print-directory B=build/sanitize \
		SAN="-fsanitize=address,undefined -fno-sanitize-recover=all" \
		unit-bins
	@$(MAKE) --no-print-directory B=build/tsan SAN=-fsanitize=thread \
		build/tsan/tests/unit/preload/test_round \
		build/tsan/tests/unit/preload/test_event_ring
	@B=$(B) sh tests/run.sh tests/unit/unit.t tests/unit/sanitized.t \
		tests/unit/tsan.t \
		tests/lint tests/e2e

check-hosts: ## test suites of CPython and stress-ng, under the library
	@sh tests/setup.sh --hosts
	@$(MAKE) --no-print-directory all
	@B=$(B) sh tests/run.sh tests/hosts

$(B)/bench/work: $(addprefix tests/bench/,work.c waits.c events.c memory.c threads.c work.h)
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(BASE) $(CFLAGS) -fomit-frame-pointer -pthread -MF $@.d \
		-o $@ $(filter %.c,$^)

$(B)/bench/log: tests/bench/log.c
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(BASE) $(CFLAGS) -MF $@.d -o $@ $<

# Code of the library itself, compiled as it is there.
$(B)/bench/hooks: $(B)/obj/bench/hooks.o $(B)/libpreload_core.a
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^

$(B)/obj/bench/hooks.o: tests/bench/hooks.c
	@mkdir -p $(@D) $(B)/bench
	$(call say,CC $<)
	$(Q)$(CC) $(BASE) $(CFLAGS) -ftls-model=initial-exec -I. -c -o $@ $<

# For the peer that needs its hosts recompiled.
$(B)/bench/work-pg: $(addprefix tests/bench/,work.c waits.c events.c memory.c threads.c work.h)
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(BASE) $(CFLAGS) -pg -pthread -MF $@.d -o $@ $(filter %.c,$^)

bench: ## speed, as ratios; QUICK=1 for a quick look
	@sh tests/setup.sh --bench
	@$(MAKE) --no-print-directory all $(addprefix $(B)/bench/,work work-pg hooks log)
	@B=$(B) python3 tests/bench/run.py

answers: setup ## measure docs/answers.md anew; QUICK=1 for a quick look
	@$(MAKE) --no-print-directory all
	@B=$(B) python3 testapps/answers/answers.py $(if $(QUICK),--quick)

unit: setup ## unit tests only
	@$(MAKE) --no-print-directory unit-bins
	@B=$(B) sh tests/run.sh tests/unit/unit.t

e2e: setup ## end-to-end tests only; T=NAME for one
	@$(MAKE) --no-print-directory all e2e-bins servers-if-possible
	@B=$(B) sh tests/run.sh $(if $(T),tests/e2e/$(T).t,tests/e2e)

lint: setup ## format, both compilers without warnings, shellcheck
	@B=$(B) sh tests/run.sh tests/lint

demo: setup ## build and show the hazard on a slow disk, with its report
	@$(MAKE) --no-print-directory all
	@B=$(B) sh testapps/demo.sh

#---------------------------------------------------------------- install
# Test programs stay where they are built, and so do their manuals.
MAN1 := $(filter-out $(APPS:%=docs/%.1),$(wildcard docs/*.1))
MAN3 := $(wildcard docs/*.3)
MAN7 := $(wildcard docs/*.7)

install: all ## install below DESTDIR and PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/mmstall \
		$(DESTDIR)$(PREFIX)/include \
		$(DESTDIR)$(PREFIX)/share/pkgconfig \
		$(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/man/man3 \
		$(DESTDIR)$(PREFIX)/share/man/man7
	install -m 755 $(TOOL) $(DESTDIR)$(PREFIX)/bin/
	install -m 755 $(LIB) $(DESTDIR)$(PREFIX)/lib/mmstall/
	install -m 644 preload/mmstall.h $(DESTDIR)$(PREFIX)/include/
	sed -e 's,@PREFIX@,$(PREFIX),' -e 's,@VERSION@,$(VERSION),' \
		preload/mmstall.pc.in >$(DESTDIR)$(PREFIX)/share/pkgconfig/mmstall.pc
	chmod 644 $(DESTDIR)$(PREFIX)/share/pkgconfig/mmstall.pc
	install -m 644 $(MAN1) $(DESTDIR)$(PREFIX)/share/man/man1/
	install -m 644 $(MAN3) $(DESTDIR)$(PREFIX)/share/man/man3/
	install -m 644 $(MAN7) $(DESTDIR)$(PREFIX)/share/man/man7/

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/mmstall
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/share/man/man1/,$(notdir $(MAN1)))
	rm -f $(DESTDIR)$(PREFIX)/include/mmstall.h
	rm -f $(DESTDIR)$(PREFIX)/share/pkgconfig/mmstall.pc
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/share/man/man3/,$(notdir $(MAN3)))
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/share/man/man7/,$(notdir $(MAN7)))
	rm -f $(DESTDIR)$(PREFIX)/lib/mmstall/libmmstall.so
	-rmdir $(DESTDIR)$(PREFIX)/lib/mmstall

clean: ## remove everything built
	rm -rf build

help: ## this list
	@echo "make            build build/libmmstall.so, build/mmstall, build/testapps/*"
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile
	@echo "Variables: V=1 (show commands) CC CFLAGS LDFLAGS PREFIX=$(PREFIX) DESTDIR B=$(B)"

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
