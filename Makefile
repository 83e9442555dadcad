# bianmin: the two commands are `make run` and `make test`.
# Everything else is a part of them or a tool for the people who work on it.

SHELL       := /bin/bash
.SHELLFLAGS := -o pipefail -c

GO      ?= go
TAGS    := migrated_fynedo
# Asked when it is needed: on a new machine git comes with deps.
VERSION  = $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  = -s -w -X main.version=$(VERSION)
BUILD   := build
# The version above is enough; Go's own look at git refuses a checkout that
# belongs to another user, as those of build machines often do.
export GOFLAGS := $(shell $(GO) env GOFLAGS) -buildvcs=false

# Everything that does not draw: tested under the race detector. The root and
# docs are tested by arch.
PLAIN = $$($(GO) list -tags ci ./... | grep -v -e '^bianmin$$' -e '^bianmin/docs' -e '^bianmin/tests' \
	-e '^bianmin/ui/style' -e '^bianmin/ui/touch' -e '^bianmin/ui/keyboard' -e '^bianmin/ui/screen' -e '^bianmin/ui/shell')
# What others wrote and only calculates (SQLite in its own words, hashes, pictures, PDF) is not
# watched by the detector: ten times slower, and no race of ours is in there. All of ours is.
UNWATCHED = modernc.org/libc/... modernc.org/memory/... modernc.org/sqlite/lib image/... golang.org/x/image/... \
	golang.org/x/crypto/... crypto/internal/... compress/... hash/... github.com/makiuchi-d/gozxing/... codeberg.org/go-pdf/fpdf
WATCHED = -race $(UNWATCHED:%=-gcflags=%=-race=0)
DRAWN = ./ui/style/... ./ui/touch/... ./ui/keyboard/... ./ui/screen/... ./ui/shell/...
# A test that is skipped is named, with the reason.
TOLD = awk -f scripts/told.awk

.PHONY: run test build countyd deps deps-test deps-bench arch plain drawn whole race sim histories soak failover fuzz golden screens manual bench lint fmt vuln licences clean help

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: build ## county on the loopback, kiosk beside it, demo data, a window
	@scripts/run.sh $(BUILD)

test: deps-test ## everything, with the real window, zbar and tesseract
	@scripts/test.sh

build: deps ## both programs into build/
	@echo "== building; the first time it compiles the window's C code: some minutes, the longest at github.com/go-gl"
	@mkdir -p $(BUILD)
	$(GO) build -v -tags $(TAGS) -ldflags "$(LDFLAGS)" -o $(BUILD)/bianmin .
	$(GO) build -v -ldflags "$(LDFLAGS)" -o $(BUILD)/countyd ./county/countyd

countyd: ## the county's program alone; it needs no graphics
	@mkdir -p $(BUILD)
	$(GO) build -v -ldflags "$(LDFLAGS)" -o $(BUILD)/countyd ./county/countyd

deps: ## system packages that building and running need
	@scripts/deps.sh build

deps-test: ## system packages that the tests need
	@scripts/deps.sh build test

deps-bench: ## system packages that measuring needs besides
	@scripts/deps.sh build test bench

arch: ## arrows go down only
	$(GO) test -v -tags ci -count=1 . ./docs/... | $(TOLD)

plain: ## packages without a screen, under the race detector
	CGO_ENABLED=1 $(GO) test -v $(WATCHED) -timeout 30m -tags ci $(PLAIN) | $(TOLD)

drawn: ## packages with a screen, on the test driver
	$(GO) test -v -timeout 25m -tags ci $(DRAWN) | $(TOLD)

whole: build ## the real programs: outage script, bad input, the window under Xvfb
	$(GO) test -v -count=1 -timeout 40m ./tests/... | $(TOLD) -v live=1

race: plain ## the same

sim: ## one simulated history of the outbox again: make sim SEED=7
	$(GO) test ./sync/outbox -run Sim -v -seed=$(or $(SEED),1)

histories: ## random histories of a kiosk and its county: make histories N=100000
	$(GO) test ./county/api -count=1 -v -timeout 30m -run TestHistoriesLose -args -histories=$(or $(N),20000) | $(TOLD) -v live=1

soak: ## the long runs in parts below 20 minutes; make soak PART=lines, make soak PART=list
	@scripts/soak.sh $(PART)

failover: ## two countyd behind a proxy, three PostgreSQL servers, killed, frozen and cut off under load: make failover FAULTS=machine,county
	@scripts/failover.sh $(FAULTS)

fuzz: ## every decoder with anything: make fuzz TIME=30s
	@scripts/fuzz.sh $(or $(TIME),30s)

golden: ## accept new pictures after a person has looked at them
	@scripts/golden.sh

screens: manual ## every screen in every state, window and mode: build/screens/index.html, contact sheets; the manual's pictures
	@mkdir -p $(BUILD)/screens
	BIANMIN_SCREENS=$(CURDIR)/$(BUILD)/screens $(GO) test -tags ci -count=1 -timeout 90m -run Story ./ui/screen/...

manual: ## the pictures of docs/manual.zh.md, drawn anew
	BIANMIN_MANUAL=$(CURDIR)/docs/picture/manual $(GO) test -tags ci -count=1 -run TestManualPictures ./ui/screen

bench: build deps-bench ## the figures, side by side in one run: make bench PART=window, make bench PART=list
	@scripts/bench.sh $(PART)

GOLANGCI := v2.15.0
lint: ## style and mistakes
	$(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI) run --build-tags ci ./...

fmt: ## every Go file in the usual form
	gofmt -w $$(git ls-files '*.go')

GOVULN := v1.9.0
vuln: ## known vulnerabilities in what is linked
	$(GO) run golang.org/x/vuln/cmd/govulncheck@$(GOVULN) -tags ci ./...

clean: ## forget what was built, the demo data too
	rm -rf $(BUILD)
