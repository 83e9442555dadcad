package office

import (
	"bytes"
	"time"

	"bianmin/app/seal"
)

// AuditReport is what a push says of its machine's log (本机流水): where the log
// ends and, for the county to keep, some of its rows.
type AuditReport struct {
	Base   int64 // rows up to it are on no disk of the machine any more
	Seq    int64 // the last row; 0 = nothing is said of a log
	Head   seal.Head
	First  int64     // number of the first of Rows
	Prev   seal.Head // before First
	Rows   [][]byte  // as they are hashed
	SentMS int64     // when, by the machine's clock
	Next   int64     // number in the epoch that the machine's next record will have
}

// AuditState is how far the county holds a machine's log and what the machine
// last said of itself.
type AuditState struct {
	Branch   int64     // lives of the log, from 1; what contradicts the one before begins the next
	Want     int64     // first row that is not held
	Head     seal.Head // before Want
	Told     int64     // the last row that was told of
	SaidMS   int64     // when, by the machine's clock; never after the county's own
	Lifetime int64     // records that the machine says it ever accepted
	Waiting  int64     // of them, how many it had not handed over then
}

// AuditHead is the hash after a row, as the machine told it.
type AuditHead struct {
	Branch, Seq int64
	Head        seal.Head
	ToldAt      time.Time // by the county's clock
}

// AuditPage is some rows as they came.
type AuditPage struct {
	Branch, First, Last int64
	Prev, Head          seal.Head
	Rows                [][]byte
}

// AuditAlarmKind says how a machine's log contradicts what the county holds.
type AuditAlarmKind string

const (
	AuditBackwards AuditAlarmKind = "backwards" // it has fewer rows than it had
	AuditFork      AuditAlarmKind = "fork"      // other rows stand where the county has some
	AuditBroken    AuditAlarmKind = "broken"    // its rows do not give its hash
	AuditCount     AuditAlarmKind = "count"     // it says fewer accepted records than before
)

// AuditAlarm is a contradiction for an operator to look at. It refuses nothing:
// what people hand in is taken all the same.
type AuditAlarm struct {
	Kind    AuditAlarmKind
	Seq     int64 // the last row that the machine told of, or for AuditCount the records
	Head    seal.Head
	ToldAt  time.Time
	Settled time.Time // when an operator had looked; zero before
}

// AuditTx is a machine's log in the transaction of a push.
type AuditTx interface {
	// Audit is how far the county holds the log.
	Audit() AuditState

	// AuditHeads are the heads that the machine told of rows first to last in the
	// branch.
	AuditHeads(first, last int64) ([]AuditHead, error)

	// AuditPages are the pages of the branch that hold any of rows first to last.
	AuditPages(first, last int64) ([]AuditPage, error)

	// OpenAlarms is how many alarms nobody has looked at yet.
	OpenAlarms() (int, error)

	// KeepAudit stores what a push brought. An alarm that is there already stays
	// as it is.
	KeepAudit(news AuditNews) error
}

// AuditNews is what a push changes.
type AuditNews struct {
	State  AuditState
	Head   *AuditHead
	Page   *AuditPage
	Alarms []AuditAlarm
}

// maxOpenAlarms is after how many contradictions the county only counts: two
// machines with one key would have it keep two logs for ever, in turn.
const maxOpenAlarms = 8

// auditing is one report on its way in.
type auditing struct {
	tx    AuditTx
	push  Push
	state AuditState
	news  AuditNews
	now   time.Time
}

// takeAudit compares what a push says of its machine's log with what is held and
// keeps what is new. want is the first row that the county would like next.
func takeAudit(tx AuditTx, p Push, ack Ack, now time.Time) (want int64, err error) {
	a := auditing{tx: tx, push: p, state: tx.Audit(), now: now}
	if a.state.Branch == 0 {
		a.state.Branch, a.state.Want = 1, 1
	}
	said := min(p.Audit.SentMS, now.UnixMilli()) // a clock in the future must not silence what it says later
	later := said > a.state.SaidMS
	a.count(ack, later)
	frozen, err := a.log(later)
	if err != nil {
		return 0, err
	}
	if a.state != tx.Audit() || a.news.Head != nil || len(a.news.Alarms) > 0 {
		if later {
			a.state.SaidMS = said
		}
		a.news.State = a.state
		if err := tx.KeepAudit(a.news); err != nil {
			return 0, err
		}
	}
	if frozen {
		return p.Audit.Seq + 1, nil
	}
	return a.state.Want, nil
}

// count takes what the machine says of how many records it ever accepted.
func (a *auditing) count(ack Ack, later bool) {
	p := a.push
	if !later {
		return
	}
	if p.Lifetime < a.state.Lifetime {
		a.alarm(AuditCount, p.Lifetime)
	}
	a.state.Lifetime, a.state.Waiting = p.Lifetime, max(p.Audit.Next-1, 0)
	if ack.Verdict == ChainOK && p.Audit.Next >= ack.Want {
		a.state.Waiting = p.Audit.Next - ack.Want
	}
}

// log takes the report itself. frozen: there are too many contradictions to keep
// one more log.
func (a *auditing) log(later bool) (frozen bool, err error) {
	r := a.push.Audit
	if r.Seq == 0 && a.state.Told == 0 {
		return false, nil
	}
	kind, err := a.contradiction(later)
	if err != nil || kind == AuditBroken {
		a.alarm(kind, r.Seq)
		return false, err
	}
	if kind != "" {
		a.alarm(kind, r.Seq)
		if open, err := a.tx.OpenAlarms(); err != nil || open >= maxOpenAlarms {
			return true, err
		}
		a.state = AuditState{
			Branch: a.state.Branch + 1, Want: 1, SaidMS: a.state.SaidMS, Lifetime: a.state.Lifetime, Waiting: a.state.Waiting,
		}
	}
	if r.Seq > a.state.Told {
		a.state.Told = r.Seq
		a.news.Head = &AuditHead{Branch: a.state.Branch, Seq: r.Seq, Head: r.Head, ToldAt: a.now}
	}
	return false, a.page()
}

// page keeps the rows of the report when they are the next ones.
func (a *auditing) page() error {
	r := a.push.Audit
	next := r.First == a.state.Want && r.Prev == a.state.Head || a.state.Want == 1 && r.Base > 0 && r.First == r.Base+1
	if len(r.Rows) == 0 || !next {
		return nil
	}
	heads, err := seal.AuditChain(r.Prev, r.First, r.Rows)
	if err != nil {
		return err
	}
	last := r.First + int64(len(heads)) - 1
	a.news.Page = &AuditPage{Branch: a.state.Branch, First: r.First, Last: last, Prev: r.Prev, Head: heads[len(heads)-1], Rows: r.Rows}
	a.state.Want, a.state.Head = last+1, heads[len(heads)-1]
	return nil
}

func (a *auditing) alarm(kind AuditAlarmKind, seq int64) {
	if kind != "" {
		a.news.Alarms = append(a.news.Alarms, AuditAlarm{Kind: kind, Seq: seq, Head: a.push.Audit.Head, ToldAt: a.now})
	}
}

// contradiction compares the report with what is held; "" when they fit. later
// tells that it was said after all that is held: an older message that was long
// on its way may well know fewer rows.
func (a *auditing) contradiction(later bool) (AuditAlarmKind, error) {
	r, s := a.push.Audit, a.state
	heads, err := seal.AuditChain(r.Prev, r.First, r.Rows)
	last := r.First + int64(len(r.Rows)) - 1
	switch {
	case err != nil, last > r.Seq, r.First == 1 && r.Prev != seal.Head{},
		len(heads) > 0 && last == r.Seq && heads[len(heads)-1] != r.Head:
		return AuditBroken, nil
	case r.Seq < s.Told && later:
		return AuditBackwards, nil
	case s.Want > 1 && (r.First == s.Want && r.Prev != s.Head || r.Base >= s.Want):
		return AuditFork, nil
	}
	if differs, err := a.otherHeads(heads); err != nil || differs {
		return AuditFork, err
	}
	if differs, err := a.otherRows(heads); err != nil || differs {
		return AuditFork, err
	}
	return "", nil
}

// otherHeads reports whether the machine told other heads before.
func (a *auditing) otherHeads(heads []seal.Head) (bool, error) {
	r := a.push.Audit
	if min(r.First, r.Seq) > a.state.Told {
		return false, nil
	}
	told, err := a.tx.AuditHeads(min(r.First, r.Seq), max(r.First+int64(len(heads))-1, r.Seq))
	for _, h := range told {
		if h.Seq == r.Seq && h.Head != r.Head {
			return true, err
		}
		if at := h.Seq - r.First; at >= 0 && at < int64(len(heads)) && heads[at] != h.Head {
			return true, err
		}
	}
	return false, err
}

// otherRows reports whether rows that come again are not those that are held.
func (a *auditing) otherRows(heads []seal.Head) (bool, error) {
	r := a.push.Audit
	if r.First >= a.state.Want || len(heads) == 0 {
		return false, nil
	}
	pages, err := a.tx.AuditPages(r.First-1, r.First+int64(len(heads))-1)
	for _, p := range pages {
		held, err := seal.AuditChain(p.Prev, p.First, p.Rows)
		if err != nil {
			return false, err
		}
		for i, head := range held {
			at := p.First + int64(i) - r.First
			if at == -1 && head != r.Prev || at >= 0 && at < int64(len(heads)) && (head != heads[at] || !bytes.Equal(p.Rows[i], r.Rows[at])) {
				return true, nil
			}
		}
	}
	return false, err
}
