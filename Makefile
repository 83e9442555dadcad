# bianmin: the two commands are `make run` and `make test`.
# Everything else is a part of them or a tool for the people who work on it.

GO      ?= go
TAGS    := migrated_fynedo
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
BUILD   := build

# Everything that does not draw: tested under the race detector.
PLAIN = $$($(GO) list -tags ci ./... | grep -v -e '^bianmin$$' -e '^bianmin/ui/style' -e '^bianmin/ui/touch' \
	-e '^bianmin/ui/keyboard' -e '^bianmin/ui/screen' -e '^bianmin/ui/shell' -e '^bianmin/tests')
DRAWN = ./ui/style/... ./ui/touch/... ./ui/keyboard/... ./ui/screen/... ./ui/shell/...

.PHONY: run test build countyd deps deps-test arch plain drawn whole race sim fuzz golden screens bench lint fmt vuln licences clean help

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: build ## county on the loopback, kiosk beside it, demo data, a window
	@scripts/run.sh $(BUILD)

test: deps-test ## everything, with the real window, zbar and tesseract
	@scripts/test.sh

build: deps ## both programs into build/
	@echo "== building; the first time the C code of the window takes some minutes"
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

arch: ## arrows go down only
	$(GO) test -tags ci -count=1 . ./docs/...

plain: ## packages without a screen, under the race detector
	CGO_ENABLED=1 $(GO) test -race -tags ci $(PLAIN)

drawn: ## packages with a screen, on the test driver
	$(GO) test -tags ci $(DRAWN)

whole: build ## the real programs: outage script, bad input, the window under Xvfb
	$(GO) test -count=1 -timeout 20m ./tests/...

race: plain

sim: ## one simulated history of the outbox again: make sim SEED=7
	$(GO) test ./sync/outbox -run Sim -v -seed=$(or $(SEED),1)

fuzz: ## every fuzz target for 30 s
	@scripts/fuzz.sh 30s

golden: ## accept new pictures after a person has looked at them
	@scripts/golden.sh

screens: ## every screen in every state, as pictures in build/screens
	@mkdir -p $(BUILD)/screens
	BIANMIN_SCREENS=$(CURDIR)/$(BUILD)/screens $(GO) test -tags ci -count=1 -run Story ./ui/screen/...

bench: build ## the figures: medians, side by side in one run
	@scripts/bench.sh $(BUILD)

GOLANGCI := v2.15.0
lint: ## style and mistakes
	$(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI) run --build-tags ci ./...

fmt:
	gofmt -w $$(git ls-files '*.go')

vuln: ## known vulnerabilities in what is linked
	$(GO) run golang.org/x/vuln/cmd/govulncheck@latest -tags ci ./...

clean:
	rm -rf $(BUILD)
