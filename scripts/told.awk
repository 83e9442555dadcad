# Reads `go test -v`: of a package that passes it tells the result and which
# tests were skipped and why; of one that fails, everything. With live=1 it names
# each test as it begins.
{ held = held $0 "\n" }
live && /^=== RUN +[^\/]+$/ { print "   " $3; fflush() }
/^ *--- SKIP/ { skipped = skipped "   skipped: " $3 ": " reason "\n" }
/^ +[^ ]+_test\.go:[0-9]+: / { reason = $0; sub(/^ +[^ ]+ /, "", reason) }
/^(ok  |\?   )\t/ { printf "%s", skipped; if ($1 == "ok") print; fflush(); held = skipped = "" }
/^FAIL\t/ { printf "%s", held; fflush(); held = skipped = "" }
END { printf "%s", held }
