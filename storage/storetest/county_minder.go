package storetest

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// PieceStore is what looking after pieces needs of a county's database.
type PieceStore interface {
	CountyStore
	office.PieceBook
}

// PieceFolder is where its pieces lie.
type PieceFolder interface {
	office.Blobs
	office.PieceShop
}

// MinderRig is an empty county that trusts [Trusted].
type MinderRig struct {
	Store  PieceStore
	Pieces PieceFolder
	Spoil  func(t *testing.T, sum [32]byte) // changes what lies under a sum
}

// Minder is what every county does about a piece that a disk changed.
func Minder(t *testing.T, open func(t *testing.T) MinderRig) {
	t.Helper()
	for name, check := range map[string]func(*mindful){
		"it is asked for again, taken, and whole":            (*mindful).askedAgain,
		"it holds up what is said to be in a backup":         (*mindful).holdsUp,
		"a backup's copy is put back":                        (*mindful).putBack,
		"a damaged copy of a backup is not":                  (*mindful).badSpare,
		"what its machine does not have either is set aside": (*mindful).goneThere,
		"pieces that never came are not missed":              (*mindful).neverCame,
		"a second content under a name has its pieces too":   (*mindful).fork,
	} {
		t.Run(name, func(t *testing.T) {
			m := &mindful{t: t, MinderRig: open(t), k: &sender{id: Identity().ID, epoch: 1, base: seal.BaseHead(Identity().ID, 1, seal.Head{})}}
			m.office = &office.Office{Store: asStore{CountyStore: m.Store}, Blobs: m.Pieces, Now: func() time.Time { return Moment }}
			_, err := m.Store.Incarnation(t.Context(), []byte("one life of many"))
			must(t, err)
			check(m)
		})
	}
}

type mindful struct {
	MinderRig
	t      *testing.T
	office *office.Office
	k      *sender
}

// hand hands over case n with a photograph, whose sum it returns.
func (m *mindful) hand(n int, photo string) [32]byte {
	m.t.Helper()
	_, r := SampleCase(n, 60)
	r.Parts = []village.Part{SamplePart(photo, 50)}
	r.Parts[0].Size = 50
	sum := [32]byte(r.Parts[0].SHA256)
	m.k.link(append(m.k.records, r))
	m.push()
	return sum
}

func (m *mindful) push(lost ...[32]byte) office.Ack {
	m.t.Helper()
	ack, err := m.office.TakePush(m.t.Context(), office.Push{
		Kiosk: m.k.id, Epoch: m.k.epoch, FirstSeq: 1, Prev: m.k.base, Records: slices.Clone(m.k.records), Lost: lost,
		Incarnation: []byte("one life of many"),
	})
	must(m.t, err)
	return ack
}

func (m *mindful) bring(photo string) error {
	data := SamplePart(photo, 50).Data
	return m.office.KeepPiece(m.t.Context(), m.k.id, sha256.Sum256(data), data)
}

func (m *mindful) mind(spare func([32]byte) ([]byte, error)) office.Minded {
	m.t.Helper()
	minder := &office.Minder{Book: m.Store, Shop: m.Pieces, Spare: spare, Log: slog.New(slog.DiscardHandler)}
	out, err := minder.Check(context.WithoutCancel(m.t.Context()))
	must(m.t, err)
	return out
}

// whole checks that the piece is there as it was handed in and nobody is asked.
func (m *mindful) whole(sum [32]byte) {
	m.t.Helper()
	data, err := m.Pieces.Read(sum)
	must(m.t, err)
	if there, err := m.Pieces.Has(m.t.Context(), sum); err != nil || !there || sha256.Sum256(data) != sum {
		m.t.Errorf("the piece holds %q, %v", data, err)
	}
	if ack := m.push(); len(ack.Missing) != 0 || ack.Complete != ack.Want-1 {
		m.t.Errorf("answer %+v", ack)
	}
}

func (m *mindful) askedAgain() {
	sum := m.hand(1, "a")
	must(m.t, m.bring("a"))
	if got := m.mind(nil); got != (office.Minded{Pieces: 1}) {
		m.t.Errorf("a whole piece: %+v", got)
	}
	m.Spoil(m.t, sum)
	if there, err := m.Pieces.Has(m.t.Context(), sum); err != nil || there {
		m.t.Errorf("a damaged piece is called there, %v", err)
	}
	if got := m.mind(nil); got != (office.Minded{Pieces: 1, Missed: 1}) {
		m.t.Errorf("a damaged piece: %+v", got)
	}
	if ack := m.push(); len(ack.Missing) != 1 || ack.Missing[0] != sum || ack.Complete != 0 {
		m.t.Errorf("answer %+v, want the piece asked for", ack)
	}
	must(m.t, m.bring("a"))
	m.whole(sum)
}

func (m *mindful) holdsUp() {
	m.hand(1, "a")
	sum := m.hand(2, "b")
	must(m.t, m.bring("a"))
	must(m.t, m.bring("b"))
	must(m.t, m.Store.MarkDurable(m.t.Context(), []office.Durable{{Kiosk: m.k.id, Epoch: 1, Seq: 2}}))
	m.Spoil(m.t, sum)
	m.mind(nil)
	if ack := m.push(); ack.Durable != 1 {
		m.t.Errorf("durable up to %d while the piece of 2 is damaged", ack.Durable)
	}
}

func (m *mindful) putBack() {
	sum := m.hand(1, "a")
	must(m.t, m.bring("a"))
	m.Spoil(m.t, sum)
	spare := func(s [32]byte) ([]byte, error) { return SamplePart("a", 50).Data, nil }
	if got := m.mind(spare); got != (office.Minded{Pieces: 1, Mended: 1}) {
		m.t.Errorf("%+v", got)
	}
	m.whole(sum)
	m.Spoil(m.t, sum)
	m.mind(nil) // no backup was at hand
	m.mind(spare)
	m.whole(sum)
}

func (m *mindful) badSpare() {
	sum := m.hand(1, "a")
	must(m.t, m.bring("a"))
	m.Spoil(m.t, sum)
	if got := m.mind(func([32]byte) ([]byte, error) { return []byte("bad too"), nil }); got.Mended != 0 || got.Missed != 1 {
		m.t.Errorf("%+v", got)
	}
}

func (m *mindful) goneThere() {
	sum := m.hand(1, "a")
	must(m.t, m.bring("a"))
	m.Spoil(m.t, sum)
	m.mind(nil)
	m.push(sum)
	ack := m.push()
	if len(ack.Missing) != 0 || ack.Complete != 1 || len(ack.Rejects) != 1 || ack.Rejects[0].Key != "err.push.piece" {
		m.t.Errorf("answer %+v", ack)
	}
}

func (m *mindful) neverCame() {
	m.hand(1, "a")
	if got := m.mind(nil); got != (office.Minded{Pieces: 1}) {
		m.t.Errorf("%+v", got)
	}
}

// fork hands over another content under a name that is taken, in two epochs.
func (m *mindful) fork() {
	m.hand(1, "a")
	must(m.t, m.bring("a"))
	_, r := SampleCase(2, 60)
	_, first := SampleCase(1, 60)
	r.ID = first.ID
	r.Parts = []village.Part{SamplePart("b", 50)}
	r.Parts[0].Size = 50
	sum := [32]byte(r.Parts[0].SHA256)
	m.k.link(append(m.k.records, r))
	if ack := m.push(); len(ack.Missing) != 1 || ack.Missing[0] != sum || ack.Complete != 1 || len(ack.Rejects) != 1 {
		m.t.Errorf("answer %+v, want the second content's piece asked for", ack)
	}
	m.k.again(2)
	if ack := m.push(); len(ack.Missing) != 1 || ack.Complete != 1 {
		m.t.Errorf("in a new epoch: %+v", ack)
	}
	must(m.t, m.bring("b"))
	m.whole(sum)
	records := 0
	must(m.t, m.Store.EachRecord(m.t.Context(), func(office.Summary) error { records++; return nil }))
	if records != 2 {
		m.t.Errorf("%d records, want each content once", records)
	}
}
