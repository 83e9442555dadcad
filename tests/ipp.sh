#!/usr/bin/env bash
# A simulated office printer and a print server of its own on private ports of the
# loopback: ipp.sh FOLDER PRINTERPORT CUPSPORT. It says ready, and ends with its
# standard input. Nothing of the machine's own printing is touched.
set -euo pipefail
dir=$1 port=$2 cups=$3
mkdir -p "$dir"/{spool,jobs,cups,run,cache,state,tmp}
pids=()
end() { kill "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; }
trap end EXIT

# The printer announces itself over a bus; this one ends with the script.
cat >"$dir/bus.conf" <<EOF
<busconfig><type>system</type><listen>unix:path=$dir/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
EOF
dbus-daemon --config-file="$dir/bus.conf" --nofork --nopidfile >"$dir/bus.log" 2>&1 &
pids+=($!)
export DBUS_SYSTEM_BUS_ADDRESS=unix:path=$dir/bus
cat >"$dir/avahi.conf" <<EOF
[server]
allow-interfaces=lo
use-ipv6=no
[publish]
disable-publishing=yes
EOF
for _ in $(seq 50); do [ -S "$dir/bus" ] && break; sleep 0.1; done
avahi-daemon -f "$dir/avahi.conf" --no-drop-root --no-chroot --no-rlimits >"$dir/avahi.log" 2>&1 &
pids+=($!)

# Until the announcer answers, the printer gives up at once.
for _ in $(seq 50); do
	ippeveprinter -p "$port" -n localhost -k -d "$dir/spool" -f application/pdf,image/pwg-raster,image/jpeg -r off Office >"$dir/printer.log" 2>&1 &
	printer=$!
	sleep 0.3
	kill -0 "$printer" 2>/dev/null && break
done
pids+=("$printer")

cat >"$dir/cups-files.conf" <<EOF
ServerRoot $dir/cups
RequestRoot $dir/jobs
CacheDir $dir/cache
StateDir $dir/state
TempDir $dir/tmp
AccessLog $dir/access.log
ErrorLog $dir/error.log
PageLog $dir/page.log
EOF
cat >"$dir/cupsd.conf" <<EOF
Listen 127.0.0.1:$cups
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
EOF
cupsd -f -c "$dir/cupsd.conf" -s "$dir/cups-files.conf" >"$dir/cups.log" 2>&1 &
pids+=($!)
made=no
for _ in $(seq 50); do # until the server listens
	lpadmin -h "127.0.0.1:$cups" -p office -E -v "ipp://localhost:$port/ipp/print" -m everywhere >"$dir/lpadmin.log" 2>&1 && made=yes && break
	sleep 0.2
done
[ $made = yes ]
echo ready
cat >/dev/null
