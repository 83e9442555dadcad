package desk

import (
	"encoding/json"
	"slices"
	"testing"

	"bianmin/app/village"
	"bianmin/assets/lang"
)

// TestH1DoorsAreNamedByTheWordsOfARequest: each with its rule and version.
func TestH1DoorsAreNamedByTheWordsOfARequest(t *testing.T) {
	for words, want := range map[string][]string{
		"村口路灯坏了三天":       nil,
		"隔壁仓库着火了，还有人昏迷":  {"danger"},
		"法院判决以后村里不肯还地":   {"court"},
		"信访局说归纪检，部队也说不管": {"petition", "army"},
		"": nil,
	} {
		var got []string
		for _, d := range Advise(words) {
			if got = append(got, d.ID); d.Version < 1 {
				t.Errorf("rule %s has no version", d.ID)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", words, got, want)
		}
	}
}

// TestEachDoorHasAnIDOfItsOwnAndOneThatIsDangerousHasWhomToCall.
func TestEachDoorHasAnIDOfItsOwnAndOneThatIsDangerousHasWhomToCall(t *testing.T) {
	list, basis := Doors()
	seen := map[string]bool{}
	for _, d := range list {
		if seen[d.ID] || d.ID == "" {
			t.Errorf("door %q twice or without a name", d.ID)
		}
		seen[d.ID] = true
	}
	if basis == "" || len(list) == 0 || list[0].ID != "danger" || !slices.Equal(list[0].Phones, []string{"110", "119", "120", "122"}) {
		t.Errorf("danger comes first, with whom to call: %+v", list)
	}
}

// TestP14EachDoorThatWordsCanNameHasASentenceOfItsDecision, in both languages.
func TestP14EachDoorThatWordsCanNameHasASentenceOfItsDecision(t *testing.T) {
	list, _ := Doors()
	for _, language := range []string{lang.Default, "en"} {
		text, err := lang.Load(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			if key := d.decided("").Key(); len(d.Words) > 0 && !text.Has(key) {
				t.Errorf("%s: no %s", language, key)
			}
		}
	}
}

// TestH1AdviceIsSealedWithItsRuleAndRefusesNothing, and nobody is advised about a booking.
func TestH1AdviceIsSealedWithItsRuleAndRefusesNothing(t *testing.T) {
	form := map[string]any{village.TicketContent: "仓库着火了"}
	c := checked{item: village.ServiceItem{Code: village.TicketHelp.Item()}, form: form}
	c.advise()
	raw, err := json.Marshal(CaseBody{Advice: c.advice})
	var sealed struct {
		Advice []struct {
			Rule    string
			Version int
		}
	}
	if err == nil {
		err = json.Unmarshal(raw, &sealed)
	}
	if err != nil || len(sealed.Advice) != 1 || sealed.Advice[0].Rule != "danger" || sealed.Advice[0].Version != 1 {
		t.Errorf("sealed %s, %v", raw, err)
	}
	if len(c.warnings) != 1 || c.warnings[0].Key != "warn.triage.danger" || c.warnings[0].Rule != "danger" {
		t.Errorf("said %+v", c.warnings)
	}
	b := checked{item: village.ServiceItem{Code: village.BookHome}, form: form}
	if b.advise(); len(b.advice)+len(b.warnings) != 0 {
		t.Errorf("a booking: %+v", b.warnings)
	}
}
