#!/usr/bin/env bash
# Everything that must hold, in the order in which a failure is cheapest.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 3

failed=()
step() { # NAME TARGET…
	local start=$SECONDS name=$1
	shift
	echo "== $name"
	if "$@"; then
		echo "== $name: ok in $((SECONDS - start)) s"
	else
		echo "== $name: FAILED after $((SECONDS - start)) s"
		failed+=("$name")
	fi
}

echo "== the first build on a machine compiles SQLite and the window's C code: some minutes without output"
unformatted=$(git ls-files '*.go' | xargs gofmt -l)
step "format" test -z "$unformatted"
[ -z "$unformatted" ] || echo "$unformatted"
step "vet" go vet -tags ci ./...
step "arrows and house rules" make -s arch
step "packages without a screen, under the race detector" make -s plain
step "packages with a screen" make -s drawn
step "the real programs" make -s whole

if [ ${#failed[@]} -gt 0 ]; then
	echo "== failed: ${failed[*]}"
	exit 1
fi
echo "== all green in $SECONDS s"
