# The verbs people and CI use. `make run` and `make test` install what is missing; the others expect it.
SWIFT_BUILD := swift build --explicit-target-dependency-import-check error
SOURCES := Package.swift Sources Tests Tools Fuzz Benchmarks

.PHONY: setup run build test test-slow sanitize fuzz bench bench-peers tidy format vectors clean

setup:
	Tools/setup.sh test

run:
	@Tools/run.sh

build:
	$(SWIFT_BUILD) -c release --static-swift-stdlib --product countersign

test:
	@Tools/test.sh everyday

test-slow:
	@Tools/test.sh slow

# The unit tests of what handles memory and threads, under AddressSanitizer and under ThreadSanitizer.
sanitize:
	@Tools/test.sh sanitize

# FUZZ_SECONDS for each parser, 60 by default; 1800 before a release.
fuzz:
	@Tools/fuzz.sh

# Each part of the data plane on its own, against Benchmarks/Thresholds.json; ONLY=part, RECORD=1 writes new thresholds.
bench:
	@Tools/setup.sh build
	$(SWIFT_BUILD) -c release --static-swift-stdlib --product bench
	.build/release/bench Benchmarks/Thresholds.json $(if $(ONLY),--only $(ONLY)) $(if $(RECORD),--record)

# The gateway beside nginx, HAProxy and Envoy. QUICK=1, ONLY=tokens,keys,tls,chunks,first-byte,power,soak; JSON=file.
bench-peers:
	@Tools/setup.sh bench
	@$(MAKE) --no-print-directory build
	.venv/bin/python Benchmarks/peers/side_by_side.py $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY)) \
	  $(if $(JSON),--json $(JSON))

tidy:
	swift run tidy
	swift format lint --strict --recursive $(SOURCES)

format:
	swift format --in-place --recursive $(SOURCES)

vectors:
	Tools/vectors.py

# Keeps .run: it holds the keys and the audit log of `make run`.
clean:
	rm -rf .build .venv Tests/.vectors
