package desk_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/assets/request"
	"bianmin/storage/storetest"
)

// hotline is a counter that knows the forms of requests.
func hotline(t *testing.T) (*desk.Desk, *storetest.Memory) {
	t.Helper()
	d, store := counter(t)
	list, err := request.Items()
	if err != nil {
		t.Fatal(err)
	}
	d.Item = func(code village.ItemCode) (village.ServiceItem, bool) {
		for _, it := range list.Items {
			if it.Code == code {
				return it, true
			}
		}
		return item, code == item.Code
	}
	return d, store
}

func ticket() desk.TicketInput {
	return desk.TicketInput{
		Type: village.TicketHelp, Place: "445203104202", PlaceText: "村口大榕树旁", Content: "路灯坏了三天，请修一修",
		Name: "陈阿婆", Phone: "138 0000 0000", CallBack: true, Consent: true,
	}
}

func TestATicketIsSealedAndGetsAReceipt(t *testing.T) {
	d, store := hotline(t)
	out, err := d.Ticket(t.Context(), ticket())
	if err != nil {
		t.Fatal(err)
	}
	if out.State != village.Received || out.ShortCode == "" || out.QR == "" || out.CaseNumber != nil || len(out.Missing) != 0 {
		t.Errorf("answer %+v", out)
	}
	records := pending(t, store)
	if len(records) != 1 || records[0].Kind != village.RecordTicket || records[0].KeepDays != 0 {
		t.Fatalf("records %+v", records)
	}
	b := body(t, store, 0)
	if b.Item.Code != "12345-help" || b.Form[village.TicketPhone] != "13800000000" || b.Form[village.TicketAnonymous] != false ||
		b.Form[village.TicketCallBack] != true || b.Form[village.TicketConfidential] != false || b.Applicant != (village.Applicant{}) {
		t.Errorf("sealed %+v", b)
	}
	clear, err := json.Marshal(out.Case)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"陈", "13800000000", "榕树", "路灯"} {
		if bytes.Contains(clear, []byte(secret)) {
			t.Errorf("%q stands in clear", secret)
		}
	}
}

// TestH1ATicketSaysWhichCaseItIsAbout: by its code, in what is sealed alone; an application
// is about nothing else.
func TestH1ATicketSaysWhichCaseItIsAbout(t *testing.T) {
	d, store := hotline(t)
	in := ticket()
	in.About = "h6fa j7hn"
	if _, err := d.Ticket(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if b := body(t, store, 0); b.Form[village.TicketAbout] != "H6FAJ7HN" {
		t.Errorf("sealed %+v", b.Form)
	}
	in.About = "H6FA"
	if _, err := d.Ticket(t.Context(), in); !refusedAt(err, "about") {
		t.Errorf("half a code: %v", err)
	}
	of := application()
	of.About = "H6FAJ7HN"
	in = desk.TicketInput{Type: village.TicketHelp, Place: in.Place, Content: in.Content, Anonymous: true, Consent: true}
	in.About = "H6FAJ7HN" // it says whose it is
	if _, err := d.Ticket(t.Context(), in); !refusedAt(err, "about") {
		t.Errorf("an anonymous request about a case: %v", err)
	}
	if _, err := d.Accept(t.Context(), of); !refusedAt(err, "about") {
		t.Errorf("an application about a case: %v", err)
	}
}

func refusedAt(err error, field string) bool {
	e, ok := errors.AsType[*village.Error](err)
	return ok && e.Kind == village.Invalid && e.Field == field
}

func TestAnAnonymousTicketNeedsAndTakesNobody(t *testing.T) {
	d, store := hotline(t)
	in := ticket()
	in.Anonymous, in.Name, in.Phone, in.CallBack = true, "", "", false
	if _, err := d.Ticket(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	form := body(t, store, 0).Form
	for _, key := range []string{village.TicketName, village.TicketPhone, village.TicketCallBack, village.TicketConfidential} {
		if _, there := form[key]; there {
			t.Errorf("%s was kept of an anonymous person", key)
		}
	}
}

func TestATicketIsRefusedAtItsField(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*desk.TicketInput)
		field  string
		key    string
	}{
		"a type that 12345 does not have": {func(in *desk.TicketInput) { in.Type = "gossip" }, "type", "err.ticket.type"},
		"no type":                         {func(in *desk.TicketInput) { in.Type = "" }, "type", "err.ticket.type"},
		"no place":                        {func(in *desk.TicketInput) { in.Place = "" }, "place", "err.form.empty"},
		"a place that the county lacks":   {func(in *desk.TicketInput) { in.Place = "445203999999" }, "place", "err.division.unknown"},
		"nothing said":                    {func(in *desk.TicketInput) { in.Content = " " }, "content", "err.form.empty"},
		"a name and anonymous":            {func(in *desk.TicketInput) { in.Anonymous, in.CallBack = true, false }, "name", "err.form.not_asked"},
		"a call back to nobody":           {func(in *desk.TicketInput) { in.Anonymous, in.Name, in.Phone = true, "", "" }, "call_back", "err.form.not_asked"},
		"neither a name nor anonymous":    {func(in *desk.TicketInput) { in.Name = "" }, "name", "err.form.empty"},
		"a phone that cannot be":          {func(in *desk.TicketInput) { in.Phone = "12345" }, "phone", ""},
		"a photo that is none":            {func(in *desk.TicketInput) { in.Photos = []desk.PhotoInput{{File: "a.png", Data: []byte("text")}} }, "photos[0].file", "err.material.file_type"},
		"the notice was not agreed to":    {func(in *desk.TicketInput) { in.Consent = false }, "consent", "err.consent.missing"},
	} {
		t.Run(name, func(t *testing.T) {
			d, store := hotline(t)
			in := ticket()
			tt.change(&in)
			_, err := d.Ticket(t.Context(), in)
			e, ok := errors.AsType[*village.Error](err)
			if !ok || e.Kind != village.Invalid || e.Field != tt.field || tt.key != "" && e.Key != tt.key {
				t.Errorf("error %v at %q, want %s at %q", err, e.Field, tt.key, tt.field)
			}
			if n := len(pending(t, store)); n != 0 {
				t.Errorf("%d records of what was refused", n)
			}
		})
	}
}

func TestTheSameTicketTwiceIsTakenWithAHint(t *testing.T) {
	d, _ := hotline(t)
	for n, in := range []desk.TicketInput{ticket(), ticket()} {
		in.Content += strings.Repeat("。再说一次", n)
		out, err := d.Ticket(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		if again := len(out.Warnings) == 1 && out.Warnings[0].Key == "warn.ticket.again"; again != (n == 1) {
			t.Errorf("request %d: warnings %v", n+1, out.Warnings)
		}
	}
	other := ticket()
	other.Phone = "13900000000"
	if out, err := d.Ticket(t.Context(), other); err != nil || len(out.Warnings) != 0 {
		t.Errorf("somebody else's: %v, %v", out.Warnings, err)
	}
}

func TestARequestHasNoApplicant(t *testing.T) {
	d, _ := hotline(t)
	in := ticket().Application()
	in.Applicant = application().Applicant
	_, err := d.Accept(t.Context(), in)
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Field != "applicant" || e.Key != "err.request.applicant" {
		t.Errorf("error %v", err)
	}
}
