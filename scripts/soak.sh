#!/usr/bin/env bash
# The long runs: every fault of the table with the large number of trials, in parts
# of at most 20 minutes each on two quiet cores: soak.sh [PART]
# Without PART all of them, one after the other; "list" names them.
set -ufo pipefail
cd "$(dirname "$0")/.." || exit 3

tests() { # PACKAGE PATTERN FLAG…: with all that it says
	local package=$1 pattern=$2
	shift 2
	go test -tags ci -count=1 -v -timeout 40m "$package" -run "$pattern" -args "$@" | awk -f scripts/told.awk
}

declare -a order=()
declare -A work=()
part() { # NAME COMMAND…
	order+=("$1")
	work[$1]=${*:2}
}

for n in {1..10}; do part "histories-$n" tests ./county/api '^TestHistoriesLose' -histories=100000; done
part pulls tests ./county/api '^TestPulls' -pulls=50000
part districts tests ./county/api '^TestNoNumber|^TestDistrictsSee' -districts=20000
part audits tests ./county/api '^TestHonestMachineRaisesNoAlarm' -audits=60000
part same-histories tests ./storage/county '^TestPushesAreAnswered|^TestOnPostgresToo' -same=500
part mutants tests ./county/api '^TestHistoriesSee'
for n in 1 2; do part "kiosk-killed-$n" tests ./tests '^TestKilledKiosk' -kills=1000; done
part acts-killed tests ./tests '^TestAnActThatIsKilled' -kills=1000
part kiosk-killed-at-its-database tests ./storage/kiosk '^TestKilledAtAnyInstant' -crashes=1000
for n in 1 2; do part "power-cut-kiosk-$n" tests ./storage/kiosk '^TestReceiptSurvivesAPowerCut|^TestPowerCutSees' -trials=1000; done
part power-cut-county tests ./storage/county '^TestAcknowledgementSurvives|^TestPowerCutSees' -trials=300
for n in 1 2; do part "county-struck-$n" tests ./county/countyd '^TestCountyStruck|^TestACountyThatAcknowledges' -kills=250; done
part failover tests ./county/countyd '^TestFailover' -faults=all
part lines tests ./county/api '^TestDisturbedLines' -lines=5000
part same-push tests ./county/api '^TestSamePush|^TestOnPostgresToo'
for n in 1 2 3; do part "disk-destroyed-$n" tests ./tests '^TestEveryReceiptIsAtTheCountyOnceAfter|^TestTheLedgerSees' -restores=100; done
part clocks tests . '^TestClocksThatJump|^TestAMachineEnrols|^TestACountyThatTold|^TestAWaitByTheCalendar' -clocks=100
part disk-full tests ./storage/kiosk '^TestADiskThatFillsUp|^TestTheCheckOfAFullDisk'
part disk-errors tests ./storage/kiosk '^TestAnIOError' -iotries=4000
part mirror-power-cut tests ./storage/mirror 'PowerCut' -cuts=20000
part residue tests ./tests '^TestNoFileOf|^TestWhatIsInMemory|^Test42AStolenKiosk|^TestTheSearchSees|^TestEvidenceOfEveryKind|^TestNothingOf'
part queue tests ./sync/outbox 'Sim|Image|Sticks|Sees'
targets=$(scripts/fuzz.sh list | wc -l) at_once=$(nproc)
for ((from = 1; from <= targets; from += at_once)); do
	part "fuzz-$from" scripts/fuzz.sh 10m "$from" "$((from + at_once - 1))"
done

case ${1:-all} in
list) printf '%s\n' "${order[@]}" && exit ;;
all) ;;
*)
	[ -n "${work[$1]:-}" ] || { echo "no part $1; see: scripts/soak.sh list" >&2 && exit 2; }
	order=("$1")
	;;
esac

failed=()
for name in "${order[@]}"; do
	start=$SECONDS
	echo "== $name"
	${work[$name]} || failed+=("$name")
	echo "   $name took $((SECONDS - start)) s"
done
[ ${#failed[@]} -eq 0 ] || { echo "== failed: ${failed[*]}" && exit 1; }
echo "== all parts green in $SECONDS s"
