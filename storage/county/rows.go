package county

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// rows are the values of one INSERT of several rows.
type rows struct {
	args  []any
	width int
}

func (r *rows) add(values ...any) { r.args, r.width = append(r.args, values...), len(values) }

// maxArgs is how many values one statement may have on SQLite.
const maxArgs = 30_000

func (r rows) insert(ctx context.Context, tx *sql.Tx, into string) error {
	for args := r.args; len(args) > 0; {
		n := min(len(args), maxArgs/r.width*r.width)
		var tuples []string
		for at := 1; at <= n; at += r.width {
			tuples = append(tuples, "("+places(at, r.width)+")")
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO `+into+` VALUES `+strings.Join(tuples, ", "), args[:n]...); err != nil { //nolint:gosec // a table of ours and names of parameters
			return err
		}
		args = args[n:]
	}
	return nil
}

// places are n parameters from $first on.
func places(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", first+i)
	}
	return b.String()
}

// asNumber is b as a number, which both databases have.
func asNumber(b bool) int {
	if b {
		return 1
	}
	return 0
}

// notNull keeps an empty body apart from no body.
func notNull(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
