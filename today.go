package main

import (
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// todayCommand is the page of the day (今天的办件), for who helps.
type todayCommand struct{ helperFlag }

// todayAnswer is the JSON answer of `today`: nothing personal is in it.
type todayAnswer struct {
	Cases     []todayCase `json:"cases"`     // taken in today, the newest first; no request to 12345 and no inspection
	Aside     []todayCase `json:"aside"`     // a record of the case was set aside by the county
	MakeUps   []todayCase `json:"make_ups"`  // papers follow by a last day, the soonest first
	Visits    []todayCase `json:"visits"`    // home visits of today
	Results   []todayCase `json:"results"`   // lie here, to be handed over
	Unprinted []todayCase `json:"unprinted"` // the receipt is not on paper
}

// todayCase is one case of a list of the day.
type todayCase struct {
	Code       village.ShortCode `json:"short_code"`
	Item       village.ItemCode  `json:"item"`
	Name       string            `json:"item_name"`
	State      village.CaseState `json:"state"`
	Says       string            `json:"says"` // the state in words
	AcceptedAt string            `json:"accepted_at"`
	Problem    string            `json:"problem,omitempty"`    // why it was set aside, as a message key
	MakeUpBy   village.Day       `json:"make_up_by,omitempty"` // last day for what follows
	ToFollow   []string          `json:"to_follow,omitempty"`  // codes of the papers
	Since      string            `json:"since,omitempty"`      // of a result: when it came to the village, by the county's clock
}

// Run lists what is in hand at this machine.
func (f todayCommand) Run(c *call) error {
	if f.Helper == "" {
		return village.Refuse("helper", "err.helper.today")
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	work, err := helped(c, k, f.helperFlag, func(string) (desk.Today, error) { return k.today(c) })
	if err != nil {
		return err
	}
	var out todayAnswer
	text := ""
	for _, list := range []struct {
		key string
		of  []desk.Status
		to  *[]todayCase
	}{
		{"aside", work.Aside, &out.Aside}, {"unprinted", work.Unprinted, &out.Unprinted}, {"make_ups", work.MakeUps, &out.MakeUps},
		{"visits", work.Visits, &out.Visits}, {"results", work.Results, &out.Results}, {"cases", work.Cases, &out.Cases},
	} {
		*list.to = []todayCase{}
		text += c.text.T("today."+list.key, "n", len(list.of)) + "\n"
		for _, s := range list.of {
			a := c.todayCase(s)
			*list.to = append(*list.to, a)
			text += c.text.T("cli.today.row", "code", a.Code.Spaced(), "item", a.Name, "state", a.Says) + "\n"
		}
	}
	return c.answer(out, text[:len(text)-1])
}

// todayCase is a case as the lists of the day say it.
func (c *call) todayCase(s desk.Status) todayCase {
	a := todayCase{
		Code: s.Case.ShortCode, Item: s.Case.Item, Name: s.Item.Name, State: s.Stands(), Says: c.text.T("state.record." + string(s.Record)),
		AcceptedAt: rfc3339(s.Case.AcceptedAt), Problem: s.SetAside(), MakeUpBy: s.MakeUpBy, ToFollow: s.ToFollow(),
	}
	if len(s.Steps) > 0 || s.GivenBack() {
		a.Says = c.text.T(s.Case.Item.StateKey(a.State))
	}
	if w, ok := s.Delivery(); ok && w.State == village.DeliveryAtVillage {
		a.Since = rfc3339(time.UnixMilli(w.AtMS))
	}
	return a
}
