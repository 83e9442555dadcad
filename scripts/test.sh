#!/usr/bin/env bash
# Everything that must hold, in the order in which a failure is cheapest.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 3

failed=() took=()
step() { # NAME COMMAND…
	local start=$SECONDS name=$1 how=ok
	shift
	echo "== $name"
	"$@" || how=FAILED failed+=("$name")
	took+=("$(printf '%5d s  %-6s  %s' $((SECONDS - start)) "$how" "$name")")
	echo "${took[-1]}"
}

formatted() {
	local unformatted
	unformatted=$(git ls-files '*.go' | xargs gofmt -l) && [ -z "$unformatted" ] && return
	echo "not formatted: $unformatted"
	return 1
}

# The window's C code is one file that keeps one core busy for minutes: it is
# compiled beside the first steps, and the last step finds it done.
ahead() {
	exec nice make -s build >build/ahead.log 2>&1
}

real=../shared/data/catalogue-guangan-511602.json
[ -e "$real" ] || echo "== two tests on the 1,135 items of a real district will be skipped: $real is not there"
echo "== on a machine that never built this, compiling takes ten minutes or so, mostly without output"
mkdir -p build
ahead &
building=$!
trap 'kill "$building" 2>/dev/null' EXIT

step "format" formatted
step "vet" go vet -tags ci ./...
step "arrows and house rules" make -s arch
step "packages without a screen, under the race detector" make -s plain
step "20,000 histories of kiosk and county" make -s histories
step "every decoder, 10 s of anything each" make -s fuzz TIME=10s
step "packages with a screen" make -s drawn
wait "$building" || tail -n 20 build/ahead.log
step "the real programs" make -s whole

echo "== in all"
printf '%s\n' "${took[@]}"
if [ ${#failed[@]} -gt 0 ]; then
	printf '== failed: %s\n' "${failed[@]}"
	exit 1
fi
echo "== all green in $SECONDS s"
