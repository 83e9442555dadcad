package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

// evidence is a file that shows what was found, kept under its sum.
type evidence struct {
	Name   string `json:"name,omitempty"` // as it was handed over
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
}

// keepEvidence keeps raw in a folder under its sum. What lies there under that name and is
// something else, as after a full disk, is written again.
func keepEvidence(field, dir, ext string, raw []byte) (evidence, error) {
	sum := sha256.Sum256(raw)
	e := evidence{SHA256: hex.EncodeToString(sum[:]), Bytes: len(raw)}
	path := filepath.Join(dir, e.SHA256+ext)
	if there, err := os.ReadFile(path); err == nil && bytes.Equal(there, raw) {
		return e, nil
	}
	if err := writeWhole(path, raw); err != nil {
		return e, &village.Error{Kind: village.Invalid, Field: field, Key: "err.stats.write", Err: err}
	}
	return e, nil
}

// writeWhole puts a file in its place when all of it is on the disk.
func writeWhole(path string, raw []byte) error {
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// seen is something without a place, a site or an account, with what was found there.
type seen struct {
	ref, name string
	sponsor   string // that runs it and has to put it right
	template  inspect.Template
	source    inspect.Source
	found     []inspect.Found
	says      func(inspect.RuleID) string // what is behind the rule in an order; may be nil
}

// orderSeen gives an order for each finding that has none open yet: one rule of one thing
// has one open order. It answers with the numbers that were given now.
func (w *world) orderSeen(n *office.Inspectorate, s seen, by string) ([]string, error) {
	numbers := []string{}
	open, err := n.Book.Rectifications(w.ctx)
	if err != nil {
		return numbers, err
	}
	for _, f := range s.found {
		section, rule, _ := s.template.Rule(f.Rule)
		if section.Kind == inspect.Bonus || slices.ContainsFunc(open, func(r office.Rectification) bool {
			return r.Ref == s.ref && r.Template == s.template.ID && r.Rule == f.Rule && !r.State().Over()
		}) {
			continue
		}
		text := s.name + " " + rule.Text
		if s.says != nil {
			text += s.says(f.Rule)
		}
		r, err := n.Open(w.ctx, office.Rectification{
			Source: s.source, Template: s.template.ID, Version: s.template.Version, Rule: f.Rule, Ref: s.ref, Unit: s.sponsor, Severity: rule.Severity, Text: text,
		}, by)
		if err != nil {
			return numbers, err
		}
		numbers = append(numbers, r.Number)
	}
	return numbers, nil
}
