package flow

import (
	"strings"

	"bianmin/app/village"
)

// Own is what the person filled in on the page shown, for who asks to hear it;
// nothing where nothing is filled in. Numbers that the page masks are said as
// far as it shows them.
func (t *Turn) Own() []Phrase {
	if _, over := t.aloudOver(); over {
		return nil
	}
	switch t.route {
	case RouteForm:
		return t.Form.ownWords()
	case RouteConfirm:
		return t.Confirm.ownWords()
	case RouteAccepted:
		return spelled(t.Accepted.T("accepted.code"), string(t.Accepted.Accepted.ShortCode))
	case RouteLeave:
		return spelled(t.Leave.T("leave.code"), string(t.Leave.Left.Code))
	case RouteProgress:
		code := t.Progress.Typed
		if t.Progress.Found {
			code = string(t.Progress.Status.Case.ShortCode)
		}
		return spelled(t.Progress.T("accepted.code"), code)
	case RouteRating:
		return labelled(t.Rating.T("rating.text"), t.Rating.Text)
	}
	return nil
}

// labelled is an answer with what it answers; nothing without one.
func labelled(label, value string) []Phrase {
	if strings.TrimSpace(value) == "" {
		return nil
	}
	return []Phrase{{Text: label}, {Text: value}}
}

// spelled is a number with what it is the number of.
func spelled(label, value string) []Phrase {
	list := labelled(label, value)
	if list != nil {
		list[1].Spell = true
	}
	return list
}

func (f *Form) ownWords() []Phrase {
	q := f.Question()
	value := f.written(q)
	switch {
	case f.Shown:
		return spelled(q.Label, f.Value())
	case strings.Contains(value, "*"):
		return spelled(q.Label, tail(value))
	case f.numeric(q):
		return spelled(q.Label, value)
	}
	for _, c := range q.Choices {
		if c.Value == value {
			value = c.Label
		}
	}
	return labelled(q.Label, value)
}

// numeric reports whether the answer is a number that is said digit by digit.
func (f *Form) numeric(q Question) bool {
	switch q.Type {
	case village.FieldID, village.FieldPhone, village.FieldBank:
		return true
	}
	return q.Field == FieldID
}

// tail are the last characters of a masked number, as the page shows them.
func tail(masked string) string {
	return masked[strings.LastIndexAny(masked, "* ")+1:]
}

func (c *Confirm) ownWords() []Phrase {
	var list []Phrase
	for _, row := range c.Rows {
		switch {
		case row.Field == "":
		case strings.Contains(row.Value, "*"):
			list = append(list, spelled(row.Label, tail(row.Value))...)
		case row.Field == FieldPhone:
			list = append(list, spelled(row.Label, row.Value)...)
		default:
			list = append(list, labelled(row.Label, row.Value)...)
		}
	}
	return list
}
