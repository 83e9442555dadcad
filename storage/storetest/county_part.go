package storetest

import (
	"slices"
	"strings"
	"testing"

	"bianmin/app/calendar"
	"bianmin/app/village"
	"bianmin/county/office"
)

// partIsALetter goes the way of a package of two parts and reads what its kiosk is told.
func partIsALetter(t *testing.T, r *lettersRig) {
	kiosk, days := Identity().ID, calendar.Limit{Days: 5, Unit: village.WorkingDays}
	r.made++
	c := office.Case{
		Kiosk: kiosk, ID: id(r.made), ShortCode: sampleCode(r.made), Item: "pack", ItemName: "x", State: village.Received, AcceptedAt: Moment, Limit: days,
		Subs: []office.SubCase{
			{N: 1, Item: "one", Name: "甲", Unit: "税务局", Days: 1, Limit: calendar.Limit{Days: 1, Unit: village.WorkingDays}, Materials: []string{"a"}, State: village.Received},
			{N: 3, Item: "three", Name: "丙", Unit: "住建局", Days: 5, Limit: days, State: village.Received}, // nobody asked for 2
		},
	}
	r.KeepCase(t, c)
	told := r.ask(fresh(kiosk))
	by := office.Account{Name: "li", Role: office.RoleCounty}
	for _, step := range []struct {
		n    int
		verb office.Verb
		want []village.CaseState // of the parts that are told, then of the whole
	}{
		{0, office.VerbAccept, []village.CaseState{village.CaseAccepted, village.CaseAccepted, village.CaseAccepted}},
		{1, office.VerbReview, []village.CaseState{village.UnderReview, village.UnderReview}},
		{3, office.VerbReview, []village.CaseState{village.UnderReview}},
		{1, "approve", []village.CaseState{village.Approved}},
		{3, "reject", []village.CaseState{village.Refused}},
		{3, office.VerbDeliver, []village.CaseState{village.Delivery}},
		{1, office.VerbDeliver, []village.CaseState{village.Delivery, village.Delivery}},
		{0, "complete", []village.CaseState{village.Completed, village.Completed, village.Completed}},
	} {
		if step.n > 0 {
			deed := office.Deed{Verb: step.verb}
			if step.verb == "reject" {
				deed.Words = "理由"
			}
			must(t, r.office.DoSub(t.Context(), kiosk, c.ID, step.n, deed, by))
		} else if _, err := r.office.Do(t.Context(), kiosk, c.ID, office.Deed{Verb: step.verb}, by); err != nil {
			t.Fatal(err)
		}
		news := r.ask(after(fresh(kiosk), told))
		var got []village.CaseState
		for _, l := range news.Letters {
			if w, err := l.Part(); err == nil && l.Kind == village.LetterPart && w.Record == c.ID && w.Unit != "" {
				got = append(got, w.State)
			} else if s, err := l.Case(); err == nil && l.Kind == village.LetterCase {
				got = append(got, s.State)
			}
		}
		if !slices.Equal(got, step.want) {
			t.Fatalf("%s with %d: told %v, want %v", step.verb, step.n, got, step.want)
		}
		told.Letters = append(told.Letters, news.Letters...)
	}
	words := village.ReadParts(told.Letters)
	if len(words) != 2 || words[0].Name != "甲" || words[1].N != 3 || words[1].State != village.Completed ||
		words[0].Decision != village.Approved || words[1].Decision != village.Refused {
		t.Errorf("the last words are %+v", words)
	}
	wantError(t, r.office.DoSub(t.Context(), kiosk, c.ID, 2, office.Deed{Verb: office.VerbReview}, by), village.NotFound, "code")
}

// reasonIsKept: what an officer types stays with the act; the sentence for the paper goes along
// when it names nobody.
func reasonIsKept(t *testing.T, r *lettersRig) {
	kiosk := Identity().ID
	r.made++
	c := office.Case{
		Kiosk: kiosk, ID: id(r.made), ShortCode: sampleCode(r.made), Item: "one", ItemName: "x", State: village.Received, AcceptedAt: Moment,
		Applicant: village.Applicant{Name: "陈惜娟", Phone: "13800000000"}, Behalf: &office.Behalf{Agent: village.Applicant{Name: "王五"}},
	}
	r.KeepCase(t, c)
	by := office.Account{Name: "li", Role: office.RoleCounty}
	for _, verb := range []office.Verb{office.VerbAccept, office.VerbReview} {
		_, err := r.office.Do(t.Context(), kiosk, c.ID, office.Deed{Verb: verb}, by)
		must(t, err)
	}
	told := r.ask(fresh(kiosk))
	deed := office.Deed{Verb: "reject", Words: "陈惜娟不符合第三条"}
	for _, names := range []string{"请陈惜娟再来", "打138 0000-0000", "请王五来", "号码 445203194912310021"} {
		deed.Told = names
		_, err := r.office.Do(t.Context(), kiosk, c.ID, deed, by)
		wantError(t, err, village.Invalid, "told")
	}
	deed.Told = "不符合第三条，可以问 12345"
	_, err := r.office.Do(t.Context(), kiosk, c.ID, deed, by)
	must(t, err)
	news := r.ask(after(fresh(kiosk), told))
	if len(news.Letters) != 1 || strings.Contains(string(news.Letters[0].Body), "陈惜娟") {
		t.Fatalf("told %+v", news.Letters)
	}
	if s, err := news.Letters[0].Case(); err != nil || s.Text != deed.Told || s.State != village.Refused {
		t.Errorf("told %+v, %v", s, err)
	}
	must(t, r.office.Mailboxes.Step(t.Context(), kiosk, c.ID, func(head office.CaseHead) (office.Act, error) {
		if last := head.Acts[len(head.Acts)-1]; last.Words != deed.Words || last.Told != deed.Told || head.Acts[0].Words != "" {
			t.Errorf("kept %+v", head.Acts)
		}
		return office.Act{Verb: office.VerbDeliver, State: village.Delivery, At: Moment, Role: office.RoleCounty}, nil
	}))
}

// resultIsALetter: who carries a result is kept with the act and told, and the case stays where
// it is.
func resultIsALetter(t *testing.T, r *lettersRig) {
	kiosk := Identity().ID
	r.made++
	c := office.Case{Kiosk: kiosk, ID: id(r.made), ShortCode: sampleCode(r.made), Item: "one", ItemName: "x", State: village.Received, AcceptedAt: Moment}
	r.KeepCase(t, c)
	by := office.Account{Name: "li", Role: office.RoleCounty}
	for _, verb := range []office.Verb{office.VerbAccept, office.VerbReview, "approve", office.VerbDeliver} {
		_, err := r.office.Do(t.Context(), kiosk, c.ID, office.Deed{Verb: verb}, by)
		must(t, err)
	}
	told := r.ask(fresh(kiosk))
	head, err := r.office.Do(t.Context(), kiosk, c.ID, office.Deed{Verb: "sent", Carrier: "sf", Waybill: "sf12345678"}, by)
	must(t, err)
	news := r.ask(after(fresh(kiosk), told))
	if len(news.Letters) != 1 || head.State != village.Delivery {
		t.Fatalf("told %+v, and it stands at %s", news.Letters, head.State)
	}
	if w, err := news.Letters[0].Delivery(); err != nil || w.Record != c.ID || w.Waybill != "****5678" || w.AtMS == 0 {
		t.Errorf("told %+v, %v", w, err)
	}
	must(t, r.office.Mailboxes.Step(t.Context(), kiosk, c.ID, func(head office.CaseHead) (office.Act, error) {
		if last := head.Acts[len(head.Acts)-1]; last.Carrier != "sf" || last.Waybill != "SF12345678" {
			t.Errorf("kept %+v", last)
		}
		return office.Act{Verb: "returned", State: head.State, At: Moment, Role: office.RoleCounty}, nil
	}))
}
