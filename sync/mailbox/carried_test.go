package mailbox_test

import (
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/storetest"
	"bianmin/sync/wire"
)

// bundle is the message that a stick was made with.
var bundle = wire.Sum{7}

// stick is what the county says on a stick: letters from after on, up to upto.
func (c *county) stick(after, upto int64, change func(*wire.Letters)) []byte {
	c.t.Helper()
	headAt := func(seq int64) seal.Head {
		if seq == 0 {
			return seal.MailBase(storetest.Identity().ID)
		}
		return seal.Head(c.letters[seq-1].Head)
	}
	out := wire.Letters{
		V: wire.Version, Kiosk: storetest.Identity().ID, Request: bundle, Incarnation: []byte("one"), After: after, Before: headAt(after),
		Letters: wire.NewLetters(c.letters[after:upto]), Head: headAt(upto), ServerMS: storetest.Moment.UnixMilli(),
	}
	if change != nil {
		change(&out)
	}
	raw, _, err := c.codec.Seal(c.signer, wire.LettersContext, out)
	if err != nil {
		c.t.Fatal(err)
	}
	return raw
}

// TestASticksLettersAreTakenOnceAndInOrder: whatever the stick's age, the machine
// goes on from what it has read.
func TestASticksLettersAreTakenOnceAndInOrder(t *testing.T) {
	type part struct{ after, upto int64 }
	for name, tt := range map[string]struct {
		sticks []part
		want   int64
	}{
		"the first":                       {[]part{{0, 2}}, 2},
		"in two parts":                    {[]part{{0, 2}, {2, 3}}, 3},
		"twice":                           {[]part{{0, 3}, {0, 3}}, 3},
		"an older one later":              {[]part{{0, 3}, {0, 1}}, 3},
		"one that overlaps":               {[]part{{0, 2}, {1, 3}}, 3},
		"one that begins again":           {[]part{{0, 2}, {0, 3}}, 3},
		"one that is too far on":          {[]part{{0, 1}, {2, 3}}, 1},
		"one without letters":             {[]part{{0, 2}, {2, 2}}, 2},
		"a part that was left out before": {[]part{{0, 1}, {2, 3}, {1, 2}, {2, 3}}, 3},
	} {
		box, store, c := rig(t)
		for _, s := range tt.sticks {
			if err := box.TakeCarried(t.Context(), c.stick(s.after, s.upto, nil), []wire.Sum{{1}, bundle}); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		at, err := store.MailState(t.Context())
		if err != nil || at.Seq != tt.want {
			t.Errorf("%s: read up to %d, want %d, %v", name, at.Seq, tt.want, err)
		}
		for i, l := range store.Letters() {
			if l.Seq != int64(i+1) {
				t.Errorf("%s: letter %d stands at place %d", name, l.Seq, i+1)
			}
		}
	}
}

func TestAStickOfAnEarlierLifeOfTheCountySaysNothing(t *testing.T) {
	box, store, c := rig(t)
	later := func(l *wire.Letters) { l.ServerMS += 1000; l.Incarnation = []byte("two") }
	for _, stick := range [][]byte{c.stick(0, 3, nil), c.stick(0, 1, later), c.stick(0, 3, nil), c.stick(1, 3, nil)} {
		if err := box.TakeCarried(t.Context(), stick, []wire.Sum{bundle}); err != nil {
			t.Fatal(err)
		}
	}
	at, err := store.MailState(t.Context())
	if err != nil || string(at.Incarnation) != "two" || at.Seq != 1 || !at.ToldAt.Equal(storetest.Moment.Add(time.Second)) {
		t.Errorf("read up to %+v, %v", at, err)
	}
	if letters := store.Letters(); len(letters) != 3 || letters[2].Seq != 1 {
		t.Errorf("letters %+v: what the county says now is not the last", letters)
	}
}

func TestAStickThatIsNotTheCountysAnswerIsRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*wire.Letters)
		key    string
	}{
		"to a bundle of another machine": {func(l *wire.Letters) { l.Request[0] ^= 1 }, "err.courier.answer"},
		"for another kiosk":              {func(l *wire.Letters) { l.Kiosk = "K7JGYNQ5VKE" }, "err.courier.answer"},
		"on another past":                {func(l *wire.Letters) { l.After, l.Before = 2, seal.Head{9} }, "err.sync.not_county"},
		"with a letter left out":         {func(l *wire.Letters) { l.Letters = l.Letters[1:] }, "err.sync.not_county"},
	} {
		box, store, c := rig(t)
		if err := box.TakeCarried(t.Context(), c.stick(0, 2, nil), []wire.Sum{bundle}); err != nil {
			t.Fatal(err)
		}
		err := box.TakeCarried(t.Context(), c.stick(2, 3, tt.change), []wire.Sum{bundle})
		if e := village.Keyed(err); e == nil || e.Key != tt.key {
			t.Errorf("%s: %v, want %s", name, err, tt.key)
		}
		if at, err := store.MailState(t.Context()); err != nil || at.Seq != 2 {
			t.Errorf("%s: read up to %d, %v", name, at.Seq, err)
		}
	}
}
