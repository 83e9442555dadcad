package api_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/wire"
)

func (r *rig) publisher() *office.Publisher {
	return &office.Publisher{Store: r.db, List: r.db, Signer: r.signer, Pack: wire.PackContent, Now: func() time.Time { return r.clock }}
}

func (r *rig) publish(stream snapshot.Stream, plain []byte) snapshot.Manifest {
	r.t.Helper()
	m, err := r.publisher().Publish(r.t.Context(), stream, plain)
	if err != nil {
		r.t.Fatal(err)
	}
	return m
}

// pull asks in the name of kiosk what is newer than held.
func (r *rig) pull(kiosk seal.Identity, held ...wire.Held) (int, string, wire.Pulled) {
	r.t.Helper()
	raw, sum, err := r.server.Codec.Seal(kiosk, wire.PullContext, wire.Pull{V: wire.Version, Kiosk: kiosk.ID, Held: held})
	if err != nil {
		r.t.Fatal(err)
	}
	status, key, answer := r.post(kiosk, wire.PullPath, raw)
	var out wire.Pulled
	if status == http.StatusOK {
		e, err := r.server.Codec.Envelope(answer)
		if err == nil {
			err = r.server.Codec.Open(e, r.signer.Public(), wire.PulledContext, &out)
		}
		if err != nil || out.Request != sum || out.Kiosk != kiosk.ID {
			r.t.Errorf("answer %+v, %v", out, err)
		}
	}
	return status, key, out
}

func (r *rig) fetch(kiosk seal.Identity, sum [32]byte, from int) (int, string, []byte) {
	return r.ask(kiosk, http.MethodGet, wire.SnapshotPath+hex.EncodeToString(sum[:]), nil, map[string]string{
		"Range": fmt.Sprintf("bytes=%d-", from), wire.HeaderKiosk: string(kiosk.ID),
		wire.HeaderSignature: base64.StdEncoding.EncodeToString(kiosk.Sign(wire.FetchContext, sum[:])),
	})
}

func TestPullNamesWhatTheKioskLacksAndHandsItOverInPieces(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	notes := []byte(`{"format":"bianmin-templates/1","templates":[`)
	for n := range 100 {
		notes = fmt.Appendf(notes, `{"id":"%d","version":"1","form":"completed","name":"x","text":"`, n)
		for range 800 { // chance does not get smaller in zstd
			notes = fmt.Appendf(notes, "%08x", rand.Uint32())
		}
		notes = append(notes, `"},`...)
	}
	m := r.publish(snapshot.Templates, append(notes[:len(notes)-1], `]}`...))
	if err := r.publisher().PublishRoster(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, _, out := r.pull(kiosk)
	if len(out.Newest) != 2 || out.Newest[1].Snapshot().Verify([]ed25519.PublicKey{r.signer.Public()}) != nil || out.ServerMS != r.clock.UnixMilli() {
		t.Fatalf("answer %+v", out)
	}
	held := wire.Held{Stream: m.Stream, Version: m.Version, SHA256: m.SHA256, Incarnation: out.Incarnation}
	if _, _, out := r.pull(kiosk, held); len(out.Newest) != 1 || out.Newest[0].Stream != snapshot.Kiosks {
		t.Errorf("besides what it holds: %+v", out.Newest)
	}
	held.Incarnation = []byte("another life")
	if _, _, out := r.pull(kiosk, held); len(out.Newest) != 2 {
		t.Errorf("of another life: %+v", out.Newest)
	}
	var content []byte
	for int64(len(content)) < m.Size {
		status, key, part := r.fetch(kiosk, m.SHA256, len(content))
		if status != http.StatusPartialContent || len(part) == 0 || len(part) > wire.MaxFetchBytes {
			t.Fatalf("%d bytes after %d: %d %s", len(part), len(content), status, key)
		}
		content = append(content, part...)
	}
	if sha256.Sum256(content) != m.SHA256 || m.Size <= wire.MaxFetchBytes {
		t.Errorf("%d bytes came, of %d", len(content), m.Size)
	}
	for _, from := range []int{-1, len(content)} {
		if status, _, _ := r.fetch(kiosk, m.SHA256, from); status != http.StatusBadRequest {
			t.Errorf("from %d: %d", from, status)
		}
	}
	if status, _, _ := r.fetch(kiosk, [32]byte{1}, 0); status != http.StatusNotFound {
		t.Errorf("an unknown content: %d", status)
	}
}

func TestOnlyATrustedKioskPulls(t *testing.T) {
	r := newRig(t)
	kiosk, stranger := r.enrolled(1), countytest.Identity(9)
	m := r.publish(snapshot.Notices, []byte(`{"format":"bianmin-notices/1","notices":[]}`))
	if status, _, _ := r.pull(stranger); status != http.StatusForbidden {
		t.Errorf("a stranger's pull: %d", status)
	}
	if status, _, _ := r.fetch(stranger, m.SHA256, 0); status != http.StatusForbidden {
		t.Errorf("a stranger's fetch: %d", status)
	}
	if status, _, _ := r.ask(kiosk, http.MethodGet, wire.SnapshotPath+hex.EncodeToString(m.SHA256[:]), nil,
		map[string]string{"Range": "bytes=0-", wire.HeaderKiosk: string(kiosk.ID)}); status != http.StatusForbidden {
		t.Errorf("a fetch without a signature: %d", status)
	}
	raw, _, err := r.server.Codec.Seal(kiosk, wire.PushContext, wire.Pull{V: wire.Version, Kiosk: kiosk.ID})
	if err != nil {
		t.Fatal(err)
	}
	if status, _, _ := r.post(kiosk, wire.PullPath, raw); status != http.StatusForbidden {
		t.Errorf("signed for something else: %d", status)
	}
	if err := r.db.Revoke(t.Context(), kiosk.ID); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := r.pull(kiosk); status != http.StatusForbidden {
		t.Errorf("a revoked machine: %d", status)
	}
}

func TestListOfMachinesFollowsEnrolmentAndRevocation(t *testing.T) {
	r := newRig(t)
	p := r.publisher()
	first := r.enrolled(1)
	roster := func() (int64, snapshot.Roster) {
		t.Helper()
		if err := p.PublishRoster(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, list, err := r.db.Newest(t.Context())
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		content, err := r.db.Content(t.Context(), list[0].SHA256)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := wire.UnpackContent(content)
		if err != nil {
			t.Fatal(err)
		}
		machines, err := snapshot.ParseRoster(plain)
		if err != nil {
			t.Fatal(err)
		}
		return list[0].Version, machines
	}
	if n, machines := roster(); n != 1 || len(machines) != 1 || !bytes.Equal(machines[first.ID].PublicKey, first.Public()) || machines[first.ID].Village != "445203104202" {
		t.Errorf("number %d: %+v", n, machines)
	}
	if n, _ := roster(); n != 1 {
		t.Errorf("nothing new gives number %d", n)
	}
	second := r.enrolled(2)
	if err := r.db.Revoke(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	n, machines := roster()
	if n != 2 || len(machines) != 2 || !machines[first.ID].RevokedAt().Equal(r.clock) || !machines[second.ID].RevokedAt().IsZero() {
		t.Errorf("number %d: %+v", n, machines)
	}
}

// TestCasesAreHeldAgainstTheCatalogueTheyWereTakenWith: a new catalogue without
// the item rejects no case of the old one, and a case of a catalogue that is not
// here yet waits for it.
func TestCasesAreHeldAgainstTheCatalogueTheyWereTakenWith(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	of := func(seq int64, version, item, form string) village.Record {
		return countytest.Sealed(kiosk.ID, countytest.Case(seq, func(b map[string]any) {
			b["catalogue"], b["form"] = version, map[string]any{}
			b["item"] = map[string]any{"code": item, "name": "sample " + item, "department": ""}
			if form != "" {
				b["form"] = map[string]any{form: "x"}
			}
		}))
	}
	keep := func(version, item string) {
		t.Helper()
		if err := r.db.KeepEdition(t.Context(), version, storetest.SampleCatalogue(version, item)); err != nil {
			t.Fatal(err)
		}
	}
	keep("v1", "old")
	records := []village.Record{of(1, "v1", "old", ""), of(2, "v2", "new", ""), of(3, "v1", "new", ""), of(4, "v3", "later", ""), of(5, "v1", "old", "never_asked")}
	keep("v2", "new") // published while those of v1 are under way
	r.takenSealed(kiosk, records...)
	opener := office.Opener{Log: r.db, Secrets: []seal.CountySecret{sealtest.Secret()}, Editions: &office.Validators{Store: r.db}}
	look := func() (problems map[village.RecordID]string) {
		t.Helper()
		if err := opener.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		aside, err := r.db.Quarantine(t.Context(), office.Scope{}, 10)
		if err != nil {
			t.Fatal(err)
		}
		problems = map[village.RecordID]string{}
		for _, q := range aside {
			problems[q.ID] = q.Problem
		}
		return problems
	}
	want := map[village.RecordID]string{countytest.ID(3): "err.county.item", countytest.ID(4): "err.county.edition", countytest.ID(5): "err.county.item"}
	if got := look(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("set aside %v, want %v", got, want)
	}
	keep("v3", "later")
	delete(want, countytest.ID(4))
	if got := look(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("after v3 has come: %v, want %v", got, want)
	}
	if _, err := r.db.Case(t.Context(), kiosk.ID, countytest.ID(4)); err != nil {
		t.Errorf("the case that waited: %v", err)
	}
}

// takenSealed pushes records as they are.
func (r *rig) takenSealed(kiosk seal.Identity, records ...village.Record) {
	r.t.Helper()
	status, key, _ := r.post(kiosk, wire.PushPath, countytest.Envelope(kiosk, countytest.Message(kiosk.ID, nil, records...)))
	if status != http.StatusOK {
		r.t.Fatalf("push: %d %s", status, key)
	}
}
