#!/usr/bin/env bash
# The failover tests; the sum over all faults comes last, or that there is none:
# failover.sh [FAULT,…]
set -uo pipefail
cd "$(dirname "$0")/.."

said=$(mktemp)
trap 'rm -f "$said"' EXIT
"${GO:-go}" test ./county/countyd -count=1 -v -timeout 40m -run '^TestFailover' -args -faults="${1:-all}" | tee "$said"
went=$?
sum=$(sed -n 's/.*trials: failover: //p' "$said")
if [ $went -ne 0 ] || [ -z "$sum" ]; then
	echo "failover: not shown, see above"
	exit 1
fi
echo "failover: $sum"
