package tests

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	countydb "bianmin/storage/county"
	"bianmin/storage/vault"
)

// comesBack finds the receipt of the journey by its code and begins what it is good for. A
// helper who is still there says why first.
func (h *hand) comesBack(verb string) {
	h.t.Helper()
	h.find(h.player.code)
	why := "look." + string(village.LookReasons()[0])
	h.until("page of the case", func() bool { return h.there(why) || h.there("again") })
	if h.there(why) {
		h.tap(why)
	}
	h.reach(verb)
}

// brings photographs the papers that are brought and hands them in.
func (h *hand) brings() {
	h.t.Helper()
	for _, one := range h.deed.With["materials"].([]any) {
		h.photographs(one.(map[string]any)["code"])
	}
	h.hands()
}

// photographs takes a picture of a paper of the list shown.
func (h *hand) photographs(code any) {
	h.t.Helper()
	page := h.probe("current")
	h.reach(fmt.Sprintf("material.%s.file", code))
	h.screen("photo")
	h.shoots()
	h.screen(page)
}

// shoots photographs what lies under the camera and keeps the picture. A busy machine may
// not see anything at first, and what is pressed may be another button by then, which stands
// in the same place and leads on.
func (h *hand) shoots() {
	h.t.Helper()
	h.until("photograph that is kept", func() bool {
		for _, name := range []string{"use", "shoot", "retry"} {
			if x, y, ok := h.where(name); ok && h.probe("current") == "photo" {
				h.pressAt(x, y)
				break
			}
		}
		return h.probe("current") != "photo"
	})
}

// hands hands in what goes with the receipt, and waits for its slip.
func (h *hand) hands() {
	h.t.Helper()
	before := h.printed()
	h.tap("send")
	h.until("word that it is handed in", func() bool { return h.there("home") })
	h.until("slip on the printer", func() bool { return h.printed() > before })
}

// printed is how many bytes the printer has got.
func (h *hand) printed() int64 {
	h.t.Helper()
	info, err := os.Stat(h.paper)
	if os.IsNotExist(err) {
		return 0
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return info.Size()
}

// leavesAndResumes leaves with the question shown, and comes back with the code and the
// last four of the applicant's number.
func (h *hand) leavesAndResumes() {
	h.t.Helper()
	asked := h.probe("asks")
	code := h.leave()
	h.goHome()
	h.tap("resume")
	id := h.answer("applicant.id")
	h.prove(code, id[len(id)-4:])
	h.screen("form")
	h.until("question that was left", func() bool { return h.probe("asks") == asked })
}

// turn gives the deeds of a journey that are due now to do, with the codes of its own papers: those that
// wait for the county are due when it has asked.
func (p *player) turn(j journey, do func(deed)) {
	if p.codes == nil {
		p.codes = map[string]string{}
	}
	p.code = p.codes[j.Story]
	for _, d := range j.Deeds {
		if (len(d.Asked) > 0) == p.asked {
			do(d)
		}
	}
	p.codes[j.Story] = p.code
}

// expecting are the journeys with a deed that the county has to ask for first.
func expecting(list []journey) []journey {
	return slices.DeleteFunc(slices.Clone(list), func(j journey) bool {
		return !slices.ContainsFunc(j.Deeds, func(d deed) bool { return len(d.Asked) > 0 })
	})
}

// asks lets the county ask both machines' people for what deeds wait for, and takes
// these deeds to the window and to the command.
func (s stage) asks(t *testing.T, list []journey) {
	t.Helper()
	for _, p := range s.players() {
		p.asked = true
		for _, j := range list {
			for _, d := range j.Deeds {
				if len(d.Asked) == 0 {
					continue
				}
				args := []string{"cases", "set", p.codes[j.Story], "--state", "supplement"}
				for _, code := range d.Asked {
					args = append(args, "--material", code)
				}
				s.county.stands(p.codes[j.Story], "received")
				s.county.admin(args...)
				p.kiosk.until(func() bool {
					p.kiosk.json("", &struct{}{}, "sync", "--once")
					return p.kiosk.followed(p.codes[j.Story]).State == "supplement"
				})
			}
		}
	}
	s.county.kill()
	s.window.goesOn(list)
	s.line.commands(list)
	s.county.start()
	for _, p := range s.players() {
		for _, j := range list {
			if told := p.kiosk.told(p.codes[j.Story]); told.FollowUps[len(told.FollowUps)-1].Outcome != "taken" {
				t.Errorf("%s: %+v", j.Story, told)
			}
		}
	}
}

// requests are the tickets and bookings in the county's lists, the last first.
func (c *county) requests(db *countydb.DB) (list []office.RequestHead) {
	c.t.Helper()
	for _, kind := range []village.RecordKind{village.RecordTicket, village.RecordBooking} {
		page, err := db.ListRequests(c.t.Context(), office.RequestQuery{Kind: kind, PerPage: 100})
		if err != nil {
			c.t.Fatal(err)
		}
		list = append(list, page.Requests...)
	}
	return list
}

// opens is the county's database as its own program opens it, with the key of what is
// personal.
func (c *county) opens() *countydb.DB {
	c.t.Helper()
	db, err := countydb.Open(c.t.Context(), c.database, time.Now)
	if err != nil {
		c.t.Fatal(err)
	}
	data, err := c.vault().DataKey(func() ([]byte, error) { return nil, errors.New("the county has no data key") })
	if err != nil {
		c.t.Fatal(err)
	}
	key, err := seal.NewDataKey(data, rand.Reader)
	if err != nil {
		c.t.Fatal(err)
	}
	db.Unlock(key)
	return db
}

// vault is where the county's keys are.
func (c *county) vault() *vault.Vault {
	return vault.Open(strings.TrimSuffix(strings.TrimPrefix(c.database, "sqlite:"), ".db") + "-keys")
}

// wished are the rows of a machine in the county's lists of requests and of ratings, in an
// order that is the same for every machine, without names and times.
func (c *county) wished(k kiosk) (rows []string) {
	c.t.Helper()
	db := c.opens()
	defer db.Close()
	for _, r := range c.requests(db) {
		if string(r.Kiosk) == k.name() {
			rows = append(rows, fmt.Sprint(r.Item, r.Place, r.Village, r.State, r.Slot, r.Due, r.Unit, r.Anonymous, r.Confidential))
		}
	}
	page, err := db.Ratings(c.t.Context(), office.RatingQuery{Now: time.Now(), PerPage: 100})
	if err != nil {
		c.t.Fatal(err)
	}
	for _, r := range page.Ratings {
		if string(r.Kiosk) == k.name() {
			rows = append(rows, fmt.Sprint("rating ", r.Item, r.Act, r.Grade, r.Tags, r.Text, r.Village, r.State, r.Default))
		}
	}
	slices.Sort(rows)
	return rows
}

// books finds what the booking is about like any item, or says it in its own words.
func (h *hand) books() {
	h.t.Helper()
	h.tap("tile.5")
	if h.deed.Find == "" {
		h.tap("matter.own")
	}
	h.reach(map[string]string{"window": "window", "home": "visit"}[h.answer("kind")])
	if h.deed.Find != "" {
		h.screen("search")
		h.types(h.deed.Find)
		h.tap(fmt.Sprintf("result.%d", h.deed.Result))
	}
	h.walks()
}
