package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// auditRow is a row of a machine's log in the answer of `audit --rows --json`.
type auditRow struct {
	Branch  int64               `json:"branch"`
	Row     int64               `json:"row"`
	At      time.Time           `json:"at"` // by the machine's clock
	Trust   village.TimeTrust   `json:"trust"`
	Kind    village.AuditKind   `json:"kind"`
	Subject string              `json:"subject,omitempty"`
	Detail  village.AuditDetail `json:"detail,omitempty"`
}

// list lists the rows of a machine's log that the county holds.
func (c *auditCmd) list(w *world, db *county.DB, k office.Kiosk) error {
	log, err := db.AuditOf(w.ctx, k.ID)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w.stdout)
	for _, page := range log.Pages {
		for _, raw := range page.Rows {
			row, err := seal.ParseAudit(raw)
			if err != nil {
				return village.Failed("read a row of the log", err)
			}
			line := auditRow{page.Branch, row.Seq, row.Wall, row.Trust, row.Kind, row.Subject, row.Detail}
			if c.JSON {
				err = json.NewEncoder(out).Encode(line)
			} else {
				_, err = out.WriteString(line.words(w.text) + "\n")
			}
			if err != nil {
				return errors.Join(err, out.Flush())
			}
		}
	}
	return out.Flush()
}

// words are the row as an operator reads it. What a later release writes is named as it
// names it.
func (r auditRow) words(text *lang.Text) string {
	kind, detail := "county.row."+string(r.Kind), "county.row.detail."+string(r.Detail)
	what := []string{known(text, kind, string(r.Kind))}
	if r.Subject != "" {
		what = append(what, r.Subject)
	}
	if r.Detail != village.AuditPlain {
		what = append(what, known(text, detail, string(r.Detail)))
	}
	return text.T("county.row.line", "row", r.Row, "time", r.At.Format(time.DateTime), "what", strings.Join(what, "  "))
}

func known(text *lang.Text, key, name string) string {
	if text.Has(key) {
		return text.T(key)
	}
	return name
}
