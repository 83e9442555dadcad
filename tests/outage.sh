#!/usr/bin/env bash
# Accepts applications and ratings while the county is killed and started again,
# then compares: county records = receipts printed, each once.
#   outage.sh BUILD [APPLICATIONS] [RATINGS] [SEED]
# With LOSE=1 one receipt is invented: the comparison must then fail (negative control).
set -euo pipefail
build=$(cd "$1" && pwd)
applications=${2:-200} ratings=${3:-100} seed=${4:-$RANDOM}
RANDOM=$seed
echo "outage: $applications applications, $ratings ratings, seed $seed"

dir=$(mktemp -d)
kiosk=("$build/bianmin" --data "$dir/kiosk")
database=sqlite:$dir/county.db
watcher='' reaper=''
# shellcheck disable=SC2329 # called by the trap
stop() {
	kill -9 ${reaper:+"$reaper"} ${watcher:+"$watcher"} 2>/dev/null || true
	[ ! -s "$dir/county.pid" ] || kill -9 "$(cat "$dir/county.pid")" 2>/dev/null || true
	wait 2>/dev/null || true
	rm -rf "$dir"
}
trap stop EXIT

start_county() { # [ADDRESS]: serves, and notes its process and its address
	: >"$dir/county.out"
	"$build/countyd" serve --listen "${1:-127.0.0.1:0}" --database "$database" --blobs "$dir/blobs" \
		>"$dir/county.out" 2>>"$dir/county.log" &
	echo $! >"$dir/county.pid"
	disown # the shell need not announce each death
	for _ in $(seq 200); do
		address=$(sed -nE 's/.*(127\.0\.0\.1:[0-9]+).*/\1/p' "$dir/county.out" | head -n 1)
		[ -n "$address" ] && return
		sleep 0.05
	done
	echo "the county did not start:" >&2
	tail -n 3 "$dir/county.log" >&2
	return 1
}

resident_id() { # N: a valid number of nobody, born on 1 January 1946
	local weights=(7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2) checks=10X98765432 base sum=0 i
	base=44522119460101$(printf %03d "$1")
	for i in $(seq 0 16); do sum=$((sum + ${base:i:1} * weights[i])); done
	echo "$base${checks:sum % 11:1}"
}

"$build/countyd" init --database "$database"
start_county
home=$address
code=$("$build/countyd" kiosks add --village 445203104203 --database "$database" --json | sed -E 's/.*"code": *"([^"]+)".*/\1/')
"${kiosk[@]}" enrol --county "https://$home" --code "$code" >/dev/null
"${kiosk[@]}" sync --watch >"$dir/watch.out" 2>"$dir/watch.err" &
watcher=$!

( # the county dies without a word and comes back at the same address, again and again
	while sleep "0.$((RANDOM % 9 + 1))" && [ ! -e "$dir/enough" ]; do
		kill -9 "$(cat "$dir/county.pid")" 2>/dev/null || true
		sleep "0.$((RANDOM % 9 + 1))"
		start_county "$home" || true
		echo x >>"$dir/killed"
	done
) &
reaper=$!

item=$("${kiosk[@]}" items search 高龄津贴 --limit 1 --json | sed -E 's/.*"code": *"([^"]+)".*/\1/')
photo=$(cd "$(dirname "$0")/.." && pwd)/docs/picture/manual/board.png # any real picture
for n in $(seq "$applications"); do
	materials='[{"code":"sfz","declared":"original"}]'
	[ $((n % 5)) -ne 0 ] || materials="[{\"code\":\"sfz\",\"file\":\"$photo\"}]"
	printf '{"item":"%s","applicant":{"kind":"person","name":"陈阿婆","id_type":"resident_id","id":"%s","phone":"13800000000"},
		"form":{"home_division":"445203104203","live_address":"江滨村一巷2号","bank_account":"6217000000000000000","pay_mode":"首次申领","signature":"%s"},
		"materials":%s,"delivery":{"mode":"pickup"},"consent":true}' \
		"$item" "$(resident_id "$n")" "iVBORw0KGgo=" "$materials" |
		"${kiosk[@]}" accept --input - --json >"$dir/answer"
	short=$(sed -E 's/.*"short_code":"([^"]+)".*/\1/' "$dir/answer")
	sed -E "s/^\\{\"id\":\"([^\"]+)\".*/\\1 $short/" "$dir/answer" >>"$dir/receipts"
	if [ "$n" -le "$ratings" ]; then
		printf '{"target":"%s","grade":2,"tags":["207"],"text":"第 %d 件"}' "$short" "$n" |
			"${kiosk[@]}" rate --input - --json | sed -E 's/^\{"id":"([^"]+)".*/\1 rating/' >>"$dir/receipts"
	fi
done
touch "$dir/enough"
wait "$reaper"
reaper=''
kill -9 "$(cat "$dir/county.pid")" 2>/dev/null || true
start_county "$home"
for _ in $(seq 60); do # the watcher may hold the line in a back-off: ask at once
	"${kiosk[@]}" sync --once >/dev/null 2>&1 || true
	"${kiosk[@]}" outbox --json | grep -q '"waiting":0' && break
	sleep 0.5
done
kill "$watcher" || true
wait "$watcher" 2>/dev/null || true
watcher=''

[ -z "${LOSE:-}" ] || echo "01900000-0000-7000-8000-000000000000 LOST" >>"$dir/receipts"
cut -d' ' -f1 "$dir/receipts" | sort >"$dir/printed"
"$build/countyd" records --database "$database" --jsonl | sed -E 's/.*"id":"([^"]+)".*/\1/' | sort >"$dir/stored"
echo "outage: county killed $(wc -l <"$dir/killed") times, $(wc -l <"$dir/printed") receipts, $(wc -l <"$dir/stored") records"
if ! diff "$dir/printed" "$dir/stored" >"$dir/difference"; then
	echo "outage: receipts (<) and records (>) differ:" >&2
	head -n 20 "$dir/difference" >&2
	exit 1
fi
"${kiosk[@]}" outbox --json | grep -q '"needs_attention":0'
[ "$(wc -l <"$dir/printed")" -eq $((applications + ratings)) ]
[ "$(uniq -d "$dir/stored" | wc -l)" -eq 0 ]
if cut -d' ' -f2 "$dir/receipts" | grep -v rating | sort | uniq -d | grep .; then
	echo "outage: a short code was issued twice" >&2
	exit 1
fi
echo "outage: each once"
