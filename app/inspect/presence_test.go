package inspect

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, village.Zone)

func machine(t testing.TB, n byte) seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity(bytes.Repeat([]byte{n}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// known are machines 1 and 2.
func known(t testing.TB) KeyOf {
	keys := map[seal.KioskID]ed25519.PublicKey{}
	for n := byte(1); n <= 2; n++ {
		keys[machine(t, n).ID] = machine(t, n).Public()
	}
	return func(id seal.KioskID) (ed25519.PublicKey, bool) {
		key, ok := keys[id]
		return key, ok
	}
}

const metAt village.DivisionCode = "445203104202"

// met is the proof of a meeting of machines asker and answerer.
func met(t testing.TB, asker, answerer byte, apart time.Duration) string {
	t.Helper()
	challenge, err := Challenge("2026-03", bytes.Repeat([]byte{asker}, 16), Stamped{noon, village.TimeSynced, machine(t, asker)})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := Answer(challenge, metAt, Stamped{noon.Add(apart), village.TimeSynced, machine(t, answerer)})
	if err != nil {
		t.Fatal(err)
	}
	return Proof(challenge, answer)
}

func TestWhoHasTheAnswerStoodBeforeTheMachine(t *testing.T) {
	m, err := Meet(met(t, 1, 2, time.Minute), known(t))
	if err != nil || m.Asker != machine(t, 1).ID || m.Answerer != machine(t, 2).ID || m.Order != "2026-03" || m.Centre != metAt || !m.Trusted() ||
		!m.AskedAt.Equal(noon) || !m.AnsweredAt.Equal(noon.Add(time.Minute)) {
		t.Fatalf("%+v, %v", m, err)
	}
	if err := m.Shows(machine(t, 1).ID, "2026-03", Spot{Centre: metAt, At: noon.Add(time.Hour)}); err != nil {
		t.Error(err)
	}
	renamed := func(c village.DivisionCode) village.DivisionCode {
		if c == metAt {
			return "445203104299"
		}
		return c
	}
	for _, code := range []village.DivisionCode{metAt, "445203104299"} { // of a machine of either release
		if err := m.Shows(machine(t, 1).ID, "2026-03", Spot{Centre: code, At: noon.Add(time.Hour), Today: renamed}); err != nil {
			t.Errorf("renamed, filed at %s: %v", code, err)
		}
	}
	for what, err := range map[string]error{
		"another machine files": m.Shows(machine(t, 2).ID, "2026-03", Spot{Centre: metAt, At: noon}),
		"another order":         m.Shows(machine(t, 1).ID, "2026-04", Spot{Centre: metAt, At: noon}),
		"another centre":        m.Shows(machine(t, 1).ID, "2026-03", Spot{Centre: "445203104203", At: noon}),
		"the day after":         m.Shows(machine(t, 1).ID, "2026-03", Spot{Centre: metAt, At: noon.AddDate(0, 0, 1)}),
		"before it was asked":   m.Shows(machine(t, 1).ID, "2026-03", Spot{Centre: metAt, At: noon.Add(-time.Minute)}),
	} {
		if village.KindOf(err) != village.Invalid || err == nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	own, err := Meet(met(t, 1, 1, 0), known(t))
	if err != nil || own.Shows(machine(t, 1).ID, "2026-03", Spot{Centre: metAt, At: noon}) == nil {
		t.Errorf("a machine proved to itself: %v", err)
	}
}

func TestAProofThatWasChangedIsNotBelieved(t *testing.T) {
	whole := met(t, 1, 2, 0)
	challenge, answer, _ := strings.Cut(whole, "|")
	_, other, _ := strings.Cut(met(t, 2, 1, 0), "|")
	proofs := map[string]string{
		"no answer":         challenge + "|",
		"answer alone":      answer,
		"twice a challenge": challenge + "|" + challenge,
		"another's answer":  challenge + "|" + other,
		"unknown machine":   met(t, 1, 3, 0),
		"clocks apart":      met(t, 1, 2, 11*time.Minute),
		"more behind":       whole + "00",
	}
	for i := len(PresencePrefix); i < len(whole); i += 7 {
		changed := []byte(whole)
		if changed[i]++; changed[i] != '|' && changed[i] != '|'+1 {
			proofs[string(changed[i])+" at "+time.Duration(i).String()] = string(changed)
		}
	}
	for what, proof := range proofs {
		if _, err := Meet(proof, known(t)); village.Keyed(err).Key != "err.check.presence" {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func FuzzMeet(f *testing.F) {
	f.Add(met(f, 1, 2, 0))
	f.Add("BMP1:|BMP1:")
	keys := known(f)
	f.Fuzz(func(t *testing.T, proof string) {
		if m, err := Meet(proof, keys); err == nil && (m.Order == "" || len(m.Centre) != 12) {
			t.Errorf("%+v", m)
		}
	})
}
