# What people and CI run. Each target first installs what it lacks (`make setup`, as root on Debian 12).

.PHONY: build test lint demo bench growth callgrind order benching trail-bench fleet units conformance siege isolation \
	maintenance-siege attacks fuzz asan tsan coverage release install setup help
.DEFAULT_GOAL := build

programs := postern-gate postern-ledger postern
swift_test := swift test --disable-xctest --skip-build
# Tests at once. Without it all of them are: a hundred gateways, whose clients' patience ends before their turn comes.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH := 8
# Tests that wait for programs and hold a thread meanwhile: beside the others they would starve them.
patient := ^(AttacksTests|VerifyTests|SiegeTests)\.
bench := .build/release/Bench
# The newer of the two rclones that `make bench` compares with; `.ci/setup bench` puts it there.
rclone := --rclone .build/peers/bin/rclone
# Swift's own crash handler is a stack underflow to the sanitizers; lld exports what gold complains of.
sanitized = SWIFT_BACKTRACE=enable=no swift test --disable-xctest -Xswiftc -use-ld=lld --sanitize=$(1) \
	--scratch-path .build-$(1)
# What runs whole programs, slow as they are then, does so one after the other: a gate waits for no client for ever.
whole := ^(ContractTests|EndToEndTests)\.

build: setup ## the three programs, for debugging: .build/debug
	swift build

test: setup ## all tests, the end-to-end ones with real restic and sshd too
	swift build --build-tests
	$(swift_test) --skip '$(patient)'
	$(swift_test) --filter '$(patient)'

lint: setup ## formatting, and imports that Package.swift does not declare
	swift format lint --strict --recursive --parallel Sources Tests Package.swift
	swift build --build-tests --explicit-target-dependency-import-check error

release: setup ## the three programs as they are shipped: .build/release, with the Swift runtime inside
	for program in $(programs); do \
		swift build --configuration release --static-swift-stdlib --disable-local-rpath --product $$program || exit 1; \
	done
	@for program in postern-gate postern-ledger; do \
		! ldd .build/release/$$program | grep libcrypto || \
			{ echo "release: $$program uses more of libcrypto than SHA-256; see docs/decisions/0019" >&2; exit 1; }; \
	done

demo: release ## real restic through real sshd into a throw-away gateway, told step by step
	Tests/gateway/demo .build/release

bench: benching ## what the programs cost beside rclone, into docs/performance.md; QUICK=1: two minutes, and only printed
	$(bench) measure .build/release $(rclone) --write docs/performance.md $(if $(QUICK),--quick)

growth: benching ## what a session costs as packs, repositories, rows and sessions grow by 10 and 100 times
	$(bench) growth .build/release --write docs/performance.md $(if $(QUICK),--quick)

callgrind: benching ## instructions of fixed workloads: figures that do not depend on the machine
	$(bench) instructions .build/release --write docs/performance.md

order: benching ## the order of functions in the released programs, by what gate and ledger run: .ci/link/order
	$(bench) order .build/release --write .ci/link/order

benching: release
	.ci/setup bench
	swift build --configuration release --static-swift-stdlib --product Bench

trail-bench: setup ## what the trail and the sandbox cost, against their limits: minutes, and 2 GB in /tmp
	swift build --configuration release
	Tests/gateway/trail-bench .build/release

fleet: release ## what 10,000 clients cost: makes a gateway with so many, and times what must stay quick
	.ci/setup bench
	swift build --product FleetMaker
	Tests/gateway/fleet .build/release .build/debug/FleetMaker

units: setup release ## the units of config/systemd under a real systemd, set up as docs/operations.md says; needs root
	Tests/gateway/units

# Where `make install` puts things; what packages need is set from outside: make install DESTDIR=... prefix=/usr
DESTDIR =
prefix = /usr
sysconfdir = /etc
share = $(DESTDIR)$(prefix)/share
built = .build/release

install: ## programs, units, sshd's and sysctl's drop-ins, man pages and completions, after make release: DESTDIR, prefix=/usr
	@test -x $(built)/postern || { echo "install: there is no $(built)/postern; run: make release" >&2; exit 1; }
	install -d $(DESTDIR)$(prefix)/bin $(DESTDIR)$(prefix)/libexec $(DESTDIR)$(prefix)/lib/systemd/system \
		$(DESTDIR)$(prefix)/lib/sysctl.d $(DESTDIR)$(sysconfdir)/ssh/sshd_config.d $(share)/man/man5 $(share)/man/man8 \
		$(share)/bash-completion/completions $(share)/zsh/vendor-completions $(share)/fish/vendor_completions.d \
		$(share)/doc/postern/config
	install -m 0755 $(built)/postern $(built)/postern-gate $(DESTDIR)$(prefix)/bin/
	install -m 0755 $(built)/postern-ledger $(DESTDIR)$(prefix)/libexec/
	for unit in config/systemd/*; do \
		sed 's,/usr/libexec/,$(prefix)/libexec/,; s,/usr/bin/,$(prefix)/bin/,' $$unit \
			>$(DESTDIR)$(prefix)/lib/systemd/system/$${unit##*/} || exit 1; \
	done
	install -m 0644 config/sshd/postern.conf $(DESTDIR)$(sysconfdir)/ssh/sshd_config.d/
	install -m 0644 config/sysctl/postern.conf $(DESTDIR)$(prefix)/lib/sysctl.d/
	$(built)/postern manual postern >$(share)/man/man8/postern.8
	$(built)/postern-gate --help | $(built)/postern manual postern-gate >$(share)/man/man8/postern-gate.8
	$(built)/postern-ledger --help | $(built)/postern manual postern-ledger >$(share)/man/man8/postern-ledger.8
	$(built)/postern manual postern.toml >$(share)/man/man5/postern.toml.5
	$(built)/postern completions bash >$(share)/bash-completion/completions/postern
	$(built)/postern completions zsh >$(share)/zsh/vendor-completions/_postern
	$(built)/postern completions fish >$(share)/fish/vendor_completions.d/postern.fish
	cp -R docs/. $(share)/doc/postern/
	cp -R config/postern.toml config/clients.d config/repos.d $(share)/doc/postern/config/

conformance: setup ## every row of the contract, on our gate and on rclone, told as a table
	for product in postern-gate postern-ledger Conformance; do \
		swift build --configuration release --product $$product || exit 1; \
	done
	.build/release/Conformance

fuzz: setup ## libFuzzer on each parser and on raw HTTP/2, FUZZ_SECONDS (60) each
	Tests/Fuzz/run

# It keeps little of what was freed: tests measure memory.
asan: export ASAN_OPTIONS = detect_leaks=1:quarantine_size_mb=4:thread_local_quarantine_size_kb=64
asan: export LSAN_OPTIONS = suppressions=$(CURDIR)/Tests/gateway/leaks:print_suppressions=0
asan: setup ## all tests under the address sanitizer, leaks included
	$(call sanitized,address) --skip '$(patient)|$(whole)'
	$(call sanitized,address) --no-parallel --filter '$(whole)'
	$(call sanitized,address) --filter '$(patient)'

tsan: setup ## all tests under the thread sanitizer
	$(call sanitized,thread) --skip '$(patient)|$(whole)'
	$(call sanitized,thread) --no-parallel --filter '$(whole)'
	$(call sanitized,thread) --filter '$(patient)'

coverage: setup ## how much of Restic, Policy and Store the tests run; fails below 95 % of lines
	Tests/gateway/coverage

siege: setup ## 200 times kill -9 of gate or ledger under parallel uploads, then restic check --read-data
	swift build
	.build/debug/Besieger crash-loop 200

maintenance-siege: setup ## 100 times kill -9 of restic, gate, ledger or coordinator under forget and prune, each time a check
	swift build
	.build/debug/Besieger maintenance 100

attacks: setup ## what a taken-over host can prepare, on rclone with restic and on Postern, told as a table (an hour)
	swift build
	.build/debug/Attacker

isolation: setup ## how much a hostile host slows another's backup; fails from 20 % on
	for product in postern-gate postern-ledger Besieger; do \
		swift build --configuration release --product $$product || exit 1; \
	done
	.build/release/Besieger isolation

setup:
	@.ci/setup

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1  \t/p' Makefile
