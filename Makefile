# Every command sets up what it needs first; what is up to date is skipped. `make help` lists them.
# The system's interpreter first: it lies under /usr, which a sandbox can show read-only to a submission.
PYTHON ?= $(firstword $(wildcard /usr/bin/python3.11) $(shell command -v python3.11) $(shell command -v python3))
TOOLS = $(PYTHON) -m tools

.PHONY: help run setup test verify bench sandbox-images lock clean
help:            ## list the commands
	@grep -hE '^[a-z-]+: +##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+): +## /\1\t/' | expand -t 18

run:             ## set everything up and serve on 127.0.0.1:8000 (PORT, READYROOM_DATA)
	@exec $(TOOLS) run

setup:           ## set everything up without serving
	@exec $(TOOLS) setup

test:            ## set up and run every check (ARGS for pytest, as in ARGS="-k supervisor")
	@exec $(TOOLS) test -- $(ARGS)

verify:          ## have every problem prove itself in a sandbox
	@exec $(TOOLS) verify

bench:           ## run every benchmark and rewrite docs/performance.md (ARGS="--quick NAME...")
	@exec $(TOOLS) bench $(ARGS)

sandbox-images:  ## build the images of the Docker cells (ARGS="--base IMAGE")
	@exec $(TOOLS) sandbox-images -- $(ARGS)

lock:            ## write the lock files again (ARGS=--upgrade for the newest versions)
	@exec $(TOOLS) lock $(ARGS)

clean:           ## remove environments, bundle and data
	@exec $(TOOLS) clean
