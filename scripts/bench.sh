#!/usr/bin/env bash
# The figures of the issue, each beside its target or its peer, all in one run.
# A target that is missed is called missed. Medians, unless the line says
# otherwise. A machine that does other work at the same time shows worse ones,
# so the load is printed too.
set -euo pipefail
cd "$(dirname "$0")/.."

raw=$(mktemp)
trap 'rm -f "$raw"' EXIT
export BIANMIN_BENCH=1

load() { echo "load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"; }

# bench REGEXP PACKAGE FLAG… runs benchmarks three times into the raw file.
bench() {
	local which=$1 package=$2
	shift 2
	echo "   $package $which" >&2
	go test -tags ci -run '^$' -bench "$which" -count 3 "$@" "$package" >>"$raw"
}

echo "== measuring; $(load)" >&2
echo "   the real window" >&2
if ! go test -v -count=1 -timeout 5m -run '^TestFigure' ./tests >>"$raw" 2>&1; then
	grep -e FAIL -e '_test.go' "$raw" >&2 || true
	echo "== the window could not be measured to its end" >&2
fi
bench '^BenchmarkCommit$' ./storage/kiosk -benchtime 300x
bench '^BenchmarkSeal$' ./app/seal -benchtime 200x
bench '^BenchmarkIngest$' ./county/api -benchtime 1x
bench '^BenchmarkSearch(Real|1k|10k)$' ./app/catalog -benchtime 2000x
bench '^BenchmarkSearch100k$' ./app/catalog -benchtime 300x
bench '^Benchmark(Start|Key|Character|StrokeKey)$' ./ui/ime -benchtime 1x
bench '^Benchmark(Receipt80|Receipt58|Receipt80First)$' ./app/receipt -benchtime 50x
bench '^BenchmarkQR$' ./app/receipt -benchtime 100x
bench '^BenchmarkEncode$' ./device/printer/escpos -benchtime 50x
bench '^BenchmarkFirstByte$' ./device/printer/escpos -benchtime 50x
bench '^BenchmarkLetter$' ./app/letter -benchtime 20x
bench '^BenchmarkCard$' ./device/idcard -benchtime 20x

echo "== figures of $(git describe --tags --always --dirty 2>/dev/null || echo 'this checkout'); at the end $(load)"
awk -f scripts/bench.awk "$raw"
