package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/county/survey"
	"bianmin/storage/county"
)

// sitesCmd is about government websites (政府网站).
type sitesCmd struct {
	Register sitesRegisterCmd `cmd:"" help:"Make a list the register of sites; who is not in it leaves, what was seen stays."`
	List     sitesListCmd     `cmd:"" help:"List the register of sites and accounts with the last look at each."`
	Check    sitesCheckCmd    `cmd:"" help:"Open the sites of the register; what is found becomes orders with --by."`
}

type sitesCheckCmd struct {
	inspecting
	secrets
	List  string        `placeholder:"FILE" type:"path" help:"Only these: bianmin-sites/1. Without it all of the register."`
	Out   string        `required:"" placeholder:"DIR" type:"path" help:"Folder for what was seen: reports and front pages under their sums."`
	By    string        `help:"Who gives the orders; without it none are given."`
	Pages int           `default:"200" help:"Pages of a site at most."`
	Delay time.Duration `default:"500ms" help:"Between two requests."`
	JSON  bool          `name:"json" help:"One JSON object a site."`

	Screenshots string `placeholder:"DIR" type:"path" help:"Folder for pictures of front pages, under their sums; needs Chromium."`

	browser *survey.Browser // nil: no pictures
}

// siteAnswer is a site in the answer of `sites check`.
type siteAnswer struct {
	survey.Report
	Name     string          `json:"name"`
	Score    inspect.Score   `json:"score"`
	Findings []inspect.Found `json:"findings"`
	Orders   []string        `json:"orders"` // numbers that were given now

	Screenshot *evidence `json:"screenshot"` // of the front page; null = none was made
}

func (c *sitesCheckCmd) Run(w *world) error {
	var sites []survey.Site
	var err error
	if c.List != "" {
		if sites, err = readSites("list", c.List); err != nil {
			return err
		}
	}
	if err := c.open(w); err != nil {
		return err
	}
	return c.work(w, func(db *county.DB, n *office.Inspectorate) error {
		if _, err := c.secrets.open(w, db, c.Database); err != nil {
			return err
		}
		if c.List == "" {
			if sites, err = sitesRegistered(w, db); err != nil {
				return err
			}
		}
		var failed []error
		for _, s := range sites {
			err := c.look(w, db, n, s)
			if w.ctx.Err() != nil {
				return w.ctx.Err()
			}
			if err != nil { // the other sites are looked at all the same
				fmt.Fprintln(w.stderr, "countyd:", w.text.T("sites.failed", "name", s.Name, "why", w.inWords(err)))
				failed = append(failed, err)
			}
		}
		return unseen(failed, len(sites))
	})
}

// unseen ends a look in which something went wrong at some of the sites. The kind is that
// of the worst of it: what is ours to mend comes before what the list says.
func unseen(failed []error, of int) error {
	if len(failed) == 0 {
		return nil
	}
	kind := village.KindOf(failed[0])
	for _, err := range failed {
		if village.KindOf(err) == village.Internal {
			kind = village.Internal
		}
	}
	return &village.Error{Kind: kind, Key: "err.sites.some", Args: map[string]any{"n": len(failed), "of": of}, Err: errors.Join(failed...)}
}

// look looks at one site, keeps what was seen and gives orders.
func (c *sitesCheckCmd) look(w *world, db *county.DB, n *office.Inspectorate, s survey.Site) error {
	bounds := survey.Bounds{Pages: c.Pages, Delay: c.Delay}
	r, err := survey.Look(w.ctx, s, bounds, w.now)
	if err != nil {
		return err
	}
	list, err := n.Templates.All(w.ctx)
	if err != nil {
		return err
	}
	t, _ := inspect.Find(list, "website", "")
	a := siteAnswer{Report: r, Name: s.Name, Orders: []string{}}
	if a.Findings, err = n.Again(w.ctx, s.ID, t, r.Findings(s, t, bounds)); err != nil {
		return err
	}
	if a.Score, err = t.Score(s.Kind, inspect.District, a.Findings); err != nil {
		return err
	}
	if err := c.picture(w, &a); err != nil {
		return err
	}
	if err := c.keep(w, db, s, a, t); err != nil {
		return err
	}
	if c.By != "" {
		says := func(inspect.RuleID) string {
			if a.Screenshot == nil {
				return ""
			}
			return w.text.T("sites.order.shot", "sum", a.Screenshot.SHA256)
		}
		if a.Orders, err = w.orderSeen(n, seen{s.ID, s.Name, s.Sponsor, t, inspect.District, a.Findings, says}, c.By); err != nil {
			return err
		}
	}
	if c.JSON {
		return json.NewEncoder(w.stdout).Encode(a)
	}
	return w.siteLines(a, t)
}

// keep writes the report and the front page as evidence and notes the look. What was kept
// is never overwritten: the names hold the moment and the sum.
func (c *sitesCheckCmd) keep(w *world, db *county.DB, s survey.Site, a siteAnswer, t inspect.Template) error {
	raw, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		return village.Failed("write a report", err)
	}
	if len(a.Front.Body) > 0 {
		if _, err := keepEvidence("out", c.Out, ".html", a.Front.Body); err != nil {
			return err
		}
	}
	raw = append(raw, '\n')
	if err := writeOnce("out", filepath.Join(c.Out, filepath.Base(a.Site)+"-"+a.At.UTC().Format("20060102T150405.000")+".json"), raw); err != nil {
		return err
	}
	entered, err := entry(s)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(raw)
	return db.KeepSiteLook(w.ctx, entered, office.SiteLook{
		At: a.At, Template: t.ID, Version: t.Version, Score: a.Score, Found: a.Findings, Updated: a.Front.Changed, Report: hex.EncodeToString(sum[:]),
	})
}

// picture makes a picture of the front page of a site that answered. One that cannot be
// made is said and keeps nothing from being done.
func (c *sitesCheckCmd) picture(w *world, a *siteAnswer) error {
	if c.browser == nil || a.Front.Status == 0 {
		return nil
	}
	png, err := c.browser.Screenshot(w.ctx, a.URL)
	if err != nil {
		fmt.Fprintln(w.stderr, "countyd:", w.text.T("sites.shot.failed", "name", a.Name))
		w.log().WarnContext(w.ctx, "take a picture", "err", err)
		return w.ctx.Err()
	}
	shot, err := keepEvidence("screenshots", c.Screenshots, ".png", png)
	a.Screenshot = &shot
	return err
}

// open finds the browser and the folders that what was seen goes into.
func (c *sitesCheckCmd) open(w *world) error {
	dirs := map[string]string{"out": c.Out}
	if c.Screenshots != "" {
		if b, ok := survey.FindBrowser(); ok {
			c.browser, dirs["screenshots"] = &b, c.Screenshots
		} else {
			fmt.Fprintln(w.stderr, "countyd:", w.text.T("sites.shot.none"))
		}
	}
	for field, dir := range dirs {
		if err := newFolder(dir, field); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) siteLines(a siteAnswer, t inspect.Template) error {
	stale := 0
	for _, c := range a.Columns {
		if c.Stale {
			stale++
		}
	}
	if err := w.say("sites.line", "name", a.Name, "points", a.Score.Points, "full", a.Score.Full, "band", w.text.T("check.band."+string(a.Score.Band)),
		"pages", a.Pages, "dead", len(a.Dead), "stale", stale); err != nil {
		return err
	}
	for _, f := range a.Findings {
		if section, rule, _ := t.Rule(f.Rule); section.Kind == inspect.Veto {
			if err := w.say("sites.vetoed", "name", a.Name, "rule", rule.Text); err != nil {
				return err
			}
		}
	}
	return nil
}
