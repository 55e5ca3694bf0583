# What people and CI run. Each target first installs what it lacks (`make setup`, as root on Debian 12).

.PHONY: build test lint demo bench growth callgrind order benching conformance fuzz asan tsan coverage siege isolation release setup help
.DEFAULT_GOAL := build

programs := postern-gate postern-ledger postern
swift_test := swift test --disable-xctest --skip-build
bench := .build/release/Bench
# The newer of the two rclones that `make bench` compares with; `.ci/setup bench` puts it there.
rclone := --rclone .build/peers/bin/rclone
# Swift's own crash handler is a stack underflow to the sanitizers; lld exports what gold complains of.
sanitized := SWIFT_BACKTRACE=enable=no swift test --disable-xctest -Xswiftc -use-ld=lld

build: setup ## the three programs, for debugging: .build/debug
	swift build

test: setup ## all tests, the end-to-end ones with real restic and sshd too
	swift build --build-tests
	$(swift_test)

lint: setup ## formatting, and imports that Package.swift does not declare
	swift format lint --strict --recursive --parallel Sources Tests Package.swift
	swift build --build-tests --explicit-target-dependency-import-check error

release: setup ## the three programs as they are shipped: .build/release, with the Swift runtime inside
	for program in $(programs); do \
		swift build --configuration release --static-swift-stdlib --product $$program || exit 1; \
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

conformance: setup ## every row of the contract, on our gate and on rclone, told as a table
	swift build
	.build/debug/Conformance

fuzz: setup ## libFuzzer on each parser and on raw HTTP/2, FUZZ_SECONDS (60) each
	Tests/Fuzz/run

asan: setup ## all tests under the address sanitizer, leaks included
	ASAN_OPTIONS=detect_leaks=1 $(sanitized) --sanitize=address --scratch-path .build-asan

tsan: setup ## all tests under the thread sanitizer
	$(sanitized) --sanitize=thread --scratch-path .build-tsan

coverage: setup ## how much of Restic, Policy and Store the tests run; fails below 95 % of lines
	Tests/gateway/coverage

siege: setup ## 200 times kill -9 of gate or ledger under parallel uploads, then restic check --read-data
	swift build
	.build/debug/Besieger crash-loop 200

isolation: setup ## how much a hostile host slows another's backup; fails from 20 % on
	swift build --configuration release --product Besieger
	swift build --configuration release --product postern-gate
	swift build --configuration release --product postern-ledger
	.build/release/Besieger isolation

setup:
	@.ci/setup

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1  \t/p' Makefile
