package console

import (
	"fmt"
	"net/url"
	"slices"

	"bianmin/county/office"
)

// typed is what came with a form that was refused: the page that says so shows it again,
// in the form of that verb. A page that was only looked at has none.
type typed url.Values

// Tried reports whether the form of a verb is the one that was refused.
func (f typed) Tried(verb office.Verb) bool { return url.Values(f).Get("verb") == string(verb) }

// Or is what was typed in a field of a verb's form, or else what stands there first.
func (f typed) Or(verb office.Verb, field string, first any) string {
	if !f.Tried(verb) {
		return fmt.Sprint(first)
	}
	return url.Values(f).Get(field)
}

// Of is what was typed in a field of a verb's form.
func (f typed) Of(verb office.Verb, field string) string { return f.Or(verb, field, "") }

// Has reports whether a value of a field was chosen in a verb's form.
func (f typed) Has(verb office.Verb, field string, value any) bool {
	return f.Tried(verb) && slices.Contains(f[field], fmt.Sprint(value))
}

// Ask is a question of a verb's form that is answered with yes or no.
func (f typed) Ask(verb office.Verb, field string) question {
	return question{Name: field, Said: f.Of(verb, field)}
}

// question is one that was answered yes, no or not at all.
type question struct{ Name, Said string }
