package desk

import (
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"bianmin/app/village"
)

// formCheck reads the answers to an item's form.
type formCheck struct {
	desk  *Desk
	item  village.ServiceItem
	now   time.Time
	who   map[string]any // what the applicant answered, by key
	parts []village.Part // pictures found on the way (signature, photo)
}

// all checks every field that is asked in the item's order, then that nothing
// else was sent. A question depends on earlier ones only.
func (f *formCheck) all(in map[string]any) (map[string]any, error) {
	out := map[string]any{}
	for _, field := range f.item.Form() {
		if !field.Asked(out) {
			if !empty(in[field.Key]) {
				return nil, f.name(field, village.Refuse("", "err.form.not_asked"))
			}
			continue
		}
		value, err := f.value(field, in[field.Key])
		if err != nil {
			return nil, f.name(field, err)
		}
		if err := f.beside(field, value, out); err != nil {
			return nil, err
		}
		if value != nil {
			out[field.Key] = value
		}
	}
	for key := range in {
		if !slices.ContainsFunc(f.item.Form(), func(field village.FormField) bool { return field.Key == key }) {
			return nil, village.Refuse(key, "err.form.unknown")
		}
	}
	return out, nil
}

// one checks a single field by its key, beside those before it that are sound.
func (f *formCheck) one(key string, in map[string]any) error {
	form := f.item.Form()
	i := slices.IndexFunc(form, func(field village.FormField) bool { return field.Key == key })
	if i < 0 {
		return village.Refuse(key, "err.form.unknown")
	}
	value, err := f.value(form[i], in[key])
	if err != nil {
		return f.name(form[i], err)
	}
	if len(form[i].Compare) == 0 {
		return nil
	}
	return f.beside(form[i], value, f.sound(form[:i], in))
}

// sound are the answers to fields that are sound by themselves.
func (f *formCheck) sound(fields []village.FormField, in map[string]any) map[string]any {
	out := map[string]any{}
	for _, field := range fields {
		if value, err := f.value(field, in[field.Key]); err == nil && value != nil && field.Asked(out) {
			out[field.Key] = value
		}
	}
	return out
}

// beside refuses an answer that does not go with an earlier one.
func (f *formCheck) beside(field village.FormField, value any, before map[string]any) error {
	answers := maps.Clone(before)
	maps.Copy(answers, f.who)
	c, wrong := field.Unlike(value, answers)
	switch {
	case !wrong:
		return nil
	case len(c.Plus) == 0:
		return f.name(field, &village.Error{Kind: village.Invalid, Key: "err.form.compare", Args: map[string]any{"says": c.Says}})
	}
	return f.name(field, &village.Error{Kind: village.Invalid, Key: "err.form.compare.sum", Args: map[string]any{
		"says": c.Says, "terms": f.terms(c, answers), "sum": c.Earlier(answers), "value": value,
	}})
}

// terms are what a sum is made of, each under its question.
func (f *formCheck) terms(c village.Compare, answers map[string]any) string {
	var list []string
	for _, key := range c.Terms() {
		said, given := answers[key]
		i := slices.IndexFunc(f.item.Fields, func(field village.FormField) bool { return field.Key == key })
		if given && i >= 0 {
			list = append(list, fmt.Sprintf("%s %s", f.item.Fields[i].Label, said))
		}
	}
	return strings.Join(list, " + ")
}

// said are the answers of the applicant by the keys of a form.
func said(a village.Applicant) map[string]any {
	return map[string]any{village.FieldApplicantName: a.Name, village.FieldApplicantID: string(a.ID), village.FieldApplicantPhone: string(a.Phone)}
}

func (f *formCheck) name(field village.FormField, err error) error {
	at := village.At(field.Key, err)
	if e, ok := errors.AsType[*village.Error](at); ok {
		if e.Args == nil {
			e.Args = map[string]any{}
		}
		e.Args["label"] = field.Label
	}
	return at
}

// value is the parsed answer to field, or nil when it was left empty.
func (f *formCheck) value(field village.FormField, in any) (any, error) {
	if empty(in) {
		if field.Required {
			return nil, village.Refuse("", "err.form.empty")
		}
		return nil, nil
	}
	switch field.Type {
	case village.FieldBool:
		return asBool(in)
	case village.FieldList:
		return asList(in)
	case village.FieldNumber:
		return asNumber(in, 0)
	case village.FieldMoney:
		return asNumber(in, 2)
	}
	text, ok := in.(string)
	if !ok {
		return nil, village.Refuse("", "err.form.text")
	}
	return f.text(field, text)
}

func (f *formCheck) text(field village.FormField, text string) (any, error) {
	switch field.Type {
	case village.FieldID:
		return parseID(village.IDResident, text, f.now)
	case village.FieldPhone:
		phone, err := village.ParsePhone(text)
		return string(phone), err
	case village.FieldDate:
		return asDate(text, f.now)
	case village.FieldDivision:
		return f.division(text)
	case village.FieldChoice:
		if !slices.Contains(field.Choices, text) {
			return nil, village.Refuse("", "err.form.choice")
		}
		return text, nil
	case village.FieldBank:
		return asBank(text)
	case village.FieldPhoto, village.FieldSignature:
		return f.picture(field.Key, text)
	}
	return line(text, 1, 500)
}

// division accepts any place in China by its form, and one of this county only
// when there is such a place.
func (f *formCheck) division(text string) (any, error) {
	code, err := village.ParseDivisionCode(text)
	if err != nil {
		return nil, err
	}
	place, known := f.desk.Divisions.Find(code)
	switch {
	case known:
		code = place.Code // an old code is of the place that it became
	case code.County() == f.desk.Divisions.County.Code:
		return nil, village.Refuse("", "err.division.unknown")
	}
	return string(code), nil
}

// picture takes a PNG or JPEG as base64; it travels as a part, not in the body.
func (f *formCheck) picture(key, text string) (any, error) {
	if _, after, ok := strings.Cut(text, ";base64,"); ok && strings.HasPrefix(text, "data:") {
		text = after
	}
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) > village.MaxFileBytes {
		return nil, village.Refuse("", "err.form.picture")
	}
	part := newPart("form."+key, data)
	if part.Type != typePNG && part.Type != typeJPEG {
		return nil, village.Refuse("", "err.form.picture")
	}
	f.parts = append(f.parts, part)
	return part.Material, nil
}

func empty(in any) bool {
	switch v := in.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	case []string:
		return len(v) == 0
	}
	return false
}

func asBool(in any) (any, error) {
	if b, ok := in.(bool); ok {
		return b, nil
	}
	return nil, village.Refuse("", "err.form.bool")
}

// asList takes a list of lines, or one text with a line each.
func asList(in any) (any, error) {
	var lines []string
	switch v := in.(type) {
	case string:
		lines = strings.Split(v, "\n")
	case []string:
		lines = v
	case []any:
		for _, one := range v {
			s, ok := one.(string)
			if !ok {
				return nil, village.Refuse("", "err.form.list")
			}
			lines = append(lines, s)
		}
	default:
		return nil, village.Refuse("", "err.form.list")
	}
	var list []string
	for _, s := range lines {
		if strings.TrimSpace(s) == "" {
			continue
		}
		s, err := line(s, 1, 200)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	if len(list) == 0 || len(list) > 50 {
		return nil, village.Refuse("", "err.form.list")
	}
	return list, nil
}

// maxDigits is longer than any number that a form asks for.
const maxDigits = 30

// asNumber takes a number or its text, not negative, with at most decimals
// places after the point. It stays text, so that no digit is rounded away.
func asNumber(in any, decimals int) (any, error) {
	var text string
	switch v := in.(type) {
	case float64:
		text = strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		text = strings.TrimSpace(v)
	default:
		return nil, village.Refuse("", "err.form.number")
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || len(text) > maxDigits || math.IsNaN(n) || math.IsInf(n, 0) || n < 0 || n > 1e12 || strings.ContainsAny(text, "eExXpP_+") {
		return nil, village.Refuse("", "err.form.number")
	}
	if _, fraction, _ := strings.Cut(text, "."); decimals > 0 && len(fraction) > decimals {
		return nil, village.Refuse("", "err.form.money")
	}
	return text, nil
}

// Dates of a form are those of living people and of what they plan. A year
// beyond that is a slip of the finger.
const (
	oldestYears = 130
	aheadYears  = 20
)

var dateForm = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})$`)

// asDate reads year, month and day and says which of them cannot be.
func asDate(text string, now time.Time) (any, error) {
	parts := dateForm.FindStringSubmatch(strings.TrimSpace(text))
	if parts == nil {
		return nil, village.Refuse("", "err.form.date")
	}
	year, _ := strconv.Atoi(parts[1]) // digits, all three
	month, _ := strconv.Atoi(parts[2])
	day, _ := strconv.Atoi(parts[3])
	wrong := ""
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, village.Zone)
	switch this := now.In(village.Zone).Year(); {
	case year < this-oldestYears || year > this+aheadYears:
		wrong = "err.form.date.year"
	case month < 1 || month > 12:
		wrong = "err.form.date.month"
	case t.Day() != day:
		wrong = "err.form.date.day"
	}
	if wrong != "" {
		args := map[string]any{"year": year, "month": month, "day": day}
		return nil, &village.Error{Kind: village.Invalid, Key: wrong, Args: args}
	}
	return t.Format(time.DateOnly), nil
}

var bankNumber = regexp.MustCompile(`^\d{8,30}$`)

// asBank takes a card or passbook number. Passbooks have no check digit.
func asBank(text string) (any, error) {
	text = strings.NewReplacer(" ", "", "-", "").Replace(text)
	if !bankNumber.MatchString(text) {
		return nil, village.Refuse("", "err.form.bank")
	}
	return text, nil
}

// line is s without the spaces around it, shortest to longest characters long
// and without control characters other than a line break, or the mark that
// stands for a character that was lost on the way.
func line(s string, shortest, longest int) (string, error) {
	s = strings.TrimSpace(s)
	if !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
		return "", village.Refuse("", "err.form.control")
	}
	if n := utf8.RuneCountInString(s); n < shortest || n > longest {
		return "", &village.Error{
			Kind: village.Invalid, Key: "err.form.length", Args: map[string]any{"min": shortest, "max": longest},
		}
	}
	return s, nil
}

// labelled gives an error of a general rule the sentence of its field.
func labelled(field, key string, err error) error {
	return &village.Error{Kind: village.Invalid, Field: field, Key: key, Err: err}
}
