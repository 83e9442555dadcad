#!/usr/bin/env bash
# Runs every fuzz target for a while, one after the other: fuzz.sh [TIME]
# A failing input is written to testdata/fuzz of its package: commit it.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 3
time=${1:-30s}

failed=()
while read -r package target; do
	echo "== $package $target for $time"
	go test -tags ci -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$package" || failed+=("$package:$target")
done < <(git grep -oE '^func Fuzz[A-Za-z0-9_]+' -- '*_test.go' | sed -E 's#^(.*)/[^/]+:func (Fuzz.*)$#./\1 \2#')

if [ ${#failed[@]} -gt 0 ]; then
	echo "== failed: ${failed[*]}"
	exit 1
fi
echo "== every target ran in $SECONDS s"
