#!/usr/bin/env bash
# Installs the system packages that are missing: deps.sh build [test]
set -euo pipefail

declare -A need=()
want() { # PACKAGE CHECK…: PACKAGE is needed when CHECK fails
	local package=$1
	shift
	"$@" >/dev/null 2>&1 || need[$package]=1
}
header() { echo "#include <$1>" | "${CC:-cc}" -E - >/dev/null 2>&1; }

for part in "$@"; do
	case $part in
	build)
		want gcc command -v "${CC:-gcc}"
		want libc6-dev header stdio.h
		want libgl1-mesa-dev header GL/gl.h
		for h in X11/Xlib.h X11/Xcursor/Xcursor.h X11/extensions/Xrandr.h X11/extensions/Xinerama.h \
			X11/extensions/XInput2.h X11/extensions/xf86vmode.h; do
			want xorg-dev header "$h"
		done
		want xvfb command -v Xvfb
		want libgl1-mesa-dri test -e "/usr/lib/$(uname -m)-linux-gnu/dri/swrast_dri.so"
		want x11-apps command -v xwd
		want netpbm command -v pnmtopng
		want git command -v git
		want ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
		;;
	test)
		want zbar-tools command -v zbarimg
		want tesseract-ocr command -v tesseract
		want tesseract-ocr-chi-sim sh -c 'tesseract --list-langs 2>/dev/null | grep -qx chi_sim'
		want postgresql sh -c 'ls /usr/lib/postgresql/*/bin/initdb'
		want poppler-utils command -v pdftoppm
		want curl command -v curl
		want python3 command -v python3
		;;
	esac
done

[ ${#need[@]} -eq 0 ] && exit 0
echo "== installing system packages: ${!need[*]}"
if ! command -v apt-get >/dev/null; then
	echo "please install with your package manager: ${!need[*]}" >&2
	exit 1
fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -q
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends "${!need[@]}"
