#!/bin/sh
# Draws Icon.png again: the square mark, house red, the two characters in two lines.
# Needs ImageMagick. The picture is committed.
set -eu
cd "$(dirname "$0")/.."
convert -size 512x512 xc:none -fill '#A31621' -draw 'roundrectangle 0,0 511,511 80,80' \
	-font assets/font/NotoSansSC-Bold-subset.ttf -fill white -pointsize 216 -gravity center \
	-annotate +0-108 '便' -annotate +0+108 '民' -strip -define png:exclude-chunks=date,time Icon.png
