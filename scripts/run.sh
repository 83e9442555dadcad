#!/usr/bin/env bash
# A county on the loopback and a kiosk beside it, with demo data: run.sh BUILD
# Without a display it starts one of its own and writes a picture of the window.
# SECONDS_TO_RUN=20 stops by itself after that time.
set -euo pipefail
build=$1
demo=$build/demo
listen=${COUNTY_LISTEN:-127.0.0.1:18610}
mkdir -p "$demo"
database=sqlite:$demo/county.db

children=()
# shellcheck disable=SC2329 # called by the trap
stop() {
	trap - EXIT INT TERM
	for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
	wait
}
trap stop EXIT
trap 'exit 0' INT TERM

echo "== county: http://$listen/ (open it in a browser on this machine; log in $demo/county.log)"
"$build/countyd" init --database "$database"
"$build/countyd" serve --listen "$listen" --database "$database" --blobs "$demo/blobs" >"$demo/county.out" 2>"$demo/county.log" &
county=$!
children+=("$county")
for _ in $(seq 100); do
	[ -s "$demo/county.out" ] && break
	kill -0 "$county" 2>/dev/null || { tail -n 3 "$demo/county.log" >&2; exit 1; }
	sleep 0.1
done

code=$("$build/countyd" kiosks add --village 445203104202 --database "$database" --json | sed -E 's/.*"code": *"([^"]+)".*/\1/')
"$build/bianmin" enrol --data "$demo/kiosk" --county "http://$listen" --code "$code"

picture=''
if [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then
	: >"$demo/display"
	Xvfb -displayfd 3 -screen 0 1080x1920x24 -nolisten tcp 3>"$demo/display" >/dev/null 2>"$demo/xvfb.log" &
	children+=($!)
	for _ in $(seq 200); do
		[ -s "$demo/display" ] && break
		sleep 0.1
	done
	DISPLAY=:$(cat "$demo/display")
	export DISPLAY
	picture=$build/window.png
	echo "== no display here: started one of its own ($DISPLAY); the window's picture comes to $picture"
fi

"$build/bianmin" run --data "$demo/kiosk" --window "${WINDOW:-1080x1920}" &
kiosk=$!
children+=("$kiosk")
if [ -n "$picture" ]; then
	for _ in $(seq 100); do # an empty screen is a small picture
		xwd -root -silent | xwdtopnm 2>/dev/null | pnmtopng >"$picture" 2>/dev/null || true
		[ "$(stat -c %s "$picture")" -gt 20000 ] && break
		kill -0 "$kiosk" 2>/dev/null || break
		sleep 0.3
	done
	echo "== picture of the window: $picture"
fi
echo "== running; Ctrl-C stops both"
if [ -n "${SECONDS_TO_RUN:-}" ]; then
	sleep "$SECONDS_TO_RUN"
else
	wait "$kiosk"
fi
