#!/usr/bin/env bash
# The figures, each beside its target or its peer: bench.sh [PART]
# Without PART all of them but the storm in one run, less than 20 minutes on two quiet
# cores; "list" names the parts. A target that is missed is called missed. Medians, unless the line
# says otherwise. A machine that does other work at the same time shows worse ones, so
# the load is printed too.
set -euf -o pipefail
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

# real REGEXP measures the real programs; a failure does not end the other parts.
real() {
	if ! go test -v -count=1 -timeout 8m -run "^TestFigure($1)" ./tests >>"$raw" 2>&1; then
		grep -e FAIL -e '_test.go' "$raw" >&2 || true
		echo "== not measured to its end: $1" >&2
	fi
}

# pages measures the console's pages on made cases.
pages() {
	go test -tags ci -v -count=1 -timeout 20m -run '^TestFigure' ./county/console >>"$raw" 2>&1 || echo "== not measured to its end: pages of the console" >&2
}

# storm lets the machines of a province come back after an outage.
storm() {
	go test -v -count=1 -timeout 60m -run '^TestFigureStorm' ./tests >>"$raw" 2>&1 || echo "== not measured to its end: storm" >&2
}

declare -a order=()
declare -A work=()
part() { # NAME COMMAND…
	order+=("$1")
	work[$1]=${*:2}
}
part window real 'Start|Memory|ScreenChange'
part chromium real BesideChromium
part drain real Drain
part commit bench '^BenchmarkCommit$' ./storage/kiosk -benchtime 300x
part seal bench '^BenchmarkSeal$' ./app/seal -benchtime 200x
part county bench '^BenchmarkIngest$' ./county/api -benchtime 1x
part growth bench '^BenchmarkIngestGrowth$' ./county/api -benchtime 1x -count 1 -timeout 30m
part bulletin bench '^BenchmarkBulletin$' ./county/countyd -benchtime 1x
part console pages
part search bench '^BenchmarkSearch(Real|1k|10k)$' ./app/catalog -benchtime 2000x
part search-100k bench '^BenchmarkSearch100k$' ./app/catalog -benchtime 300x
part input bench '^Benchmark(Start|Key|Character|StrokeKey)$' ./ui/ime -benchtime 1x
part receipt bench '^Benchmark(Receipt80|Receipt58|Receipt80First)$' ./app/receipt -benchtime 50x
part qr bench '^BenchmarkQR$' ./app/receipt -benchtime 100x
part encode bench '^Benchmark(Encode|FirstByte)$' ./device/printer/escpos -benchtime 50x
part first-byte bench '^BenchmarkCommitToFirstByte$' . -benchtime 30x
part letter bench '^Benchmark(Letter|ReceiptA4)$' ./app/letter -benchtime 20x
part card bench '^BenchmarkCard$' ./device/idcard -benchtime 20x

usual=("${order[@]}")
part storm storm # a quarter of an hour, and root for its sockets

case ${1:-all} in
list) printf '%s\n' "${order[@]}" && exit ;;
all) order=("${usual[@]}") ;;
*)
	[ -n "${work[$1]:-}" ] || { echo "no part $1; see: scripts/bench.sh list" >&2 && exit 2; }
	order=("$1")
	;;
esac

for name in "${order[@]}"; do
	echo "== measuring $name; $(load)" >&2
	${work[$name]}
done
echo "== figures of $(git describe --tags --always --dirty 2>/dev/null || echo 'this checkout'); at the end $(load)"
awk -v part="${1:-}" -f scripts/bench.awk "$raw"
