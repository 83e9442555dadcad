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

fuzz() { # PACKAGE TARGET TIME: one line of what it did, or all of what went wrong
	local said tries
	if said=$(go test -tags ci -run '^$' -fuzz "^$2\$" -fuzztime "$3" -parallel 1 "$1" 2>&1); then
		tries=$(grep -oE 'execs: [0-9]+' <<<"$said" | tail -n 1)
		printf '   %-28s %-20s %s\n' "$1" "$2" "${tries:-no tries}"
		return
	fi
	printf '   %s %s FAILED\n%s\n' "$1" "$2" "$said"
	return 1
}

[ "${1:-}" = list ] && { targets; exit; }
time=${1:-30s}
export -f fuzz
export time
targets "${2:-}" "${3:-}" | xargs -P "$(nproc)" -L 1 bash -c 'fuzz "$1" "$2" "$time"' fuzz || {
	echo "== a fuzz target failed"
	exit 1
}
echo "== $(targets "${2:-}" "${3:-}" | wc -l) targets for $time each in $SECONDS s"
