package county

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// followed is a county with two visits and the acts that followed them: on the first
// visit's orders an objection that was right, and a reply that was rejected and answered
// again; an order of the city's stands beside them.
func followed(t *testing.T) (*DB, *office.Inspectorate) {
	t.Helper()
	visits := []village.Record{countytest.Inspection(1, nil, nil), countytest.Inspection(2, nil, nil)}
	db, k, n := inspected(t, visits...)
	act := func(number string, a office.RectAct) {
		t.Helper()
		if _, err := n.Act(t.Context(), number, a); err != nil {
			t.Fatal(err)
		}
	}
	orders := orderNumbers(t, db, countytest.ID(1))
	act(orders[0], office.RectAct{Verb: inspect.Struck, By: "领导小组", Text: "当天在镇里开会"})
	db.hand(t, k, visits, countytest.RectificationReply(3, orders[1], countytest.InspectedCentre))
	act(orders[1], office.RectAct{Verb: inspect.Rejected, By: "郑检查", Text: "还没有扫", Reason: inspect.InPart})
	act(orders[1], office.RectAct{Verb: inspect.Replied, By: "村委", Text: "扫了"})
	if _, err := n.Open(t.Context(), office.Rectification{Centre: countytest.InspectedCentre, Source: inspect.City, Severity: inspect.Serious, Text: "市里反馈"}, "区政数局"); err != nil {
		t.Fatal(err)
	}
	return db, n
}

// orderNumbers are those of a visit's orders.
func orderNumbers(t *testing.T, db *DB, visit village.RecordID) (numbers []string) {
	t.Helper()
	list, err := db.Rectifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		if r.Record == visit {
			numbers = append(numbers, r.Number)
		}
	}
	slices.Sort(numbers)
	return numbers
}

// verified is what the county finds when it holds everything against what came; faults
// are their keys with what they name.
func (db *DB) verified(t *testing.T, known string) (v office.Verified, faults []string) {
	t.Helper()
	v, err := office.InspectionVerifier{Book: db, Checks: checks(db)}.All(t.Context(), known)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range v.Faults {
		switch {
		case f.Order != "":
			faults = append(faults, fmt.Sprintf("%s %s/%d", f.Key, f.Order, f.Step))
		case f.ID != "":
			faults = append(faults, f.Key+" "+string(f.ID))
		default:
			faults = append(faults, f.Key)
		}
	}
	return v, faults
}

// change does to the database what a person with its password can.
func (db *DB) change(t *testing.T, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if err := db.exec(t, s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestVerifySeesWhatWasChangedInTheDatabase(t *testing.T) {
	db, _ := followed(t)
	one, two := orderNumbers(t, db, countytest.ID(1)), orderNumbers(t, db, countytest.ID(2))
	struck, replied := one[0], one[1]
	visit1, visit2, reply := string(countytest.ID(1)), string(countytest.ID(2)), string(countytest.ID(3))
	if v, faults := db.verified(t, ""); len(faults) > 0 || v.Visits != 2 || v.Orders != 5 || v.Acts != 9 || v.Early != 0 || !strings.HasPrefix(v.End, "9-") {
		t.Fatalf("untouched: %+v", v)
	}
	deleteVisit := []string{
		`DELETE FROM office_finding WHERE id = '` + visit2 + `'`,
		`DELETE FROM office_inspection WHERE id = '` + visit2 + `'`,
	}
	deleteOrder := []string{`DELETE FROM rectification_act WHERE number = '` + two[1] + `'`, `DELETE FROM rectification WHERE number = '` + two[1] + `'`}
	for _, tt := range []struct {
		name   string
		change []string
		want   []string // each begins one of the faults
	}{
		{"how often something was found", []string{`UPDATE office_finding SET times = 3 WHERE position = 2 AND id = '` + visit1 + `'`}, []string{"err.check.row " + visit1}},
		{"the last day of a finding", []string{`UPDATE office_finding SET due = '2027-11-30' WHERE position = 1 AND id = '` + visit1 + `'`}, []string{"err.check.row " + visit1}},
		{"who found it", []string{`UPDATE office_inspection SET source = 'self' WHERE id = '` + visit1 + `'`}, []string{"err.check.row " + visit1}},
		{"the inspector", []string{`UPDATE office_inspection SET inspector = 'I-4' WHERE id = '` + visit1 + `'`}, []string{"err.check.row " + visit1}},
		{"when it was", []string{`UPDATE office_inspection SET visited_ms = visited_ms - 1 WHERE id = '` + visit1 + `'`}, []string{"err.check.row " + visit1}},
		{"what the duty person said", []string{`UPDATE office_inspection SET answer = 'signed' WHERE id = '` + visit1 + `'`}, []string{"err.check.row " + visit1}},
		{"how presence was shown", []string{`UPDATE office_inspection SET presence = 'none' WHERE id = '` + visit1 + `'`}, []string{"err.check.row " + visit1}},
		{"what the machine read itself", []string{`UPDATE office_inspection SET facts = '{"machine":"x"}' WHERE id = '` + visit1 + `'`}, []string{"err.check.row " + visit1}},
		{"whether the clock was right", []string{`UPDATE office_inspection SET time_trust = 'unknown' WHERE id = '` + visit1 + `'`}, []string{"err.check.row " + visit1}},
		{"the record itself", []string{`UPDATE record SET digest = body WHERE id = '` + visit1 + `'`}, []string{"err.check.no_place " + visit1, "err.check.digest " + visit1}},
		{"when the record was made", []string{`UPDATE record SET created_ms = created_ms + 1 WHERE id = '` + visit1 + `'`}, []string{"err.check.no_place " + visit1}},
		{"another record in its place", []string{`UPDATE record SET (body, digest) = (SELECT r.body, r.digest FROM record r WHERE r.id = '` + visit2 + `') WHERE id = '` + visit1 + `'`},
			[]string{"err.check.no_place " + visit1, "err.county.body " + visit1}},
		{"a record is put in", []string{`INSERT INTO record (kiosk, seq, id, kind, schema, body, digest, created_ms, time_trust, received_ms, opened)
			SELECT kiosk, 99, 'x', kind, schema, body, digest, created_ms, time_trust, received_ms, 1 FROM record WHERE id = '` + visit1 + `'`},
			[]string{"err.check.hole", "err.check.no_place x", "err.check.gone x"}},
		{"a visit is deleted", deleteVisit, []string{"err.check.gone " + visit2}},
		{"a visit is deleted and said to be set aside for its score", append(slices.Clone(deleteVisit),
			`INSERT INTO quarantine (kiosk, seq, id, kind, problem, received_ms, number) SELECT kiosk, seq, id, kind, 'err.check.score', received_ms, 99 FROM record WHERE id = '`+visit2+`'`),
			[]string{"err.check.aside " + visit2}},
		{"a visit is deleted with its record", append(slices.Clone(deleteVisit), `DELETE FROM record WHERE id = '`+visit2+`'`), []string{"err.check.hole", "err.check.hole " + visit2}},
		{"a visit is deleted with its record and its place", append(slices.Clone(deleteVisit), `DELETE FROM record WHERE id = '`+visit2+`'`, `DELETE FROM position WHERE id = '`+visit2+`'`),
			[]string{"err.check.hole", "err.check.hole", "err.check.hole"}},
		{"a verdict", []string{`UPDATE rectification_act SET verb = 'accept' WHERE verb = 'strike'`}, []string{"err.rectify.act_changed " + struck + "/2"}},
		{"who decided", []string{`UPDATE rectification_act SET who = 'x' WHERE verb = 'reject'`}, []string{"err.rectify.act_changed " + replied + "/3"}},
		{"when somebody decided", []string{`UPDATE rectification_act SET at_ms = at_ms - 86400000 WHERE verb = 'reject'`}, []string{"err.rectify.act_changed " + replied + "/3"}},
		{"why", []string{`UPDATE rectification_act SET reason = 'back' WHERE verb = 'reject'`}, []string{"err.rectify.act_changed " + replied + "/3"}},
		{"the record of a reply", []string{`UPDATE rectification_act SET record = 'x' WHERE number = '` + replied + `' AND step = 2`}, []string{"err.check.gone " + reply, "err.rectify.act_changed " + replied + "/2"}},
		{"what is hidden of an act", []string{`UPDATE rectification_act SET hidden = (SELECT hidden FROM rectification_act WHERE verb = 'strike') WHERE verb = 'reject'`},
			[]string{"err.rectify.act_changed " + replied + "/3"}},
		{"an act in the middle is deleted", []string{`DELETE FROM rectification_act WHERE verb = 'reject'`}, []string{"err.rectify.act_gone " + replied + "/3"}},
		{"a first act is deleted", []string{`DELETE FROM rectification_act WHERE step = 1 AND number = '` + replied + `'`}, []string{"err.rectify.act_gone " + replied + "/1", "err.rectify.act_gone " + replied + "/1"}},
		{"the last act of an order is deleted", []string{`DELETE FROM rectification_act WHERE verb = 'strike'`}, []string{"err.rectify.act_gone " + struck + "/2"}},
		{"the last act of all is deleted", []string{`DELETE FROM rectification_act WHERE who = '区政数局'`}, []string{"err.rectify.act_gone ZG", "err.rectify.act_gone ZG"}},
		{"the reply of a record is deleted", []string{`DELETE FROM rectification_act WHERE number = '` + replied + `' AND step = 2`}, []string{"err.check.gone " + reply, "err.rectify.act_gone " + replied + "/2"}},
		{"two acts change places", []string{
			`UPDATE rectification_act SET step = 9 WHERE number = '` + replied + `' AND step = 3`, `UPDATE rectification_act SET step = 3 WHERE number = '` + replied + `' AND step = 4`,
			`UPDATE rectification_act SET step = 4 WHERE number = '` + replied + `' AND step = 9`,
		}, []string{"err.rectify.act_changed " + replied + "/3", "err.rectify.act_changed " + replied + "/4"}},
		{"an act is put in", []string{`INSERT INTO rectification_act (number, step, verb, at_ms, who, reason, kiosk, record, hidden)
			SELECT number, 5, 'accept', at_ms, who, '', '', '', hidden FROM rectification_act WHERE number = '` + replied + `' AND step = 4`}, []string{"err.rectify.act_changed " + replied + "/5"}},
		{"an act goes to another order", []string{`UPDATE rectification_act SET number = '` + two[0] + `' WHERE verb = 'strike'`}, []string{"err.rectify.act_changed " + two[0] + "/2", "err.rectify.act_gone " + struck + "/2"}},
		{"the last day of an order", []string{`UPDATE rectification SET due = '2027-11-30' WHERE number = '` + struck + `'`}, []string{"err.rectify.order_changed " + struck, "err.rectify.order_changed " + struck + "/1"}},
		{"the rule of an order", []string{`UPDATE rectification SET rule = 'run.books' WHERE number = '` + struck + `'`}, []string{"err.rectify.order_gone " + struck, "err.rectify.order_changed " + struck + "/1"}},
		{"how grave the city's order is", []string{`UPDATE rectification SET severity = 'minor' WHERE source = 'city'`}, []string{"err.rectify.order_changed ZG"}},
		{"an order is deleted", deleteOrder, []string{"err.rectify.order_gone " + two[1] + "/0", "err.rectify.act_gone " + two[1] + "/1"}},
		{"the end of the list is taken away", []string{`DELETE FROM rectification_head`}, []string{"err.rectify.head_gone"}},
		{"the end of the list is emptied", []string{`UPDATE rectification_head SET hidden = SUBSTR(hidden, 1, 0)`}, []string{"err.rectify.head_gone"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db, _ := followed(t)
			db.change(t, tt.change...)
			_, faults := db.verified(t, "")
			same := len(faults) == len(tt.want)
			for _, want := range tt.want {
				same = same && slices.ContainsFunc(faults, func(f string) bool { return strings.HasPrefix(f, want) })
			}
			if !same {
				t.Errorf("found %q, want %q", faults, tt.want)
			}
		})
	}
}

// unbind makes acts as they were before acts were bound.
func (db *DB) unbind(t *testing.T, condition string) {
	t.Helper()
	err := db.db.Write(t.Context(), "unbind", func(tx *sql.Tx) error {
		chain, hidden, err := db.actChain(t.Context(), tx)
		if err != nil {
			return err
		}
		for i, a := range chain.Acts {
			h := hidden[i]
			sealed, err := db.hide(h, rectActTable, a.Number, strconv.Itoa(a.Step))
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(t.Context(), `UPDATE rectification_act SET hidden = $1 WHERE number = $2 AND step = $3 AND `+condition, sealed, a.Number, a.Step); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestActsOfBeforeAreSaidToBeUnboundUntilTheNextOneAndEarlyAfterIt(t *testing.T) {
	db, n := followed(t)
	db.unbind(t, `1 = 1`)
	db.change(t, `DELETE FROM rectification_head`)
	if v, faults := db.verified(t, ""); len(faults) > 0 || v.Unbound != 9 || v.End != "" {
		t.Fatalf("before: %+v", v)
	}
	number := orderNumbers(t, db, countytest.ID(2))[0]
	if _, err := n.Act(t.Context(), number, office.RectAct{Verb: inspect.Accepted, By: "郑检查"}); err != nil {
		t.Fatal(err)
	}
	v, faults := db.verified(t, "")
	if len(faults) > 0 || v.Unbound != 0 || v.Early != 9 || v.Acts != 10 || !strings.HasPrefix(v.End, "10-") {
		t.Fatalf("after: %+v", v)
	}
	list, err := db.Rectifications(t.Context())
	if err != nil || !slices.ContainsFunc(list, func(r office.Rectification) bool { return len(r.Acts) == 4 && r.Acts[2].Text == "还没有扫" }) {
		t.Errorf("what was written is still read: %+v, %v", list, err)
	}
	// An old act is bound like a new one from here on.
	db.change(t, `UPDATE rectification_act SET verb = 'accept' WHERE verb = 'strike'`)
	if _, faults := db.verified(t, ""); len(faults) != 1 || !strings.HasPrefix(faults[0], "err.rectify.act_changed") {
		t.Errorf("an old act was changed: %q", faults)
	}
}

// TestNobodyTakesTheBindingAwayUnseen: an act as it lay in an old backup is put in the
// place of the bound one, also with the end of the list taken away, and the county works on.
func TestNobodyTakesTheBindingAwayUnseen(t *testing.T) {
	db, n := followed(t)
	db.unbind(t, `verb = 'strike'`)
	db.change(t, `UPDATE rectification_act SET verb = 'accept' WHERE verb = 'strike'`)
	_, faults := db.verified(t, "")
	if !slices.ContainsFunc(faults, func(f string) bool { return strings.HasPrefix(f, "err.rectify.act_unbound") }) {
		t.Errorf("one without its binding: %q", faults)
	}
	db.change(t, `DELETE FROM rectification_head`)
	number := orderNumbers(t, db, countytest.ID(2))[0]
	if _, err := n.Act(t.Context(), number, office.RectAct{Verb: inspect.Accepted, By: "郑检查"}); err != nil {
		t.Fatal(err)
	}
	if _, faults = db.verified(t, ""); !slices.Contains(faults, "err.rectify.head_gone") {
		t.Errorf("the list was begun anew: %q", faults)
	}
}

// TestAnEndThatWasWrittenDownIsMissedWhenTheListIsPutBack: who kept the whole list of an
// earlier day can put it back; who wrote its end down sees it.
func TestAnEndThatWasWrittenDownIsMissedWhenTheListIsPutBack(t *testing.T) {
	db, n := followed(t)
	var head []byte
	if err := db.db.Read().QueryRowContext(t.Context(), `SELECT hidden FROM rectification_head`).Scan(&head); err != nil {
		t.Fatal(err)
	}
	earlier, _ := db.verified(t, "")
	number := orderNumbers(t, db, countytest.ID(2))[0]
	if _, err := n.Act(t.Context(), number, office.RectAct{Verb: inspect.Struck, By: "领导小组", Text: "当天停电"}); err != nil {
		t.Fatal(err)
	}
	later, faults := db.verified(t, earlier.End)
	if len(faults) > 0 || later.End == earlier.End {
		t.Fatalf("the list went on: %+v", later)
	}
	err := db.db.Write(t.Context(), "put back", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(t.Context(), `DELETE FROM rectification_act WHERE number = $1 AND step = 2`, number); err != nil {
			return err
		}
		_, err := tx.ExecContext(t.Context(), `UPDATE rectification_head SET hidden = $1`, head)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, faults = db.verified(t, later.End); !slices.Equal(faults, []string{"err.rectify.known"}) {
		t.Errorf("put back: %q", faults)
	}
}

// TestActsOfTwoOfficersStandOneBehindTheOther: one list for all orders, whoever acts, and
// a visit that is opened meanwhile.
func TestActsOfTwoOfficersStandOneBehindTheOther(t *testing.T) {
	db, n := followed(t)
	k := countytest.Identity(1).ID
	before := []village.Record{countytest.Inspection(1, nil, nil), countytest.Inspection(2, nil, nil), countytest.RectificationReply(3, orderNumbers(t, db, countytest.ID(1))[1], countytest.InspectedCentre)}
	if _, err := db.take(t, handed(k, before, countytest.Inspection(4, nil, nil))); err != nil {
		t.Fatal(err)
	}
	numbers := orderNumbers(t, db, countytest.ID(2))
	errs := make(chan error)
	for _, number := range numbers {
		go func() {
			_, err := n.Act(context.Background(), number, office.RectAct{Verb: inspect.Accepted, By: "郑检查"})
			errs <- err
		}()
	}
	go func() { errs <- (&office.Opener{Log: db, Checks: checks(db)}).Drain(context.Background()) }()
	for range len(numbers) + 1 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if v, faults := db.verified(t, ""); len(faults) > 0 || v.Acts != 13 {
		t.Errorf("%d acts, %q", v.Acts, faults)
	}
}

// TestAReadSeesOneStateWhateverIsWrittenMeanwhile: else an untouched county that goes on
// working would be said to be changed.
func TestAReadSeesOneStateWhateverIsWrittenMeanwhile(t *testing.T) {
	db, n := followed(t)
	count := func(tx *sql.Tx) (acts int) {
		t.Helper()
		if err := tx.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM rectification_act`).Scan(&acts); err != nil {
			t.Fatal(err)
		}
		return acts
	}
	err := db.read(t.Context(), "look twice", func(tx *sql.Tx) error {
		before := count(tx)
		if _, err := n.Act(t.Context(), orderNumbers(t, db, countytest.ID(2))[0], office.RectAct{Verb: inspect.Accepted, By: "郑检查"}); err != nil {
			return err
		}
		if after := count(tx); after != before {
			t.Errorf("one read sees %d acts and %d", before, after)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestVerifySeesAPhotographOfAnActThatWasExchanged: one that an officer added lies in the
// database under its sum.
func TestVerifySeesAPhotographOfAnActThatWasExchanged(t *testing.T) {
	db, n := followed(t)
	number := orderNumbers(t, db, countytest.ID(2))[0]
	shots := []office.Shot{{Of: inspect.After, Data: []byte("\xff\xd8\xff one")}, {Of: inspect.After, Data: []byte("\xff\xd8\xff two")}}
	if _, err := n.Act(t.Context(), number, office.RectAct{Verb: inspect.Replied, By: "村委", Text: "扫了"}, shots...); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		change string
		faults int
	}{
		{`UPDATE order_shot SET number = number`, 0},
		{`UPDATE order_shot SET hidden = (SELECT o.hidden FROM order_shot o ORDER BY o.sha256 LIMIT 1)`, 1}, // both are one of them now
		{`DELETE FROM order_shot`, 2},
	} {
		db.change(t, tt.change)
		v, err := office.InspectionVerifier{Book: db, Checks: checks(db), Files: &office.Files{Book: db}}.All(t.Context(), "")
		if err != nil || len(v.Faults) != tt.faults {
			t.Errorf("%s: %+v, %v", tt.change, v.Faults, err)
		}
		for _, f := range v.Faults {
			if f.Key != "err.check.photo_changed" || f.Order != number || f.Step != 2 {
				t.Errorf("%s: %+v", tt.change, f)
			}
		}
	}
}
