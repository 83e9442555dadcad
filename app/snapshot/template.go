package snapshot

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"bianmin/app/village"
)

const (
	templateFormat  = "bianmin-templates/1"
	maxTemplates    = 200
	maxTemplateName = 40   // characters
	maxTemplateText = 8000 // characters
)

// LetterForm is what a letter on paper is for.
type LetterForm string

const (
	LetterAccepted      LetterForm = "accepted"      // 受理通知书
	LetterSupplement    LetterForm = "supplement"    // 一次性补正告知书
	LetterTolerance     LetterForm = "tolerance"     // 容缺受理通知书
	LetterNotAccepted   LetterForm = "not_accepted"  // 不予受理通知书
	LetterCompleted     LetterForm = "completed"     // 办结通知
	LetterRectification LetterForm = "rectification" // 整改通知
)

// slots are the names that the texts of each form may have in braces, and those
// that they must have. Every form may have those of [commonSlots].
func slots(f LetterForm) (may, must []string, known bool) {
	list, known := map[LetterForm][2][]string{
		LetterAccepted:      {{"deadline"}, {}},
		LetterSupplement:    {{"deadline"}, {"materials"}}, // 一次性告知: all of them
		LetterTolerance:     {{}, {"materials", "due"}},
		LetterNotAccepted:   {{}, {"reason"}},
		LetterCompleted:     {{"result"}, {}},
		LetterRectification: {{}, {"finding", "due"}},
	}[f]
	return slices.Concat(commonSlots(), list[0], list[1]), list[1], known
}

// commonSlots are what every letter may name: the centre, the day of the letter,
// the item, the unit that decides, short code and case number, the person and the
// centre's phone.
func commonSlots() []string {
	return []string{"centre", "day", "item", "department", "code", "number", "applicant", "phone"}
}

// Template is the text of a letter with named slots, as in 您的{item}已受理.
type Template struct {
	ID      string     `json:"id"`
	Version string     `json:"version"` // stands on the letter
	Form    LetterForm `json:"form"`
	Name    string     `json:"name"` // the title of the letter
	Text    string     `json:"text"` // paragraphs, with line ends between
}

// slot is a name in braces; anything else in braces is a mistake.
var slot = regexp.MustCompile(`\{[^{}]*\}`)

// ParseTemplates reads a file of templates, each id once. A slot that the form of
// the letter does not know, or a missing one that it must have, is refused: the
// letter would be printed with a gap. The error is [village.Invalid],
// err.snapshot.template.
func ParseTemplates(plain []byte) ([]Template, error) {
	var f struct {
		Format    string     `json:"format"`
		Templates []Template `json:"templates"`
	}
	if err := village.DecodeJSON(plain, &f); err != nil {
		return nil, unfit("err.snapshot.template", err)
	}
	if f.Format != templateFormat || len(f.Templates) > maxTemplates {
		return nil, unfit("err.snapshot.template", fmt.Errorf("format %q, %d templates", f.Format, len(f.Templates)))
	}
	seen := map[string]bool{}
	for _, t := range f.Templates {
		if err := t.check(); err != nil || seen[t.ID] {
			return nil, unfit("err.snapshot.template", fmt.Errorf("template %.40q: twice, or %w", t.ID, err))
		}
		seen[t.ID] = true
	}
	return f.Templates, nil
}

func (t Template) check() error {
	name, text := utf8.RuneCountInString(t.Name), utf8.RuneCountInString(t.Text)
	switch {
	case t.ID == "" || t.Version == "" || strings.TrimSpace(t.Name) == "" || strings.TrimSpace(t.Text) == "":
		return errors.New("without id, version, name or text")
	case name > maxTemplateName || text > maxTemplateText:
		return fmt.Errorf("a name of %d and a text of %d characters", name, text)
	case strings.ContainsFunc(t.ID+t.Version+t.Name+strings.ReplaceAll(t.Text, "\n", ""), hidden):
		return errors.New("a control character")
	}
	may, must, known := slots(t.Form)
	if !known {
		return fmt.Errorf("form %.40q", t.Form)
	}
	named := t.Slots()
	for _, s := range named {
		if !slices.Contains(may, s) {
			return fmt.Errorf("slot %.40q", s)
		}
	}
	for _, s := range must {
		if !slices.Contains(named, s) {
			return fmt.Errorf("no slot %q", s)
		}
	}
	if strings.ContainsAny(slot.ReplaceAllString(t.Text, ""), "{}") {
		return errors.New("a brace that is not closed, or not opened")
	}
	return nil
}

// Slots are the names in t's text, each once, in their order.
func (t Template) Slots() (names []string) {
	for _, found := range slot.FindAllString(t.Text, -1) {
		if name := strings.Trim(found, "{}"); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Fill is t's text with values in its slots, which are put in as they are. A slot
// without a value is [village.Invalid], err.template.slot: no letter is printed
// with a gap.
func (t Template) Fill(values map[string]string) (string, error) {
	for _, name := range t.Slots() {
		if strings.TrimSpace(values[name]) == "" {
			return "", &village.Error{Kind: village.Invalid, Field: name, Key: "err.template.slot", Args: map[string]any{"slot": name}}
		}
	}
	pairs := make([]string, 0, 2*len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		pairs = append(pairs, "{"+name+"}", values[name])
	}
	return strings.NewReplacer(pairs...).Replace(t.Text), nil
}
