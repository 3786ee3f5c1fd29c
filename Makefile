# The verbs people and CI use. `make run` and `make test` install what is missing; the others expect it.
SWIFT_BUILD := swift build --explicit-target-dependency-import-check error
SOURCES := Package.swift Sources Tests Tools Fuzz

.PHONY: setup run build test test-slow fuzz tidy format vectors clean

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

# FUZZ_SECONDS for each parser, 60 by default; 1800 before a release.
fuzz:
	@Tools/fuzz.sh

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
