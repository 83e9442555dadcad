#!/bin/sh
# Makes base.bin, noto.bin, hanamin.bin and babelstone.bin again from pinned packages of
# Debian; nothing is installed. Not part of the build: the files are committed.
# Some minutes of work. Run it again after another Noto Sans SC, or a change of the
# cut-down one, in the folder above: what those have is left out here.
#
# Needs apt-get, dpkg and Debian's python3 (3.11).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# BabelStone Han 16 is in Debian's "sid" only: a list of its own, so that the
# machine keeps its packages.
mkdir -p lists/partial cache/archives/partial
keys=/usr/share/keyrings/debian-archive-keyring.gpg
for suite in bookworm sid; do
	echo "deb [signed-by=$keys] http://deb.debian.org/debian $suite main"
done >sources.list
apt() {
	apt-get -q -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root "$@"
}
apt update
apt download fonts-hanazono=20170904-2.1 fonts-babelstone-han=16.0.3-1 python3-fonttools=4.38.0-1+deb12u1
for package in ./*.deb; do dpkg -x "$package" root; done

fonts=root/usr/share/fonts/truetype
sha256sum -c --quiet <<SUMS
829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c  $fonts/hanazono/HanaMinB.ttf
d8bb747b3fdccd84a60bd0aa56bb90937270d0bd15f1101cd8f2a5a3709dd0a3  $fonts/babelstone/BabelStoneHan.ttf
SUMS
PYTHONPATH=root/usr/lib/python3/dist-packages /usr/bin/python3 "$here/build.py" \
	"$here/../NotoSansSC-Regular.ttf" "$here/../NotoSansSC-Regular-common.ttf" "$fonts/hanazono/HanaMinB.ttf" "$fonts/babelstone/BabelStoneHan.ttf" "$here"
sha256sum "$here"/*.bin
