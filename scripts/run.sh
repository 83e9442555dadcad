#!/usr/bin/env bash
# A county on the loopback and a kiosk beside it, with demo data: run.sh BUILD
# Without a display it starts a virtual one and writes a picture of the window.
#   SECONDS_TO_RUN=20              stop by itself after that time
#   WINDOW=1920x1080               the window's size
#   COUNTY_LISTEN=127.0.0.1:18611  another place for the county
set -euo pipefail
build=$1
demo=$build/demo
listen=${COUNTY_LISTEN:-127.0.0.1:18610}
window=${WINDOW:-1080x1920}
database=sqlite:$demo/county.db
mkdir -p "$demo"

say() { printf '== %-8s %s\n' "$1" "$2"; }

# What was started last ends first, and the next only when it is gone: a window
# whose display goes first complains.
children=()
# shellcheck disable=SC2329 # called by the trap
stop() {
	trap '' INT TERM
	trap - EXIT
	local i
	for ((i = ${#children[@]} - 1; i >= 0; i--)); do
		kill "${children[i]}" 2>/dev/null || true
		wait "${children[i]}" 2>/dev/null || true
	done
}
trap stop EXIT
trap 'exit 0' INT TERM

"$build/countyd" init --database "$database" >"$demo/init.log" 2>&1 || { cat "$demo/init.log" >&2; exit 1; }
"$build/countyd" serve --listen "$listen" --database "$database" --blobs "$demo/blobs" >"$demo/county.out" 2>"$demo/county.log" &
county=$!
children+=("$county")
for _ in $(seq 100); do
	[ -s "$demo/county.out" ] && break
	kill -0 "$county" 2>/dev/null || break
	sleep 0.1
done
if [ ! -s "$demo/county.out" ] || ! kill -0 "$county" 2>/dev/null; then
	echo "the county did not start at $listen:" >&2
	tail -n 3 "$demo/county.log" >&2
	echo "if something else is there, as another \`make run\`, take another place: COUNTY_LISTEN=127.0.0.1:18611 make run" >&2
	exit 1
fi
say county "https://$listen/ in a browser; its log is $demo/county.log"
"$build/countyd" users list --database "$database" --json | grep -q '"name":"officer"' ||
	"$build/countyd" users add officer --person 试用 --role county --database "$database" --json | sed -E 's/.*"code": *"([^"]+)".*/\1/' >"$demo/officer.code"
say sign-in "the first time at https://$listen/set-up as officer with the code $(cat "$demo/officer.code"), and an authenticator program on a phone"
say trust "the browser asks whether to trust this county: let it import $demo/county-keys/authority.crt as an authority for websites"

code=$("$build/countyd" kiosks add --village 445203104202 --database "$database" --json | sed -E 's/.*"code": *"([^"]+)".*/\1/')
say kiosk "$("$build/bianmin" enrol --data "$demo/kiosk" --county "https://$listen" --code "$code")"
say data "$demo; it stays for the next time, delete it to begin again"

if [ ! -e "$demo/notices.json" ]; then # what hangs on the board
	cat >"$demo/notices.json" <<-JSON
		{"format": "bianmin-notices/2", "notices": [{"id": "demo", "title": "演示公告：周五下午停电，请改天再来",
		 "text": "这是演示数据。\n检修线路，13:00 到 18:00。", "signer": "江滨村民委员会", "area": "445203104202",
		 "from": "$(date +%F)", "to": "$(date -d '+30 days' +%F)"}]}
	JSON
	"$build/countyd" notices publish "$demo/notices.json" --database "$database" >"$demo/notices.log" 2>&1 || cat "$demo/notices.log" >&2
fi

if [ ! -e "$demo/items.log" ]; then # the county gives the same items to its machines
	say items "the example catalogue is published"
	{
		"$build/countyd" items import "$(dirname "$0")/../assets/catalog/village-items.json" --database "$database" &&
			"$build/countyd" items publish --database "$database"
	} >"$demo/items.log" 2>&1 || cat "$demo/items.log" >&2
fi

picture=''
if [ -z "${DISPLAY:-}" ]; then
	size=$window
	[ "$size" != full ] || size=1080x1920
	: >"$demo/display"
	# In a session of its own: Ctrl-C must reach the window before its display.
	setsid Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp 3>"$demo/display" >/dev/null 2>"$demo/xvfb.log" &
	children+=($!)
	for _ in $(seq 200); do
		[ -s "$demo/display" ] && break
		sleep 0.1
	done
	[ -s "$demo/display" ] || { echo "no virtual display:" >&2; tail -n 3 "$demo/xvfb.log" >&2; exit 1; }
	DISPLAY=:$(cat "$demo/display")
	export DISPLAY
	picture=$build/window.png
	say display "none here: a virtual one was started, $DISPLAY"
fi

say again "if you end one of them, start it again in another terminal: DISPLAY=$DISPLAY $build/bianmin run --data $demo/kiosk --window $window"
say again "or: $build/countyd serve --listen $listen --database $database --blobs $demo/blobs"
"$build/bianmin" run --data "$demo/kiosk" --window "$window" &
kiosk=$!
children+=("$kiosk")
if [ -n "$picture" ]; then
	for _ in $(seq 100); do # an empty screen is a small picture
		sleep 0.3
		xwd -root -silent 2>/dev/null | xwdtopnm 2>/dev/null | pnmtopng >"$picture" 2>/dev/null || true
		[ "$(stat -c %s "$picture")" -gt 20000 ] && break
		kill -0 "$kiosk" 2>/dev/null || break
	done
	say picture "$picture shows the window as it is now"
fi
if [ -n "${SECONDS_TO_RUN:-}" ]; then
	say running "stops by itself after $SECONDS_TO_RUN s"
	sleep "$SECONDS_TO_RUN" &
	children+=($!)
	wait -n "$kiosk" $!
else
	say running "Ctrl-C stops everything"
	if wait "$kiosk"; then
		exit 0
	fi
	say ended "the window is gone, the county runs on; Ctrl-C stops it"
	wait "$county" || true
fi
