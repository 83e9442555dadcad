package catalog

import (
	"fmt"
	"slices"
	"strings"

	"bianmin/app/village"
)

func (l *linter) materials() {
	if len(l.it.Materials) == 0 {
		l.warn("materials", "materials_missing")
	}
	seen, mayFollow := map[string]bool{}, false
	for _, m := range l.it.Materials {
		at := func(part string) string { return fmt.Sprintf("materials[%s].%s", m.Code, part) }
		if m.Code == "" || seen[m.Code] {
			l.fail(at("code"), "material_code", "material", m.Name)
		}
		seen[m.Code] = true
		if m.Name == "" {
			l.fail(at("name"), "material_name")
		}
		switch m.Necessity {
		case village.Required:
		case village.MayFollow:
			mayFollow = true
		case village.Conditional:
			if m.Notes == "" {
				l.fail(at("notes"), "condition_unexplained", "material", m.Name)
			}
		default:
			l.fail(at("necessity"), "necessity_unknown", "material", m.Name, "value", string(m.Necessity))
		}
		l.explained(m, at)
		if m.Copies < 0 || m.Copies > 20 {
			l.fail(at("copies"), "copies_range", "material", m.Name, "value", m.Copies)
		}
	}
	if mayFollow != l.it.ToleranceAllowed {
		l.fail("tolerance_allowed", "tolerance_mismatch")
	}
	l.checks()
}

func (l *linter) fields() {
	seen, signed := map[string]bool{}, false
	for i, f := range l.it.Fields {
		at := func(part string) string { return fmt.Sprintf("form_fields[%s].%s", f.Key, part) }
		if f.Key == "" || seen[f.Key] {
			l.fail(at("key"), "field_key", "label", f.Label)
		}
		seen[f.Key] = true
		if f.Label == "" {
			l.fail(at("label"), "field_label")
		}
		if !slices.Contains(village.FieldTypes(), f.Type) {
			l.fail(at("type"), "field_type", "label", f.Label, "value", string(f.Type))
		}
		if (f.Type == village.FieldChoice) != (len(f.Choices) > 0) {
			l.fail(at("choices"), "field_choices", "label", f.Label)
		}
		if f.Type == village.FieldSignature {
			if signed || !f.Required { // people sign once, under all of it
				l.fail(at("type"), "field_signature", "label", f.Label)
			}
			signed = true
		}
		if f.Few && f.Type != village.FieldNumber {
			l.fail(at("few"), "field_few", "label", f.Label)
		}
		if f.Picture != "" && (f.Type != village.FieldPhoto || !slices.Contains(village.FieldPictureKinds(), f.Picture)) {
			l.fail(at("picture"), "field_picture", "label", f.Label, "value", string(f.Picture))
		}
		if f.Purpose == "" {
			l.fail(at("purpose"), "field_purpose", "label", f.Label)
		}
		if f.Basis == "" {
			l.fail(at("basis"), "field_basis", "label", f.Label)
		}
		l.retention(f, at("retention_days"))
		if f.When != nil && !dependable(*f.When, l.it.Fields[:i]) {
			l.fail(at("when"), "field_when", "label", f.Label)
		}
		l.compared(f, l.it.Fields[:i], at("compare"))
	}
}

// compared: an answer is held against one of the same type that stands there when it is asked.
func (l *linter) compared(f village.FormField, before []village.FormField, at string) {
	for _, c := range f.Compare {
		known := slices.ContainsFunc(before, func(b village.FormField) bool { return b.Key == c.Field && b.Type == f.Type }) ||
			slices.ContainsFunc(l.it.Fields, func(b village.FormField) bool {
				return village.AsksApplicant(b.Key) && b.Key == c.Field && b.Type == f.Type
			})
		if !known || !c.Is.Of(f.Type) || village.AsksApplicant(f.Key) {
			l.fail(at, "field_compare", "label", f.Label)
		}
		if len(c.Plus) > 0 && !summed(f, c, before) {
			l.fail(at, "field_compare_sum", "label", f.Label)
		}
		if strings.TrimSpace(c.Says) == "" {
			l.fail(at, "field_compare_says", "label", f.Label)
		}
	}
}

// summed reports whether c adds up earlier answers of f's type, each once, that are numbers
// or money.
func summed(f village.FormField, c village.Compare, before []village.FormField) bool {
	if f.Type != village.FieldNumber && f.Type != village.FieldMoney {
		return false
	}
	for i, key := range c.Terms() {
		earlier := slices.ContainsFunc(before, func(b village.FormField) bool { return b.Key == key && b.Type == f.Type })
		if !earlier || slices.Contains(c.Terms()[:i], key) {
			return false
		}
	}
	return true
}

// dependable reports whether w names an answer that one of the questions before
// can have.
func dependable(w village.When, before []village.FormField) bool {
	i := slices.IndexFunc(before, func(f village.FormField) bool { return f.Key == w.Field })
	if i < 0 || len(w.Is) == 0 {
		return false
	}
	answers := before[i].Choices
	if before[i].Type == village.FieldBool {
		answers = []string{"true", "false"}
	}
	return !slices.ContainsFunc(w.Is, func(a string) bool { return !slices.Contains(answers, a) })
}

// retention: bank accounts, signatures and photos leave the kiosk with the
// record (PIPL art. 28 and 19), everything else within a week.
func (l *linter) retention(f village.FormField, at string) {
	sensitive := f.Type == village.FieldBank || f.Type == village.FieldSignature || f.Type == village.FieldPhoto
	switch {
	case f.RetentionDays < 0 || f.RetentionDays > village.MaxRetentionDays:
		l.fail(at, "retention_range", "label", f.Label, "value", f.RetentionDays)
	case sensitive && f.RetentionDays != 0:
		l.fail(at, "retention_sensitive", "label", f.Label)
	}
}
