#!/bin/sh
# Makes the three font files of this folder again. Not part of the build: the
# files are committed. Run it after new texts or items whose characters
# "go test ./assets/font" reports as missing in the bold face, and rare/build.sh
# after it.
#
# Needs npm, hb-subset (Debian: libharfbuzz-bin), go.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

version=0.4.3
regular_sum=d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16
bold_sum=9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96

cd "$work"
npm pack --silent "@expo-google-fonts/noto-sans-sc@$version"
tar xzf ./*.tgz
printf '%s  %s\n%s  %s\n' \
	"$regular_sum" package/400Regular/NotoSansSC_400Regular.ttf \
	"$bold_sum" package/700Bold/NotoSansSC_700Bold.ttf | sha256sum -c --quiet

(cd "$here" && go run ./subset ..) >runes.txt
cut() { # FROM TO FEATURES: the characters of runes.txt
	hb-subset "$1" --unicodes-file=runes.txt --layout-features="$3" --no-hinting --output-file="$2"
}
cut package/700Bold/NotoSansSC_700Bold.ttf bold.ttf kern,mark,mkmk,ccmp,locl
# With the ligatures, as of ffl in offline, that the whole face draws.
cut package/400Regular/NotoSansSC_400Regular.ttf common.ttf kern,mark,mkmk,ccmp,locl,liga

install -m 644 package/400Regular/NotoSansSC_400Regular.ttf "$here/NotoSansSC-Regular.ttf"
install -m 644 common.ttf "$here/NotoSansSC-Regular-common.ttf"
install -m 644 bold.ttf "$here/NotoSansSC-Bold-subset.ttf"
install -m 644 package/LICENSE_FONT "$here/OFL.txt"
ls -l "$here"/*.ttf
