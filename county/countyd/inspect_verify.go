package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type inspectVerifyCmd struct {
	inspecting
	secrets
	bucketKey
	Blobs    blobPlace `placeholder:"DIR" help:"Folder for photographs, or s3://HOST/BUCKET; without it they are not read."`
	Evidence []string  `placeholder:"DIR" type:"path" help:"Folder that sites check and accounts check wrote into; may be given several times, until all that were kept are named. Without it reports are not held against looks."`

	Known string `placeholder:"37-1A2B" help:"End of the list of acts as an earlier look or an evidence pack printed it: the list has to lead through it."`
	JSON  bool   `name:"json" help:"One JSON object for each thing that is not as it came, and one for all."`
}

// verifiedLine is the last line of the answer as JSON.
type verifiedLine struct {
	Visits  int            `json:"visits"`
	Orders  int            `json:"orders"`
	Acts    int            `json:"acts"`
	Looks   int            `json:"looks"`   // at sites and accounts
	Early   int            `json:"early"`   // acts of before acts were bound
	Unbound int            `json:"unbound"` // acts that are not bound yet
	Waiting int            `json:"waiting"` // records that nobody looked into yet
	Aside   []office.Fault `json:"aside"`
	End     string         `json:"end"` // of the list of acts
	Changed int            `json:"changed"`
	Photos  bool           `json:"photos"`  // were looked at too
	Reports bool           `json:"reports"` // of looks: the same
}

// Run ends with 1 when something was changed.
func (c *inspectVerifyCmd) Run(w *world) error {
	return c.work(w, func(db *county.DB, n *office.Inspectorate) error {
		v, err := c.verifier(w, db, n)
		if err != nil {
			return err
		}
		found, err := v.All(w.ctx, strings.ToLower(c.Known))
		if err != nil {
			return err
		}
		for _, f := range found.Faults {
			if c.JSON {
				err = json.NewEncoder(w.stdout).Encode(struct {
					office.Fault
					Reason string `json:"reason"`
				}{f, w.text.T(f.Key)})
			} else {
				err = w.sayFault(f)
			}
			if err != nil {
				return err
			}
		}
		if err = c.sum(w, found); err == nil && len(found.Faults) > 0 {
			err = &village.Error{Kind: village.Invalid, Key: "err.check.changed", Err: errors.New("visits or orders are not as they came")}
		}
		return err
	})
}

// sayFault names what a fault is of: an act, an order, a visit, a machine.
func (w *world) sayFault(f office.Fault) error {
	reason := w.text.T(f.Key)
	switch {
	case f.Order != "" && f.Step > 0:
		return w.say("county.verify.act", "number", f.Order, "step", f.Step, "reason", reason)
	case f.Order != "":
		return w.say("county.verify.order", "number", f.Order, "reason", reason)
	case f.Code != "":
		return w.say("county.visit.changed", "code", f.Code.Spaced(), "reason", reason)
	case f.Site != "":
		return w.say("county.verify.look", "site", f.Site, "at", f.At, "reason", reason)
	case f.Kiosk != "":
		return w.say("county.verify.record", "kiosk", f.Kiosk, "record", f.ID, "reason", reason)
	case f.Place == 0:
		return w.say("county.verify.whole", "reason", reason)
	}
	return w.say("county.verify.list", "place", f.Place, "reason", reason)
}

// sum says what was looked at, and what cannot be known.
func (c *inspectVerifyCmd) sum(w *world, v office.Verified) error {
	if c.JSON {
		return json.NewEncoder(w.stdout).Encode(verifiedLine{v.Visits, v.Orders, v.Acts, v.Looks, v.Early, v.Unbound, v.Waiting, v.Aside, v.End, len(v.Faults), c.Blobs != "", len(c.Evidence) > 0})
	}
	for _, f := range v.Aside {
		if err := w.say("county.verify.aside", "kiosk", f.Kiosk, "record", f.ID, "reason", w.text.T(f.Key)); err != nil {
			return err
		}
	}
	for _, told := range []struct {
		key string
		n   int
	}{{"county.verify.early", v.Early}, {"county.verify.unbound", v.Unbound}, {"county.verify.waiting", v.Waiting}} {
		if told.n == 0 {
			continue
		}
		if err := w.say(told.key, "n", told.n); err != nil {
			return err
		}
	}
	if v.End != "" {
		if err := w.say("county.verify.end", "end", v.End); err != nil {
			return err
		}
	}
	return w.say("county.visit.verified", "n", v.Visits, "orders", v.Orders, "acts", v.Acts, "looks", v.Looks, "bad", len(v.Faults))
}

func (c *inspectVerifyCmd) verifier(w *world, db *county.DB, n *office.Inspectorate) (office.InspectionVerifier, error) {
	v := office.InspectionVerifier{Book: db, Checks: office.Checks{Templates: n.Templates, Signers: db.Signers, Kiosks: db.Kiosks, Today: db.Today}}
	var err error
	if v.Reports, err = reportsIn(c.Evidence); err != nil {
		return v, err
	}
	if v.Secrets, err = c.open(w, db, c.Database); err != nil || c.Blobs == "" {
		return v, err
	}
	blobs, err := c.blobs(w, c.Blobs)
	if err != nil {
		return v, err
	}
	v.Files = &office.Files{Book: db, Pieces: &office.Minder{Book: db, Shop: blobs, Log: w.log()}, Secrets: v.Secrets}
	return v, nil
}

// reportsIn are the reports in folders, by their sums; nil without a folder.
func reportsIn(dirs []string) (map[string][]byte, error) {
	if len(dirs) == 0 {
		return nil, nil
	}
	reports := map[string][]byte{}
	for _, dir := range dirs {
		if _, err := os.ReadDir(dir); err != nil {
			return nil, &village.Error{Kind: village.Invalid, Field: "evidence", Key: "err.sites.evidence", Err: err}
		}
		names, _ := filepath.Glob(filepath.Join(dir, "*.json"))
		for _, name := range names {
			raw, err := readUpTo(name, maxEvidence)
			if err != nil {
				return nil, &village.Error{Kind: village.Invalid, Field: "evidence", Key: "err.sites.evidence", Err: err}
			}
			sum := sha256.Sum256(raw)
			reports[hex.EncodeToString(sum[:])] = raw
		}
	}
	return reports, nil
}
