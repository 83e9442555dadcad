# Reads `go test -v`: of a package that passes it tells the result, what its
# faults did ("trials: …"), and which tests were skipped and why; of one that
# fails, all but the tests that passed in silence. With live=1 it names each test as it begins.
/^=== (PAUSE|CONT)/ { next }
/^=== RUN/ {
	if (live && $3 !~ /\//) { print "   " $3; fflush() }
	begun = $0 "\n"
	next
}
/^ *--- PASS/ { begun = ""; next }
{ held = held begun $0 "\n"; begun = "" }
/^ +[^ ]+_test\.go:[0-9]+: trials: / { line = $0; sub(/^.*: trials: /, "", line); did = did "   " line "\n" }
/^ *--- SKIP/ { skipped = skipped "   skipped: " $3 ": " reason "\n" }
/^ +[^ ]+_test\.go:[0-9]+: / { reason = $0; sub(/^ +[^ ]+ /, "", reason) }
/^(ok  |\?   )\t/ {
	printf "%s%s", did, skipped
	if ($1 == "ok") print
	fflush()
	held = skipped = did = ""
}
/^FAIL\t/ { printf "%s", held; fflush(); held = skipped = did = "" }
END { printf "%s", held }
