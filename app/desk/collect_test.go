package desk_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/storage/storetest"
)

// onTheWay is a store whose cases have a result that the county sent somewhere.
type onTheWay struct {
	*storetest.Memory
	at village.DeliveryState
}

func (o *onTheWay) Standing(ctx context.Context, id village.RecordID) (village.Standing, error) {
	s, err := o.Memory.Standing(ctx, id)
	s.Steps = []village.CaseStep{{Record: id, State: village.Delivery}}
	s.Deliveries = []village.DeliveryWord{{Record: id, State: o.at}}
	return s, err
}

// TestM8AResultIsHandedOverToWhoMayReceiveIt by a helper, signed for, once; who received it
// and who handed it over are sealed.
func TestM8AResultIsHandedOverToWhoMayReceiveIt(t *testing.T) {
	letter := func(valid string, scope ...village.EntrustScope) func(*desk.BehalfInput) {
		return func(b *desk.BehalfInput) {
			b.Entrust = &desk.EntrustInput{Scope: append(scope, village.EntrustHandIn), ValidTo: valid, Original: true}
		}
	}
	receive := letter("2030-12-31", village.EntrustReceive)
	signed := base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\n"))
	in := desk.CollectInput{LastFour: "002x", Signature: signed, Coming: desk.Coming{Helper: "B-017"}}
	by := func(who village.Comer) desk.CollectInput {
		in := in
		in.By = who
		return in
	}
	another := in
	another.Behalf = &desk.BehalfInput{Relation: village.Child, Name: "陈丽君", IDType: village.IDResident, ID: "445221197003120026", Phone: "13900001234"}
	receive2 := another
	behalf := *another.Behalf
	receive2.Behalf = &behalf
	receive(receive2.Behalf)
	supplement := another
	behalf2 := *another.Behalf
	supplement.Behalf = &behalf2
	letter("2030-12-31", village.EntrustSupplement)(supplement.Behalf)
	for name, tt := range map[string]struct {
		agent func(*desk.BehalfInput)
		at    village.DeliveryState
		in    desk.CollectInput
		want  string
	}{
		"the applicant":                {nil, village.DeliveryAtVillage, in, ""},
		"it is at the window":          {nil, village.DeliveryAtWindow, in, "code err.collect.not_here"},
		"it is with a carrier":         {nil, village.DeliverySent, in, "code err.collect.not_here"},
		"it was fetched":               {nil, village.DeliveryHandedOver, in, "code err.collect.not_here"},
		"nobody of the staff":          {nil, village.DeliveryAtVillage, desk.CollectInput{LastFour: "002X", Signature: signed}, "helper err.collect.helper"},
		"three digits":                 {nil, village.DeliveryAtVillage, desk.CollectInput{LastFour: "02X", Signature: signed, Coming: in.Coming}, "last_four err.collect.last_four"},
		"nobody signed":                {nil, village.DeliveryAtVillage, desk.CollectInput{LastFour: "002X", Coming: in.Coming}, "signature err.collect.signature"},
		"nobody said who":              {receive, village.DeliveryAtVillage, in, "by err.follow.by"},
		"the agent, within the letter": {receive, village.DeliveryAtVillage, by(village.ComerAgent), ""},
		"the agent, outside it":        {letter("2030-12-31"), village.DeliveryAtVillage, by(village.ComerAgent), "by err.collect.scope"},
		"the agent, past it":           {letter("2026-11-29", village.EntrustReceive), village.DeliveryAtVillage, by(village.ComerAgent), "by err.follow.entrust_over"},
		"both":                         {letter("2030-12-31"), village.DeliveryAtVillage, by(village.ComerBoth), ""},
		"another without a letter":     {nil, village.DeliveryAtVillage, another, "behalf.entrust err.behalf.entrust"},
		"another, for something else":  {nil, village.DeliveryAtVillage, supplement, "behalf.entrust.scope err.behalf.scope_receive"},
		"another, entrusted":           {nil, village.DeliveryAtVillage, receive2, ""},
	} {
		d, store := counter(t)
		now := monday
		d.Now = func() (time.Time, village.TimeTrust) { return now, village.TimeSynced }
		a := application()
		if tt.agent != nil {
			a = withAgent(tt.agent)
		}
		out, err := d.Accept(t.Context(), a)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		d.Store, now = &onTheWay{store, tt.at}, time.Date(2026, 11, 30, 15, 0, 0, 0, village.Zone)
		tt.in.Code = string(out.ShortCode)
		_, err = d.Collect(t.Context(), tt.in)
		if err == nil {
			again, _ := d.Status(t.Context(), tt.in.Code)
			if !again.Collected() || village.Keyed(again.May(village.Collect)).Key != "err.collect.done" {
				t.Errorf("%s: it is handed over twice", name)
			}
		}
		e := village.Keyed(err)
		if got := join(e.Field, e.Key); err != nil && got != tt.want || err == nil && tt.want != "" {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if n, stored := len(pending(t, store)), tt.want == ""; (n == 2) != stored {
			t.Errorf("%s: %d records", name, n)
		}
	}
}

// TestM8WhatIsSealedOfAHandOver: the digits, who came, who helped and the signature, and none
// of it in what lies here in clear.
func TestM8WhatIsSealedOfAHandOver(t *testing.T) {
	d, store := counter(t)
	out, err := d.Accept(t.Context(), application())
	if err != nil {
		t.Fatal(err)
	}
	d.Store = &onTheWay{store, village.DeliveryAtVillage}
	in := desk.CollectInput{Code: string(out.ShortCode), LastFour: "002x", Signature: base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\n")), Coming: desk.Coming{Helper: "B-017"}}
	if _, err := d.Collect(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	var body desk.FollowUpBody
	text, err := sealtest.Text("K1", pending(t, store)[1])
	if err == nil {
		err = json.Unmarshal(text, &body)
	}
	if err != nil || body.Verb != village.Collect || body.LastFour != "002X" || body.Helper != "B-017" || len(body.Files) != 1 || body.Files[0].Material != desk.CollectSignature {
		t.Errorf("sealed is %+v", body)
	}
}
