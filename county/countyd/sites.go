package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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
	Score    *inspect.Score  `json:"score"` // null = it did not answer, the first time or along with all others
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
		run := siteRun{c: c, w: w, db: db, n: n}
		return run.all(sites)
	})
}

// keep writes the report and the front page as evidence and answers with the sum of the
// report. What was kept is never overwritten: the names hold the moment and the sum.
func (c *sitesCheckCmd) keep(a siteAnswer) (string, error) {
	raw, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		return "", village.Failed("write a report", err)
	}
	if len(a.Front.Body) > 0 {
		if _, err := keepEvidence("out", c.Out, ".html", a.Front.Body); err != nil {
			return "", err
		}
	}
	raw = append(raw, '\n')
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), writeOnce("out", filepath.Join(c.Out, filepath.Base(a.Site)+"-"+a.At.UTC().Format("20060102T150405.000")+".json"), raw)
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
	if a.Score == nil {
		return w.say("sites.silent", "name", a.Name)
	}
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
