package wire_test

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

func mail(id seal.Identity) wire.Mail {
	return wire.Mail{
		V: wire.Version, Kiosk: id.ID, Incarnation: []byte("0123456789abcdef"), Seq: 7, Head: seal.Head{1, 2},
		Epoch: 2, Next: 42, Chain: seal.Head{3, 4}, SentMS: 1764000000000,
	}
}

func letters(id seal.Identity) wire.Letters {
	at := time.UnixMilli(1764000000000).In(village.Zone)
	list := []village.Letter{
		{Kind: village.LetterLease, WrittenAt: at, Body: []byte(`{"epoch":2,"lo":1000,"hi":1019,"from":"2026-11-28","to":"2026-12-28"}`)},
		{Kind: village.LetterCase, WrittenAt: at, Body: []byte(`{"record":"01936000-0000-7000-8000-000000000001","state":"accepted","at_ms":1764000000000}`)},
		{Kind: "rating", WrittenAt: at, Body: []byte("of a later release")},
	}
	l := wire.Letters{
		V: wire.Version, Kiosk: id.ID, Request: wire.Sum{9}, Incarnation: []byte("0123456789abcdef"), After: 7, Before: seal.Head{1, 2},
		Letters: wire.NewLetters(list), More: true, ServerMS: 1764000000001,
	}
	l.Head = seal.LetterChain(id.ID, l.After, l.Before, list)
	return l
}

func TestGoldenLetters(t *testing.T) {
	id := identity(t)
	goldenEnvelope(t, "mail", wire.MailContext, mail(id))
	goldenEnvelope(t, "letters", wire.LettersContext, letters(id))
}

func TestLettersKeepTheirPlacesAndHeads(t *testing.T) {
	id := identity(t)
	l := letters(id)
	got, err := l.Village()
	if err != nil || len(got) != 3 || got[0].Seq != 8 || got[2].Seq != 10 || !bytes.Equal(got[2].Head, l.Head[:]) {
		t.Fatalf("%+v, %v", got, err)
	}
	if !reflect.DeepEqual(wire.NewLetters(got), l.Letters) {
		t.Error("a letter changed on its way")
	}
}

func TestLettersThatAreNotThoseOfTheHeadAreRefused(t *testing.T) {
	for name, change := range map[string]func(*wire.Letters){
		"one left out": func(l *wire.Letters) { l.Letters = l.Letters[1:] }, "other order": func(l *wire.Letters) { l.Letters[0], l.Letters[1] = l.Letters[1], l.Letters[0] },
		"another body": func(l *wire.Letters) { l.Letters[1].Body = []byte("{}") }, "another kind": func(l *wire.Letters) { l.Letters[1].Kind = "x" },
		"another time": func(l *wire.Letters) { l.Letters[1].WrittenMS++ }, "another place": func(l *wire.Letters) { l.After++ },
		"another kiosk": func(l *wire.Letters) { l.Kiosk = "KABCDEFGHIJ" }, "another past": func(l *wire.Letters) { l.Before[0] ^= 1 },
		"too many":         func(l *wire.Letters) { l.Letters = make([]wire.Letter, wire.MaxLetters+1) },
		"too long":         func(l *wire.Letters) { l.Letters[0].Body = make([]byte, village.MaxLetterBytes+1) },
		"before the first": func(l *wire.Letters) { l.After = -1 },
	} {
		l := letters(identity(t))
		change(&l)
		if _, err := l.Village(); village.KindOf(err) != village.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMailCheck(t *testing.T) {
	refused(t, func() wire.Mail { return mail(identity(t)) }, map[string]func(*wire.Mail){
		"v": func(m *wire.Mail) { m.V = 2 }, "seq": func(m *wire.Mail) { m.Seq = -1 }, "epoch": func(m *wire.Mail) { m.Next = 0 },
		"incarnation": func(m *wire.Mail) { m.Incarnation = make([]byte, 17) },
	})
}

// FuzzLetters opens whatever a known county signed: what is read is written in one
// form only, and says nothing that the head does not stand for.
func FuzzLetters(f *testing.F) {
	c, id := seeds(f, func(id seal.Identity) []any { return []any{letters(id), mail(id)} })
	f.Fuzz(func(t *testing.T, raw []byte) {
		again(t, c, id, raw, func(l wire.Letters) {
			list, err := l.Village()
			if err != nil {
				return
			}
			_, _ = village.ReadLetters(list)
			for _, one := range list {
				_, _ = one.Lease()
			}
		})
	})
}
