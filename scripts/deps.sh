#!/usr/bin/env bash
# Installs the system packages that are missing: deps.sh build [test] [bench]
set -euo pipefail

declare -A need=()
want() { # PACKAGE CHECK…: PACKAGE is needed when CHECK fails
	local package=$1
	shift
	"$@" >/dev/null 2>&1 || need[$package]=1
}
header() { echo "#include <$1>" | "${CC:-cc}" -E - >/dev/null 2>&1; }
any_file() { # PATTERN…: one of them is there
	local pattern
	for pattern in "$@"; do compgen -G "$pattern" && return; done
	return 1
}

s3=
for part in "$@"; do
	case $part in
	build)
		want gcc command -v "${CC:-cc}"
		want libc6-dev header stdio.h
		want pkg-config command -v pkg-config
		want libgl1-mesa-dev header GL/gl.h
		want libx11-dev header X11/Xlib.h
		want libxcursor-dev header X11/Xcursor/Xcursor.h
		want libxrandr-dev header X11/extensions/Xrandr.h
		want libxinerama-dev header X11/extensions/Xinerama.h
		want libxi-dev header X11/extensions/XInput2.h
		want libxxf86vm-dev header X11/extensions/xf86vmode.h
		want xvfb command -v Xvfb
		want libgl1-mesa-dri any_file '/usr/lib*/dri/swrast_dri.so' '/usr/lib/*/dri/swrast_dri.so'
		want x11-apps command -v xwd
		want netpbm command -v pnmtopng
		want git command -v git
		want ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
		;;
	test)
		want zbar-tools command -v zbarimg
		want tesseract-ocr command -v tesseract
		want tesseract-ocr-chi-sim sh -c 'tesseract --list-langs 2>/dev/null | grep -qx chi_sim'
		want postgresql any_file '/usr/lib/postgresql/*/bin/initdb' '/usr/lib*/pgsql/bin/initdb' '/usr/bin/initdb'
		want etcd-server command -v etcd
		want patroni command -v patroni
		want python3-etcd test -e /usr/lib/python3/dist-packages/etcd/client.py
		want haproxy command -v haproxy
		want strace command -v strace
		want fiu-utils command -v fiu-run
		want espeak-ng command -v espeak-ng
		want sox command -v soxi
		want poppler-utils command -v pdftoppm
		want curl command -v curl
		want python3 command -v python3
		want chromium command -v chromium
		want nodejs command -v node
		want npm command -v npm
		want cups-daemon command -v cupsd
		want cups-client command -v lpadmin
		want cups-filters test -e /usr/lib/cups/filter/pdftopdf
		want cups-ipp-utils command -v ippeveprinter
		want avahi-daemon command -v avahi-daemon
		want dbus command -v dbus-daemon
		s3=yes
		;;
	bench)
		want chromium command -v chromium
		;;
	esac
done

# A real S3 server; Debian has none, and Go is here in any case.
s3server=github.com/versity/versitygw/cmd/versitygw@v1.8.0
if [ -n "$s3" ] && ! command -v versitygw >/dev/null && [ ! -x "$(go env GOBIN)/versitygw" ] && [ ! -x "$(go env GOPATH)/bin/versitygw" ]; then
	echo "== building $s3server"
	go install "$s3server"
fi

[ ${#need[@]} -eq 0 ] && exit 0
packages=$(printf '%s\n' "${!need[@]}" | sort | paste -sd ' ')
if ! command -v apt-get >/dev/null; then
	echo "please install with your package manager, under the names that it has for them: $packages" >&2
	exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "as root, please run: apt-get install --no-install-recommends $packages" >&2
		exit 1
	fi
	as_root=(sudo)
fi
apt() { # Debian's installer without questions; it waits while another one works
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
		apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}
# Of a thousand lines those that show how far it is and what went wrong.
telling() { grep --line-buffered -E '^(Need to get|Fetched|Setting up|E:|W:|Err:)' || true; }

echo "== installing system packages: $packages"
apt update | telling
if [ -n "${need[postgresql]:-}" ]; then
	# The tests start servers of their own, so the package need not keep one running.
	apt install -y --no-install-recommends postgresql-common | telling
	"${as_root[@]}" sed -i -E 's/^#?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
fi
apt install -y --no-install-recommends "${!need[@]}" | telling
