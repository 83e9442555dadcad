package county

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/inspect"
	"bianmin/app/token"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// inspected is a county that knows one machine and has opened its records.
func inspected(t *testing.T, records ...village.Record) (*DB, office.Kiosk, *office.Inspectorate) {
	t.Helper()
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	if err := db.KeepSigner(t.Context(), countytest.Issuer().Public()); err != nil {
		t.Fatal(err)
	}
	db.hand(t, k, nil, records...)
	days, err := calendar.Load(calendardata.WorkingDays())
	if err != nil {
		t.Fatal(err)
	}
	return db, k, &office.Inspectorate{Book: db, Templates: &office.Checklists{Shipped: countytest.Checklists()}, Days: days, Now: db.now, Rand: rand.NewChaCha8([32]byte{7})}
}

func checks(db *DB) office.Checks {
	return office.Checks{Templates: &office.Checklists{Shipped: countytest.Checklists()}, Signers: db.Signers, Kiosks: db.Kiosks, Today: db.Today}
}

// hand hands records over behind others and opens them.
func (db *DB) hand(t *testing.T, k office.Kiosk, before []village.Record, records ...village.Record) {
	t.Helper()
	if _, err := db.take(t, handed(k.ID, before, records...)); err != nil {
		t.Fatal(err)
	}
	if err := (&office.Opener{Log: db, Checks: checks(db)}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestAVisitIsOpenedWithAnOrderForEachFindingAndTold(t *testing.T) {
	db, k, n := inspected(t, countytest.Inspection(1, nil, nil))
	visits, scored, err := n.Visits(t.Context())
	if err != nil || len(visits) != 1 || scored[0].Score.Points != 880 {
		t.Fatalf("%d visits, %+v, %v", len(visits), scored, err)
	}
	full, err := db.Inspection(t.Context(), visits[0].Record.ShortCode)
	if err != nil || full.Record.Duty.Name != "林小梅" || full.Record.Findings[0].Note != "九点半没有人" || full.Shown.Inspector != "I-3" || full.Shown.Order.Number != "2026-03" {
		t.Errorf("in full %+v, %v", full, err)
	}
	orders, err := db.Rectifications(t.Context())
	if err != nil || len(orders) != 2 {
		t.Fatalf("%d orders, %v", len(orders), err)
	}
	for i, o := range orders {
		if want := inspect.OrderNumber(full.Record.ShortCode, i+1); o.Number != want || o.State() != inspect.RectOpen || o.Due != full.Record.Findings[i].Due || !o.OpenedAt.Equal(countytest.At) {
			t.Errorf("order %d is %+v", i, o)
		}
	}
	var letters int
	if err := db.db.Read().QueryRowContext(t.Context(), `SELECT COUNT(*) FROM letter WHERE kiosk = $1 AND kind = 'case'`, k.ID).Scan(&letters); err != nil || letters != 2 {
		t.Errorf("%d letters, %v", letters, err)
	}
	db.data = nil
	if list, err := db.Inspections(t.Context()); err != nil || list[0].Record.Duty.Name != "" || list[0].Record.Findings[0].Note != "" {
		t.Errorf("without the key: %+v, %v", list, err)
	}
}

func TestAVisitThatIsNotWhatItSaysIsSetAside(t *testing.T) {
	forged := func(r *inspect.Record) {
		order := token.Token{Kind: token.DayOrder, Number: "2026-03", Role: "I-3", Places: []village.DivisionCode{r.Centre}, First: day(r.VisitedAt), Last: day(r.VisitedAt)}
		text, err := token.Encode(order, countytest.Identity(9))
		if err != nil {
			t.Fatal(err)
		}
		r.Order = text
	}
	want := map[string]village.Record{
		"err.check.score":       countytest.Inspection(1, nil, func(r *inspect.Record) { r.Score.Points += 10 }),
		"err.check.template":    countytest.Inspection(2, nil, func(r *inspect.Record) { r.Version = "2030-1" }),
		"err.check.order_place": countytest.Inspection(3, nil, func(r *inspect.Record) { r.Centre = "445203104203" }),
		"err.token.forged":      countytest.Inspection(4, nil, forged),
		"err.check.day":         countytest.Inspection(5, nil, func(r *inspect.Record) { r.VisitedAt = r.VisitedAt.AddDate(0, 0, 1) }),
		"err.county.body": countytest.Inspection(6, nil, func(r *inspect.Record) {
			r.Files = []inspect.File{{Of: "duty.absent", SHA256: make([]byte, 32), First: 1, Pieces: 1}}
		}),
		"err.rectify.unknown": countytest.RectificationReply(7, "ZG22222222-01", countytest.InspectedCentre),
	}
	order := []string{"err.check.score", "err.check.template", "err.check.order_place", "err.token.forged", "err.check.day", "err.county.body", "err.rectify.unknown"}
	var records []village.Record
	for _, key := range order {
		records = append(records, want[key])
	}
	db, _, _ := inspected(t, records...)
	list, err := db.Quarantine(t.Context(), office.Scope{}, 20)
	if err != nil {
		t.Fatal(err)
	}
	got := map[village.RecordID]string{}
	for _, q := range list {
		got[q.ID] = q.Problem
	}
	for key, r := range want {
		if got[r.ID] != key {
			t.Errorf("%s: set aside for %q", key, got[r.ID])
		}
	}
	if visits, err := db.Inspections(t.Context()); err != nil || len(visits) != 0 {
		t.Errorf("%d visits, %v", len(visits), err)
	}
}

// TestPresenceIsBelievedByTheCountysOwnRegister: a machine that answers for a centre
// stands there.
func TestPresenceIsBelievedByTheCountysOwnRegister(t *testing.T) {
	proof := func(answerer byte) func(*inspect.Record) {
		return func(r *inspect.Record) {
			at := inspect.Stamped{At: countytest.At, Trust: village.TimeSynced, By: countytest.Identity(1)}
			challenge, err := inspect.Challenge("2026-03", make([]byte, 16), at)
			if err != nil {
				t.Fatal(err)
			}
			at.By = countytest.Identity(answerer)
			answer, err := inspect.Answer(challenge, r.Centre, at)
			if err != nil {
				t.Fatal(err)
			}
			r.Presence, r.Facts = inspect.Presence{Kind: inspect.Proved, Proof: inspect.Proof(challenge, answer), Trusted: true}, nil
		}
	}
	db, k, _ := inspected(t)
	for n, place := range map[byte]village.DivisionCode{2: countytest.InspectedCentre, 3: "445203104203"} {
		e := office.Enrolment{Selector: "BBB" + string('A'+rune(n)), Salt: []byte{1}, Hash: []byte{2}, Village: place, ExpiresAt: countytest.At}
		m := countytest.Identity(n)
		if err := db.AddEnrolment(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		if err := db.Register(t.Context(), e.Selector, office.Kiosk{ID: m.ID, PublicKey: m.Public(), Village: place, EnrolledAt: countytest.At}); err != nil {
			t.Fatal(err)
		}
	}
	records := []village.Record{
		countytest.Inspection(1, proof(2), nil),
		countytest.Inspection(2, proof(3), nil),                                                                          // stands elsewhere
		countytest.Inspection(3, proof(4), nil),                                                                          // nobody knows it
		countytest.Inspection(4, proof(1), nil),                                                                          // its own answer
		countytest.Inspection(5, func(r *inspect.Record) { r.Village = "445203104203" }, nil),                            // not the centre's machine
		countytest.Inspection(6, nil, func(r *inspect.Record) { r.Presence = inspect.Presence{Kind: inspect.Unproved} }), // says so
		countytest.Inspection(7, func(r *inspect.Record) { r.TimeTrust = village.TimeFloor }, nil),                       // says more of its clock than it knows
	}
	db.hand(t, k, nil, records...)
	visits, err := db.Inspections(t.Context())
	if err != nil || len(visits) != 2 || visits[0].Record.ID != records[0].ID || visits[1].Record.ID != records[5].ID {
		t.Errorf("%d visits, %v", len(visits), err)
	}
	list, err := db.Quarantine(t.Context(), office.Scope{}, 20)
	if err != nil || len(list) != 5 || list[0].Problem != "err.check.presence" {
		t.Errorf("set aside %+v, %v", list, err)
	}
}

func TestAReplyOfTheCentreIsAnActOnItsOrderOnly(t *testing.T) {
	first := countytest.Inspection(1, nil, nil)
	db, k, n := inspected(t, first)
	orders, err := db.Rectifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	number := orders[1].Number
	replies := []village.Record{
		countytest.RectificationReply(2, number, countytest.InspectedCentre),
		countytest.RectificationReply(3, number, countytest.InspectedCentre), // it waits to be looked at
		countytest.RectificationReply(4, orders[0].Number, "445203104203"),   // another centre's
	}
	db.hand(t, k, []village.Record{first}, replies...)
	orders, err = db.Rectifications(t.Context())
	if err != nil || orders[1].State() != inspect.RectReplied || len(orders[1].Acts) != 2 || orders[1].Acts[1].Text != "已经打扫" || orders[1].Acts[1].Record != replies[0].ID || len(orders[0].Acts) != 1 {
		t.Fatalf("orders %+v, %v", orders, err)
	}
	if list, err := db.Quarantine(t.Context(), office.Scope{}, 20); err != nil || len(list) != 2 {
		t.Errorf("%d set aside, %v", len(list), err)
	}
	if _, err := n.Act(t.Context(), number, office.RectAct{Verb: inspect.Rejected, By: "郑检查", Text: "还没有扫", Reason: inspect.InPart}); err != nil {
		t.Fatal(err)
	}
	r, err := n.Act(t.Context(), number, office.RectAct{Verb: inspect.Accepted, By: "郑检查"})
	if err != nil || r.State() != inspect.RectClosed {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := n.Act(t.Context(), number, office.RectAct{Verb: inspect.Struck, By: "x", Text: "y"}); village.KindOf(err) != village.Conflict {
		t.Errorf("a closed order was struck: %v", err)
	}
}

// TestAnOrderWhoseNumberWasTakenIsAnsweredToo: a machine whose disk was put back gives one
// code three times.
func TestAnOrderWhoseNumberWasTakenIsAnsweredToo(t *testing.T) {
	code := village.NewShortCode(rand.New(rand.NewPCG(1, 7)))
	again := func(r *inspect.Record) { r.ShortCode = code }
	visits := []village.Record{countytest.Inspection(1, nil, nil), countytest.Inspection(2, again, nil), countytest.Inspection(3, again, nil)}
	db, k, _ := inspected(t, visits...)
	own := inspect.OrderNumber(code, 1)
	taken := []string{own, own + "+" + string(k.ID), own + "+" + string(k.ID) + "+" + string(visits[2].ID)}
	typed := []string{own, "zg " + own[2:] + " + " + strings.ToLower(string(k.ID)), strings.ToUpper(taken[2])}
	var replies []village.Record
	for i, number := range typed {
		replies = append(replies, countytest.RectificationReply(int64(4+i), number, countytest.InspectedCentre))
	}
	db.hand(t, k, visits, replies...)
	orders, err := db.Rectifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, number := range taken {
		at := slices.IndexFunc(orders, func(r office.Rectification) bool { return r.Number == number })
		if at < 0 || orders[at].State() != inspect.RectReplied || orders[at].Acts[1].Record != replies[i].ID {
			t.Errorf("%s: %+v", number, orders)
		}
	}
	err = db.Mail(t.Context(), k.ID, func(tx office.MailTx) error {
		letters, err := tx.Letters(0, 100)
		for _, letter := range letters {
			if _, err := letter.Case(); err != nil {
				t.Errorf("the machine cannot read %s: %v", letter.Body, err)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestTwoOfficersDoNotDecideTheSameStep(t *testing.T) {
	db, _, n := inspected(t, countytest.Inspection(1, nil, nil))
	orders, err := db.Rectifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	errs := make([]error, 4)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			_, errs[i] = n.Act(context.Background(), orders[0].Number, office.RectAct{Verb: inspect.Accepted, By: "郑检查"})
		})
	}
	group.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else if village.KindOf(err) != village.Conflict {
			t.Error(err)
		}
	}
	if done != 1 {
		t.Errorf("decided %d times", done)
	}
}

func TestAnOrderIsGivenForEverySourceAndCountsFromItsDay(t *testing.T) {
	db, _, n := inspected(t)
	for _, source := range inspect.Sources() {
		r, err := n.Open(t.Context(), office.Rectification{Centre: countytest.InspectedCentre, Source: source, Severity: inspect.Serious, Text: "差评：等了很久", Ref: "K7M49TA2"}, "区政数局")
		if err != nil || r.Due != "2026-11-30" {
			t.Fatalf("%s: %+v, %v", source, r, err)
		}
	}
	if list, err := db.Rectifications(t.Context()); err != nil || len(list) != 6 || list[0].Text == "" || list[0].Acts[0].By != "区政数局" {
		t.Errorf("orders %+v, %v", list, err)
	}
	for field, r := range map[string]office.Rectification{
		"centre":   {Centre: "445203000000", Source: inspect.City, Severity: inspect.Minor, Text: "x"},
		"source":   {Centre: countytest.InspectedCentre, Source: "friend", Severity: inspect.Minor, Text: "x"},
		"severity": {Centre: countytest.InspectedCentre, Source: inspect.City, Severity: "huge", Text: "x"},
		"text":     {Centre: countytest.InspectedCentre, Source: inspect.City, Severity: inspect.Minor, Text: " "},
	} {
		if _, err := n.Open(t.Context(), r, "x"); err == nil || village.Keyed(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func (db *DB) exec(t *testing.T, statement string) error {
	t.Helper()
	return db.db.Write(t.Context(), "change", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), statement)
		return err
	})
}

func day(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, village.Zone)
}
