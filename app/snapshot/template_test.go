package snapshot

import (
	"encoding/json"
	"slices"
	"testing"

	"bianmin/app/village"
)

// file is one template in a file of its own; change makes it wrong.
func file(t testing.TB, change func(*Template)) []byte {
	t.Helper()
	one := Template{ID: "a", Version: "1", Form: LetterSupplement, Name: "补正告知书", Text: "您的{item}还差：\n{materials}\n{centre} {day}"}
	if change != nil {
		change(&one)
	}
	raw, err := json.Marshal(map[string]any{"format": templateFormat, "templates": []Template{one}})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestALetterWithAnUnknownSlotIsNotPutIntoUse(t *testing.T) {
	if _, err := ParseTemplates(file(t, nil)); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Template){
		"an unknown slot":             func(o *Template) { o.Text += "{id_number}" },
		"a slot of another form":      func(o *Template) { o.Text += "{finding}" },
		"a slot in another case":      func(o *Template) { o.Text += "{Item}" },
		"a slot with a blank":         func(o *Template) { o.Text += "{ item}" },
		"an empty slot":               func(o *Template) { o.Text += "{}" },
		"a brace left open":           func(o *Template) { o.Text += "{item" },
		"a brace too many":            func(o *Template) { o.Text += "}" },
		"no slot for what is missing": func(o *Template) { o.Text = "您的{item}还差材料" },
		"an unknown form":             func(o *Template) { o.Form = "fine" },
		"no version":                  func(o *Template) { o.Version = "" },
		"no text":                     func(o *Template) { o.Text = " " },
		"a sign that nobody sees":     func(o *Template) { o.Text += "\u202e" },
	} {
		if _, err := ParseTemplates(file(t, change)); village.Keyed(err) == nil || village.Keyed(err).Key != "err.snapshot.template" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryFormKnowsItsSlots(t *testing.T) {
	for _, form := range []LetterForm{LetterAccepted, LetterSupplement, LetterTolerance, LetterNotAccepted, LetterCompleted, LetterRectification} {
		may, _, known := slots(form)
		if !known {
			t.Errorf("%s is no form", form)
		}
		text := ""
		for _, s := range may {
			text += "{" + s + "}"
		}
		if _, err := ParseTemplates(file(t, func(o *Template) { o.Form, o.Text = form, text })); err != nil {
			t.Errorf("%s with all of its slots: %v", form, err)
		}
	}
}

// TestWhatIsFilledInIsNotReadAgain: a name that looks like a slot stays a name.
func TestWhatIsFilledInIsNotReadAgain(t *testing.T) {
	list, err := ParseTemplates(file(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if got := list[0].Slots(); !slices.Equal(got, []string{"item", "materials", "centre", "day"}) {
		t.Errorf("slots %q", got)
	}
	values := map[string]string{"item": "{materials}", "materials": "户口簿", "centre": "江滨村", "day": "11月23日"}
	text, err := list[0].Fill(values)
	if want := "您的{materials}还差：\n户口簿\n江滨村 11月23日"; err != nil || text != want {
		t.Errorf("%q, %v", text, err)
	}
	delete(values, "day")
	if _, err := list[0].Fill(values); village.Keyed(err) == nil || village.Keyed(err).Field != "day" {
		t.Errorf("without a day: %v", err)
	}
}

func FuzzTemplates(f *testing.F) {
	f.Add(file(f, nil))
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, err := ParseTemplates(raw)
		if err != nil {
			return
		}
		for _, one := range list {
			values := map[string]string{}
			for _, s := range one.Slots() {
				values[s] = "x"
			}
			if _, err := one.Fill(values); err != nil {
				t.Errorf("%q passed and cannot be filled in: %v", one.Text, err)
			}
		}
	})
}
