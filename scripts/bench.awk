# Turns the output of benchmarks and of the figure tests into lines of
# name, value, unit, target and whether the target is met. part is the one that was
# asked for, "" for all.

BEGIN { FS = "\t" }

# What the figure tests print: figure, name, value, unit, target.
$1 == "figure" { line($2, $3, $4, $5); next }

# What go test -bench prints: name, times, then value and unit in turn.
/^Benchmark/ {
	n = split($0, word, /[ \t]+/)
	name = word[1]
	sub(/^Benchmark/, "", name)
	sub(/-[0-9]+$/, "", name)
	for (i = 3; i < n; i += 2) {
		key = name " " word[i + 1]
		values[key] = values[key] " " word[i]
	}
}

END {
	line("accept: cases committed", of("Commit commits/s"), "/s", "")
	line("  bare fsync, same bytes written over", of("Commit overwrite-fsyncs/s"), "/s", "")
	line("  bare fsync, same bytes appended", of("Commit append-fsyncs/s"), "/s", "")
	line("  bare fsync, one page of 4 KB", of("Commit page-fsyncs/s"), "/s", "")
	line("  bytes that a commit puts into the log", of("Commit log-B/commit"), "B", "")
	line("  commits against the same bytes written over", of("Commit x-overwrite"), "x", ">=0.6")
	line("  commits against the same bytes appended", of("Commit x-append"), "x", "")
	line("  commits against one page of 4 KB", of("Commit x-page"), "x", "")

	line("sealing 2 KB", of("Seal/suite1/2KB ns/op") / 1e6, "ms", "")
	line("sealing 300 KB, a photograph", of("Seal/suite1/300KB ns/op") / 1e6, "ms", "")
	line("  with the suite against quantum computers", of("Seal/suite2/300KB ns/op") / 1e6, "ms", "")
	split("1 10 50 100", batch, " ")
	for (i = 1; i <= 4; i++) {
		n = batch[i]
		line("county takes in, SQLite, pushes of " n, of("Ingest/sqlite-" n " records/s"), "/s", n == 100 ? ">=6000" : "")
		line("  PostgreSQL", of("Ingest/pg-" n " records/s"), "/s", n == 100 ? ">=6000" : "")
		line("  nothing stored: the protocol alone", of("Ingest/null-" n " records/s"), "/s", "")
		line("  bytes on the line for each sealed byte", of("Ingest/sqlite-" n " x-wire"), "x", "<=1.25")
	}

	for (i = 4; i <= 6; i++) {
		line("county takes in at 10^" i " records, SQLite", of("IngestGrowth/sqlite at-1e" i "-records/s"), "/s", "")
		line("  PostgreSQL", of("IngestGrowth/pg at-1e" i "-records/s"), "/s", "")
	}
	line("bulletin of 16,516 cases and 3,617 tickets, as PDF and XLSX", of("Bulletin ns/op") / 1e9, "s", "<=2")

	line("search 1,135 real items, p50", of("SearchReal p50-µs") / 1000, "ms", "")
	line("search 1,135 real items, p99", of("SearchReal p99-µs") / 1000, "ms", "<=2")
	line("  its slowest query, median", of("SearchReal slowest-µs") / 1000, "ms", "<=2")
	line("search 1,000 made items, p50", of("Search1k p50-µs") / 1000, "ms", "")
	line("search 1,000 made items, p99", of("Search1k p99-µs") / 1000, "ms", "")
	line("  its slowest query, median", of("Search1k slowest-µs") / 1000, "ms", "")
	line("search 10,000 made items, p50", of("Search10k p50-µs") / 1000, "ms", "")
	line("search 10,000 made items, p99", of("Search10k p99-µs") / 1000, "ms", "")
	line("  its slowest query, median", of("Search10k slowest-µs") / 1000, "ms", "")
	line("search 100,000 made items, p50", of("Search100k p50-µs") / 1000, "ms", "")
	line("search 100,000 made items, p99", of("Search100k p99-µs") / 1000, "ms", "")
	line("  its slowest query, median", of("Search100k slowest-µs") / 1000, "ms", "")
	line("  p99 from 1,000 to 100,000, linear is 100", ratio("Search100k p99-µs", "Search1k p99-µs"), "x", "<=100")
	line("  slowest query from 1,000 to 100,000", ratio("Search100k slowest-µs", "Search1k slowest-µs"), "x", "<=100")

	line("input: engine ready", of("Start ms"), "ms", "<=150")
	line("  its memory, all of it used", of("Start MB"), "MB", "<=60")
	line("pinyin: a key, p50", of("Key p50-ms"), "ms", "")
	line("pinyin: a key, p95", of("Key p95-ms"), "ms", "<=2")
	line("handwriting: a character, p95", of("Character p95-ms"), "ms", "<=10")
	line("order of strokes: a key, p95", of("StrokeKey p95-ms"), "ms", "<=2")

	line("receipt 80 mm", of("Receipt80 ns/op") / 1e6, "ms", "<=60")
	line("receipt 80 mm, first after the start", of("Receipt80First ns/op") / 1e6, "ms", "<=60")
	line("receipt 58 mm", of("Receipt58 ns/op") / 1e6, "ms", "<=60")
	line("  its bytes for a thermal printer", of("Encode ns/op") / 1e6, "ms", "<=60")
	line("  of that: the state asked, the first byte sent", of("FirstByte ns/op") / 1e6, "ms", "<=150")
	line("first byte of a receipt at the printer after COMMIT", of("CommitToFirstByte first-ms"), "ms", "<=150")
	line("notice on A4 as PDF", of("Letter ns/op") / 1e6, "ms", "<=100")
	line("  a crowded receipt on A4, set closer until it is one page", of("ReceiptA4 ns/op") / 1e6, "ms", "<=100")
	line("  its size", of("Letter bytes") / 1024, "KB", "<=60")
	line("QR code, skip2/go-qrcode (in use)", of("QR/skip2 ns/op") / 1e6, "ms", "")
	line("  rsc.io/qr", of("QR/rsc.io ns/op") / 1e6, "ms", "")
	line("  boombuler/barcode", of("QR/boombuler ns/op") / 1e6, "ms", "")
	line("  skip2 against rsc.io", ratio("QR/skip2 ns/op", "QR/rsc.io ns/op"), "x", "")
	line("  skip2 against boombuler", ratio("QR/skip2 ns/op", "QR/boombuler ns/op"), "x", "")
	line("card read, orders and answers at the speed of the line", of("Card card-ms"), "ms", "")
	line("  the line alone", of("Card line-ms"), "ms", "")
	line("  card against line", of("Card times-line"), "x", "<=1.2")
}

# of is the median of the runs of a benchmark; -1 when it did not run.
function of(key,   v, n, i, j, t) {
	n = split(values[key], v, " ")
	if (n == 0) return -1
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
	return v[int((n + 1) / 2)] + 0
}

function ratio(a, b) { return of(b) > 0 ? of(a) / of(b) : -1 }

function line(name, value, unit, target,   limit, ok, verdict) {
	if (value < 0) {
		if (part == "") printf "%-62s  not measured\n", name
		return
	}
	if (target != "") {
		limit = substr(target, 3) + 0
		ok = target ~ /^<=/ ? value <= limit : value >= limit
		verdict = "target " substr(target, 1, 2) " " limit " " unit ": " (ok ? "met" : "MISSED")
	}
	printf "%-62s %9.4g %-3s %s\n", name, value, unit, verdict
}
