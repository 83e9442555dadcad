package flow

import "strings"

// Lines are the entries of a list that are written, and the one that is being
// written.
func (f *Form) Lines() (done []string, current string) {
	all := strings.Split(f.Value(), "\n")
	return all[:len(all)-1], all[len(all)-1]
}

// AddLine begins another entry of a list.
func (f *Form) AddLine() {
	if _, current := f.Lines(); strings.TrimSpace(current) != "" {
		f.Set(f.Value() + "\n")
	}
}

// DropLine takes back the entry that is being written, or the last one.
func (f *Form) DropLine() {
	if i := strings.LastIndex(f.Value(), "\n"); i >= 0 {
		f.Set(f.Value()[:i])
		return
	}
	f.Set("")
}

// Insert types text at the end, as a keyboard does.
func (f *Form) Insert(text string) { f.Set(f.Value() + text) }

// Backspace takes the last character back.
func (f *Form) Backspace() { f.Erase() }

// Clear takes all that was typed into the question shown back.
func (f *Form) Clear() { f.Set("") }

// Insert types text at the end of the query.
func (s *Search) Insert(text string) { s.SetQuery(s.Query + text) }

// Backspace takes the last character back.
func (s *Search) Backspace() { s.SetQuery(shorter(s.Query)) }

// Clear begins a new query.
func (s *Search) Clear() { s.SetQuery("") }

// Insert types text at the end of what the person writes.
func (r *Rating) Insert(text string) { r.SetText(r.Text + text) }

// Backspace takes the last character back.
func (r *Rating) Backspace() { r.SetText(shorter(r.Text)) }

// Clear takes the text back.
func (r *Rating) Clear() { r.SetText("") }

func shorter(s string) string {
	if runes := []rune(s); len(runes) > 0 {
		return string(runes[:len(runes)-1])
	}
	return ""
}
