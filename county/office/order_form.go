package office

import (
	"context"
	"encoding/hex"
	"io"
	"strings"

	"bianmin/app/village"
)

// formAbout stands before the name of a form in [Rectification.About].
const formAbout = "form "

// NewForm names a form that gives one order, however often it is sent.
func (n *Inspectorate) NewForm() (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(n.Rand, b[:]); err != nil {
		return "", village.Failed("name a form", err)
	}
	return hex.EncodeToString(b[:]), nil
}

// OpenForm gives the one order of a form: what province or city fed back, an own look of the
// district or of a town. The errors are those of [Inspectorate.Open], [village.Invalid] at
// "source" for what inspects nothing, and [village.Conflict] at "order", err.rectify.once, when
// the form was sent before.
func (n *Inspectorate) OpenForm(ctx context.Context, form string, r Rectification, by string, shots ...Shot) (Rectification, error) {
	if raw, err := hex.DecodeString(form); err != nil || len(raw) != 16 {
		return r, village.Refuse("form", "err.rectify.form")
	}
	if !r.Source.Inspects() {
		return r, village.Refuse("source", "err.inspect.source")
	}
	r.About = formAbout + strings.ToLower(form)
	return n.Open(ctx, r, by, shots...)
}
