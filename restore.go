package main

import (
	"context"
	"crypto/ed25519"
	"errors"
	"path/filepath"
	"time"

	"bianmin/app/receipt"
	"bianmin/app/seal"
	"bianmin/app/village"
	store "bianmin/storage/kiosk"
	"bianmin/storage/mirror"
	"bianmin/sync/client"
	"bianmin/sync/wire"
)

type restoreCommand struct {
	From   string `help:"Second medium with the copy of the machine that is gone." required:"" type:"path" placeholder:"DIR"`
	Code   string `help:"One-time code of countyd kiosks replace."`
	County string `help:"Address of the county platform, when it is another one than the copy says." placeholder:"URL"`

	MirrorSameDisk bool `help:"Let the copy be on the disk of the data, for trying out." hidden:""`
}

type restoreAnswer struct {
	Kiosk    string `json:"kiosk"`
	Records  int    `json:"records"`
	Waiting  int    `json:"waiting"`
	Lifetime int64  `json:"lifetime"`
	Damaged  int    `json:"damaged"` // places of the copy that cannot be read
}

// Run makes the machine again in a new data folder: under its old name, with all
// that is on its copy, in a new epoch. Its key comes back from the county, which
// alone can open what lies on the medium.
func (r restoreCommand) Run(c *call) error {
	dir := filepath.Clean(r.From)
	if filepath.Base(dir) == mirror.Folder {
		dir = filepath.Dir(dir)
	}
	found, err := mirror.Look(dir)
	if err != nil {
		return err
	}
	url := r.County
	if url == "" {
		url = found.URL
	}
	switch {
	case r.Code == "":
		return &village.Error{Kind: village.Invalid, Field: "code", Key: "err.restore.code", Args: map[string]any{"kiosk": found.Kiosk}}
	case url == "":
		return village.Refuse("county", "err.restore.url")
	}
	seed, known, err := askKey(c, url, r.Code, found.Owner)
	if err != nil {
		return err
	}
	out, err := rebuild(c, dir, seed, known)
	if err != nil {
		return err
	}
	if err := r.rejoin(c, dir, url, &out); err != nil {
		return err
	}
	text := c.text.T("cli.restored", "kiosk", out.Kiosk, "records", out.Records, "waiting", out.Waiting, "lifetime", out.Lifetime)
	if out.Damaged > 0 {
		text += "\n" + c.text.T("cli.restored.damaged", "n", out.Damaged)
	}
	return c.answer(out, text)
}

// How long a replacement waits for an office to open the escrow, and how soon it
// asks again: twice as late each time.
const (
	keyWait  = 30 * time.Second
	keySoon  = 200 * time.Millisecond
	keyLater = 2 * time.Second
)

// askKey is the key of the machine that is gone, 32 bytes, as its county gives it
// back, with what the county knows of that machine.
func askKey(ctx context.Context, url, typed string, owner mirror.Owner) (seed []byte, known wire.Replaced, err error) {
	code, err := seal.ParseEnrolmentCode(typed)
	if err != nil {
		return nil, known, err
	}
	fresh, err := newSeed()
	if err != nil {
		return nil, known, village.Failed("draw a key of the moment", err)
	}
	own, err := seal.NewCountySecret(seal.SuiteX25519, fresh)
	if err != nil {
		return nil, known, err
	}
	line := client.Line{URL: url, Time: newClock().past}
	ask := wire.Replace{Kiosk: owner.Kiosk, Escrow: owner.Escrow, Key: own.Bytes()}
	again := keySoon
	for end := time.Now().Add(keyWait); time.Now().Before(end); again = min(2*again, keyLater) {
		answer, err := client.ReturnKey(ctx, line, code, ask)
		if later, ok := errors.AsType[*client.LaterError](err); ok && later.After < keyWait {
			again = later.After
		} else if err != nil {
			return nil, known, err
		}
		if answer.Ready {
			seed, err := seal.TakeKey(own, owner.County, owner.Kiosk, answer.Sealed)
			if err != nil {
				return nil, known, &village.Error{Kind: village.Offline, Key: "err.restore.key", Err: err}
			}
			return seed, answer, nil
		}
		if err := pause(ctx, again); err != nil {
			return nil, known, err
		}
	}
	return nil, known, &village.Error{Kind: village.Offline, Key: "err.restore.waiting", Err: errors.New("no office answered")}
}

// rebuild makes the data folder from the copy in dir.
func rebuild(c *call, dir string, seed []byte, known wire.Replaced) (out restoreAnswer, err error) {
	identity, err := seal.NewIdentity(seed)
	if err != nil {
		return out, village.Failed("read the machine's key", err)
	}
	out.Kiosk = string(identity.ID)
	catalogues, err := mirror.Catalogues(dir, identity.Public())
	if err != nil {
		return out, mirror.Fault(err)
	}
	return out, store.Restore(c, c.cli.Data, store.Restored{
		Seed: seed, Lifetime: known.Lifetime, Epoch: known.Epoch, Catalogues: catalogues, Mark: auditMark, Now: newClock().wall,
		Entries: func(take func(mirror.Entry) error) error { return readCopy(dir, identity.Public(), take, &out) },
	})
}

func readCopy(dir string, public ed25519.PublicKey, take func(mirror.Entry) error, out *restoreAnswer) error {
	found, err := mirror.Read(dir, public, func(e mirror.Entry) error {
		out.Records++
		return take(e)
	})
	out.Damaged = found.Damaged
	return err
}

// auditMark is the row of the machine's log that a receipt names.
func auditMark(c village.Case) (village.AuditMark, bool) {
	p, _, err := receipt.Parse(c.QR)
	if err != nil {
		return village.AuditMark{}, false
	}
	return village.AuditMark{Seq: int64(p.AuditSeq), Head: p.AuditHead[:]}, true
}

// rejoin enrols the machine anew, which ends the certificates of the one that is
// gone, and lets it go on with the copy. Should the line be cut now, `bianmin enrol`
// with the same code does the same.
func (r restoreCommand) rejoin(c *call, dir, url string, out *restoreAnswer) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if err := k.store.SaveMirror(c, store.Mirror{Dir: dir, SameDisk: r.MirrorSameDisk}); err != nil {
		return err
	}
	if _, err := k.enrol(c, url, r.Code); err != nil {
		return err
	}
	n, err := k.store.Count(c)
	out.Waiting, out.Lifetime = n.Waiting, n.Lifetime
	return err
}
