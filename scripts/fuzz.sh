#!/usr/bin/env bash
# Runs every fuzz target for a while, as many at a time as there are cores: fuzz.sh TIME [FIRST LAST]
# With FIRST and LAST only the targets with these numbers, from 1: for the parts
# of the soak. A failing input is written to testdata/fuzz of its package: commit
# it. With "list" in the place of TIME it names the targets.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 3

targets() {
	git grep -oE '^func Fuzz[A-Za-z0-9_]+' -- '*_test.go' | sed -E 's#^(.*)/[^/]+:func (Fuzz.*)$#./\1 \2#' |
		sed -n "${1:-1},${2:-999}p"
}

# A package with several targets is linked once.
program() { echo "$made/${1//\//_}"; }
link() { go test -c -tags ci -fuzz . -o "$(program "$1")" "$1"; }

# Go before 1.27 may call the end of the time a failure (golang/go#75804): then it says this
# and nothing else, and has written no input.
ended() { # TARGET SAID
	[[ $2 == *"--- FAIL: $1 ("+([0-9.])"s)
    context deadline exceeded
FAIL" ]]
}
inputs() { ls "$1/testdata/fuzz/$2" 2>&1; }

# An input that is new is made smaller in a few tries: with the usual minute for each, some
# targets did nothing else.
fuzz() { # PACKAGE TARGET TIME: one line of what it did, or all of what went wrong
	local said before
	before=$(inputs "$1" "$2")
	if said=$(cd "$1" && "$(program "$1")" -test.run '^$' -test.fuzz "^$2\$" -test.fuzztime "$3" -test.parallel 1 -test.fuzzminimizetime 20x -test.fuzzcachedir "$cache/$1" 2>&1) ||
		{ ended "$2" "$said" && [ "$before" = "$(inputs "$1" "$2")" ]; }; then
		printf '   %-28s %-20s %s\n' "$1" "$2" "$(grep -oE 'execs: [0-9]+' <<<"$said" | tail -n 1)"
		return
	fi
	printf '   %s %s FAILED\n%s\n' "$1" "$2" "$said"
	return 1
}

[ "${1:-}" = list ] && { targets; exit; }
time=${1:-30s} made=$(mktemp -d) cache=$(go env GOCACHE)/fuzz/bianmin
trap 'rm -rf "$made"' EXIT
export -f fuzz link program ended inputs
export time made cache
targets "${2:-}" "${3:-}" | cut -d' ' -f1 | sort -u | xargs -P "$(nproc)" -I{} bash -c 'link {}' || exit 1
targets "${2:-}" "${3:-}" | xargs -P "$(nproc)" -L 1 bash -c 'fuzz "$1" "$2" "$time"' fuzz || {
	echo "== a fuzz target failed"
	exit 1
}
echo "== $(targets "${2:-}" "${3:-}" | wc -l) targets for $time each in $SECONDS s"
