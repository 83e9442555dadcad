#!/usr/bin/env bash
# Puts the pictures of failed tests in the place of those that are committed,
# after a person has looked at them: golden.sh [--yes]
# It lists them, asks, and moves; what git then shows is what changed.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t pictures < <(find . -path ./build -prune -o -path '*/testdata/failed/*' -type f -print | sort)
if [ ${#pictures[@]} -eq 0 ]; then
	echo "no test has left a picture in testdata/failed"
	exit 0
fi
for picture in "${pictures[@]}"; do
	place=${picture/testdata\/failed/testdata}
	[ -e "$place" ] && was=$place || was="none, it is new"
	echo "$picture   (was: $was)"
done
if [ "${1:-}" != --yes ]; then
	read -r -p "have you looked at all ${#pictures[@]}, and are they right? [y/N] " answer || answer=''
	[ "$answer" = y ] || { echo "nothing moved"; exit 1; }
fi
for picture in "${pictures[@]}"; do
	place=${picture/testdata\/failed/testdata}
	mkdir -p "$(dirname "$place")"
	mv "$picture" "$place"
done
find . -path ./build -prune -o -path '*/testdata/failed' -type d -empty -exec rmdir {} +
echo "== moved ${#pictures[@]}; look once more: git status, git diff"
