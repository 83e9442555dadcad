package api_test

import (
	"bytes"
	"context"
	"maps"
	"time"

	"bianmin/app/village"
	"bianmin/storage/storetest"
	"bianmin/sync/wire"
)

// carried is what a stick brought back, in which life of the county, and what the
// county held of the kiosk then.
type carried struct {
	frames []wire.Frame
	life   byte
	held   map[village.RecordID]bool
}

// useStick goes some part of a stick's way, or all of it.
func (m *district) useStick(d *till) {
	for _, step := range []func(*till){m.export, func(d *till) { m.carry(d.stand) }, m.bring} {
		if m.rng.IntN(2) == 0 {
			step(d)
		}
	}
}

func (m *district) export(d *till) {
	var stick bytes.Buffer
	out, err := d.queue.Export(context.Background(), &stick, d.box.Question)
	if err != nil {
		m.t.Fatal(err)
	}
	d.stand.sticks, d.bundles = append(d.stand.sticks, stick.Bytes()), append(d.bundles, out.Last)
}

// carry brings some stick of a kiosk to the county, at times one that is cut off.
func (m *district) carry(s *stand) {
	if len(s.sticks) == 0 {
		return
	}
	stick := s.sticks[m.rng.IntN(len(s.sticks))]
	if m.rng.IntN(6) == 0 {
		stick = stick[:m.rng.IntN(len(stick))]
	}
	var back bytes.Buffer
	if out, _ := m.keeper.Import(context.Background(), bytes.NewReader(stick), &back); !out.Answered {
		return
	}
	answer := carried{life: m.lives, held: map[village.RecordID]bool{}}
	for _, id := range m.heldOf(s) {
		answer.held[id] = true
	}
	err := wire.ReadBundle(&back, func(f wire.Frame) error { answer.frames = append(answer.frames, f); return nil })
	if err != nil {
		m.t.Fatal(err)
	}
	s.answers = append(s.answers, answer)
}

// bring lets a disk take some answer in, as often and as late as it likes. What
// names no bundle of this disk is refused.
func (m *district) bring(d *till) {
	if len(d.stand.answers) == 0 {
		return
	}
	answer := d.stand.answers[m.rng.IntN(len(d.stand.answers))]
	for _, f := range answer.frames {
		var err error
		switch f.Kind {
		case wire.FrameAnswer:
			err = d.queue.TakeAnswer(context.Background(), f.Bytes, d.bundles)
		case wire.FrameLetters:
			err = d.box.TakeCarried(context.Background(), f.Bytes, d.bundles)
		}
		if err != nil {
			return
		}
	}
	at, _ := d.store.OutboxState(context.Background())
	if string(at.Incarnation) == string(life(answer.life)) {
		maps.Copy(d.met, answer.held)
	}
}

// keptOn: what a disk was told last stays the last. It goes on in the letters of one
// life of the county, or over to a later life, and never back to an earlier one.
func (m *district) keptOn(d *till) {
	at, err := d.store.MailState(context.Background())
	if err != nil {
		m.t.Fatal(err)
	}
	was := d.mail
	d.mail = at
	switch {
	case was.Incarnation == nil:
	case lifeOf(at) < lifeOf(was):
		m.t.Fatalf("a kiosk went back to letters of life %d of its county after those of %d", lifeOf(at), lifeOf(was))
	case lifeOf(at) == lifeOf(was) && at.Seq < was.Seq:
		m.t.Fatalf("a kiosk went back from letter %d to %d", was.Seq, at.Seq)
	}
}

func lifeOf(at village.MailState) byte { return at.Incarnation[0] }

// gullible takes every stick for the first word of its county.
type gullible struct{ *storetest.Memory }

func (b gullible) MailState(ctx context.Context) (village.MailState, error) {
	at, err := b.Memory.MailState(ctx)
	at.Incarnation, at.ToldAt = nil, time.Time{}
	return at, err
}

// timeless forgets when it was told something.
type timeless struct{ *storetest.Memory }

func (u timeless) MailState(ctx context.Context) (village.MailState, error) {
	at, err := u.Memory.MailState(ctx)
	at.ToldAt = time.Time{}
	return at, err
}
