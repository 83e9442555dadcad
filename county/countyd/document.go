package main

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"strings"

	"bianmin/app/letter"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type documentsCmd struct {
	Verify   documentsVerifyCmd   `cmd:"" help:"Whether a file, or a number with its code, is a document of the county, and whether it stands."`
	List     documentsListCmd     `cmd:"" help:"List documents that were handed out, the newest first."`
	Withdraw documentsWithdrawCmd `cmd:"" help:"Note that a document does not stand any more; whoever checks it is told."`
	Key      documentsKeyCmd      `cmd:"" help:"Write the public key that signatures are checked with, for who has no line to the county."`
}

// documentAddress is the flag of what hands documents out.
type documentAddress struct {
	VerifyAt string `placeholder:"URL" help:"Address that documents name for checking them, as https://county.example/verify."`
}

// documents gives papers numbers and signatures, out of the keys that belong to the database; nil
// where they are not.
func (s secrets) documents(w *world, db *county.DB, address, verify string) (*office.DocumentDesk, error) {
	keys, err := s.vault(address)
	if err != nil {
		return nil, err
	}
	missing := &village.Error{Kind: village.NotFound, Err: errors.New("no key to sign with")}
	seed, err := keys.Signing(func() ([]byte, error) { return nil, missing })
	if err == nil {
		_, err = s.open(w, db, address)
	}
	switch {
	case err != nil && village.KindOf(err) == village.NotFound:
		return nil, nil //nolint:nilnil // documented
	case err != nil:
		return nil, err
	}
	signer, err := seal.NewIdentity(seed)
	if err != nil {
		return nil, village.Failed("read the signing key", err)
	}
	return &office.DocumentDesk{Book: db, Signer: &signer, Address: verify, Now: w.now, Rand: w.random}, nil
}

// certificate is what a paper says of itself.
func certificate(k *office.DocumentDesk, d office.Document) letter.Certificate {
	return letter.Certificate{Number: d.Number, Code: d.Code, Address: k.Address}
}

type documentsVerifyCmd struct {
	secrets
	Database string `placeholder:"sqlite:FILE" help:"Database of the county, to ask the register."`
	Key      string `placeholder:"FILE" type:"existingfile" help:"Public key of the county, to check the signature alone, without a register."`
	File     string `arg:"" optional:"" type:"existingfile" help:"The file."`
	Number   string `placeholder:"NUMBER" help:"Number of a paper, with --code, instead of a file."`
	Code     string `placeholder:"CODE" help:"Code that is printed beside the number."`
	JSON     bool   `help:"Answer as JSON."`
}

// Run says how the document stands. Exit 1 when it is not one to rely on.
func (c *documentsVerifyCmd) Run(w *world) error {
	found, err := c.verify(w)
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(w.stdout).Encode(found)
	} else {
		err = w.verdict(found, c.Database == "")
	}
	if err != nil {
		return err
	}
	switch found.State {
	case office.DocumentGenuine, office.DocumentKnown, office.DocumentSigned:
		return nil
	}
	return &village.Error{Kind: village.Invalid, Field: "file", Key: "err.document.not_genuine", Args: map[string]any{"state": w.text.T("document.state." + string(found.State))}}
}

func (c *documentsVerifyCmd) verify(w *world) (found office.DocumentVerdict, err error) {
	var raw []byte
	if c.File != "" {
		if raw, err = os.ReadFile(c.File); err != nil {
			return found, village.Failed("read the file", err)
		}
	}
	switch {
	case c.Database != "" && (c.File != "" || c.Number != ""):
		err = database{c.Database}.with(w, func(db *county.DB) error {
			k, err := c.documents(w, db, c.Database, "")
			if err != nil {
				return err
			}
			if k == nil {
				return village.Refuse("keys", "document.unsigned")
			}
			if c.File != "" {
				found, err = k.VerifyFile(w.ctx, raw)
			} else {
				found, err = k.VerifyPaper(w.ctx, c.Number, c.Code)
			}
			return err
		})
		return found, err
	case c.Key != "" && c.File != "":
		key, err := readPublic(c.Key)
		return office.VerifySigned(raw, key), err
	}
	return found, village.Refuse("database", "err.document.how")
}

const pemPublic = "PUBLIC KEY"

// readPublic reads a public key as [documentsKeyCmd] wrote it, or as openssl does.
func readPublic(file string) (ed25519.PublicKey, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, village.Failed("read the key", err)
	}
	if block, _ := pem.Decode(raw); block != nil && block.Type == pemPublic {
		parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
		if key, ok := parsed.(ed25519.PublicKey); ok && err == nil {
			return key, nil
		}
	}
	return nil, village.Refuse("key", "err.document.key")
}

// verdict says in words what is known of a document.
func (w *world) verdict(found office.DocumentVerdict, offline bool) error {
	key := "document.state." + string(found.State)
	note := w.text.T(key + ".note")
	if offline && found.State == office.DocumentSigned {
		note = w.text.T("document.offline")
	}
	if err := w.say("document.answer", "state", w.text.T(key), "note", note); err != nil || found.Number == "" {
		return err
	}
	return w.say("document.answer.document", "kind", w.documentKind(found.Kind), "number", found.Number, "at", found.At.In(village.Zone).Format(w.text.T("county.time.year")))
}

func (w *world) documentKind(kind office.DocumentKind) string {
	if key := "document.kind." + string(kind); w.text.Has(key) {
		return w.text.T(key)
	}
	return w.text.T("letter." + string(kind))
}

type documentsListCmd struct{ listing }

const documentsShown = 500

// documentLine is one document in the answer of `documents list --json`.
type documentLine struct {
	office.DocumentVerdict
	Kiosk   seal.KioskID     `json:"kiosk,omitempty"`
	ID      village.RecordID `json:"id,omitempty"`
	Part    int              `json:"part,omitempty"`
	Account string           `json:"account,omitempty"`
}

func (c *documentsListCmd) Run(w *world) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(office.Document) error) error {
		list, err := db.Documents(w.ctx, documentsShown)
		return inTurn(list, err, do)
	},
		func(d office.Document) any {
			return documentLine{d.Verdict(), d.Kiosk, d.ID, d.Part, d.Account}
		},
		func(d office.Document) error {
			state := "document.stands"
			if v := d.Verdict(); v.State != office.DocumentGenuine {
				state = "document.state." + string(v.State)
			}
			return w.say("document.line", "number", d.Number, "kind", w.documentKind(d.Kind), "at", d.At.In(village.Zone).Format(w.text.T("county.time.year")), "state", w.text.T(state))
		})
}

type documentsWithdrawCmd struct {
	database
	Number string `arg:"" help:"Number of the document."`
	Reason string `required:"" enum:"mistake,decision,double" help:"Why; whoever checks it is told: mistake, decision (it was decided anew) or double (handed out twice)."`
}

func (c *documentsWithdrawCmd) Run(w *world) error {
	number := strings.ToUpper(strings.TrimSpace(c.Number))
	return c.with(w, func(db *county.DB) error {
		err := db.WithdrawDocument(w.ctx, office.Document{Number: number, WithdrawnAt: w.now(), WithdrawnBy: "countyd", Reason: office.WithdrawReason(c.Reason)})
		if err != nil && village.KindOf(err) == village.NotFound {
			return &village.Error{Kind: village.NotFound, Field: "number", Key: "err.document.none", Err: err}
		}
		if err != nil {
			return err
		}
		return w.say("document.withdrawn", "number", number)
	})
}

type documentsKeyCmd struct {
	database
	secrets
	Out string `required:"" placeholder:"FILE" type:"path" help:"Where to write it."`
}

func (c *documentsKeyCmd) Run(w *world) error {
	signer, err := c.signer(w, c.Database)
	if err != nil {
		return err
	}
	raw, err := x509.MarshalPKIXPublicKey(signer.Public())
	if err != nil {
		return village.Failed("write the key", err)
	}
	if err := writeNew(c.Out, "out", pem.EncodeToMemory(&pem.Block{Type: pemPublic, Bytes: raw})); err != nil {
		return err
	}
	return w.say("document.key", "file", c.Out)
}
