package village

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestLettersSayWhatWasWritten(t *testing.T) {
	at := time.Date(2026, 11, 28, 9, 0, 0, 0, Zone)
	step := CaseStep{Record: "r", State: SupplementAsked, AtMS: at.UnixMilli(), Materials: []string{"sfz"}}
	l, err := NewLetter(LetterCase, at, step)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := l.Case(); err != nil || !reflect.DeepEqual(got, step) {
		t.Errorf("%+v, %v", got, err)
	}
	lease := Lease{Epoch: 2, Lo: 1000, Hi: 1019, From: "2026-11-28", To: "2026-12-28"}
	l, err = NewLetter(LetterLease, at, lease)
	if got, err2 := l.Lease(); err != nil || err2 != nil || got != lease {
		t.Errorf("%+v, %v, %v", got, err, err2)
	}
	if _, err := NewLetter(LetterCase, at, CaseStep{Record: RecordID(strings.Repeat("x", MaxLetterBytes))}); err == nil {
		t.Error("a letter that no answer carries is written")
	}
}

func TestALetterThatCannotBeSaysNothing(t *testing.T) {
	for name, body := range map[string]string{
		"no JSON": `{`, "no case": `{"state":"accepted","at_ms":1}`, "no state of the county": `{"record":"r","state":"received","at_ms":1}`,
		"a key twice": `{"record":"r","record":"s","state":"accepted","at_ms":1}`, "something new": `{"record":"r","state":"accepted","at_ms":1,"x":1}`,
	} {
		if step, err := (Letter{Kind: LetterCase, Body: []byte(body)}).Case(); err == nil {
			t.Errorf("%s: %+v", name, step)
		}
	}
	for name, body := range map[string]string{
		"no epoch": `{"lo":1,"hi":2,"from":"2026-11-28","to":"2026-11-29"}`, "backwards": `{"epoch":1,"lo":3,"hi":2,"from":"2026-11-28","to":"2026-11-29"}`,
		"too high": `{"epoch":1,"lo":1,"hi":10000,"from":"2026-11-28","to":"2026-11-29"}`, "zero": `{"epoch":1,"lo":0,"hi":2,"from":"2026-11-28","to":"2026-11-29"}`,
		"days backwards": `{"epoch":1,"lo":1,"hi":2,"from":"2026-11-29","to":"2026-11-28"}`, "no day": `{"epoch":1,"lo":1,"hi":2,"from":"2026-11-28","to":"9"}`,
	} {
		if lease, err := (Letter{Kind: LetterLease, Body: []byte(body)}).Lease(); err == nil {
			t.Errorf("%s: %+v", name, lease)
		}
	}
	if n, err := (Letter{Kind: LetterNumber, Body: []byte(`{"record":"r","number":"123"}`)}).Numbered(); err == nil {
		t.Errorf("no number: %+v", n)
	}
	if steps, number := ReadLetters([]Letter{{Kind: "rating", Body: []byte(`?`)}, {Kind: LetterCase, Body: []byte(`?`)}}); steps != nil || number != "" {
		t.Errorf("%v, %s", steps, number)
	}
}
