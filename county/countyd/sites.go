package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/county/survey"
)

// sitesCmd is about government websites (政府网站).
type sitesCmd struct {
	Check sitesCheckCmd `cmd:"" help:"Open the sites of a list; what is found becomes orders with --by."`
}

type sitesCheckCmd struct {
	inspecting
	secrets
	List  string        `required:"" placeholder:"FILE" type:"path" help:"Register of sites: bianmin-sites/1."`
	Out   string        `required:"" placeholder:"DIR" type:"path" help:"Folder for what was seen: reports and front pages under their sums."`
	By    string        `help:"Who gives the orders; without it none are given."`
	Pages int           `default:"200" help:"Pages of a site at most."`
	Delay time.Duration `default:"500ms" help:"Between two requests."`
	JSON  bool          `name:"json" help:"One JSON object a site."`
}

const (
	sitesFormat = "bianmin-sites/1"
	maxSites    = 2000
	maxSiteList = 4 << 20
)

// siteAnswer is a site in the answer of `sites check`.
type siteAnswer struct {
	survey.Report
	Name     string          `json:"name"`
	Score    inspect.Score   `json:"score"`
	Findings []inspect.Found `json:"findings"`
	Orders   []string        `json:"orders"` // numbers that were given now
}

func (c *sitesCheckCmd) Run(w *world) error {
	sites, err := c.read()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return &village.Error{Kind: village.Invalid, Field: "out", Key: "err.stats.write", Err: err}
	}
	return c.opened(w, c.secrets, func(n *office.Inspectorate) error {
		for _, s := range sites {
			if err := c.look(w, n, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// read reads the register.
func (c *sitesCheckCmd) read() ([]survey.Site, error) {
	f, err := os.Open(c.List)
	if err != nil {
		return nil, &village.Error{Kind: village.Invalid, Field: "list", Key: "err.list.open", Err: err}
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxSiteList+1))
	if err != nil || len(raw) > maxSiteList {
		return nil, &village.Error{Kind: village.Invalid, Field: "list", Key: "err.survey.list", Err: err}
	}
	var list struct {
		Format string        `json:"format"`
		Sites  []survey.Site `json:"sites"`
	}
	if err := village.DecodeJSON(raw, &list); err != nil {
		return nil, village.At("list", err)
	}
	seen := map[string]bool{}
	for _, s := range list.Sites {
		if err := s.Check(); err != nil {
			return nil, village.At("list", err)
		}
		if seen[s.ID] {
			return nil, village.Refuse("list", "err.survey.list")
		}
		seen[s.ID] = true
	}
	if list.Format != sitesFormat || len(list.Sites) == 0 || len(list.Sites) > maxSites {
		return nil, village.Refuse("list", "err.survey.list")
	}
	return list.Sites, nil
}

// look looks at one site, keeps what was seen and gives orders.
func (c *sitesCheckCmd) look(w *world, n *office.Inspectorate, s survey.Site) error {
	bounds := survey.Bounds{Pages: c.Pages, Delay: c.Delay}
	r, err := survey.Look(w.ctx, s, bounds, w.now)
	if err != nil {
		return err
	}
	t, _ := inspect.Find(n.Templates, "website", "")
	a := siteAnswer{Report: r, Name: s.Name, Findings: r.Findings(s, t, bounds), Orders: []string{}}
	if a.Score, err = t.Score(s.Kind, inspect.District, a.Findings); err != nil {
		return err
	}
	if err := c.keep(a); err != nil {
		return err
	}
	if c.By != "" {
		if err := c.order(w, n, s, t, &a); err != nil {
			return err
		}
	}
	if c.JSON {
		return json.NewEncoder(w.stdout).Encode(a)
	}
	return w.siteLines(a, t)
}

// keep writes the report and the front page as evidence. What was kept is never
// overwritten: the names hold the moment and the sum.
func (c *sitesCheckCmd) keep(a siteAnswer) error {
	raw, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		return village.Failed("write a report", err)
	}
	if len(a.Front.Body) > 0 {
		page := filepath.Join(c.Out, a.Front.SHA256+".html")
		if _, err := os.Stat(page); err != nil {
			if err := writeNew(page, "out", a.Front.Body); err != nil {
				return err
			}
		}
	}
	return writeOnce("out", filepath.Join(c.Out, filepath.Base(a.Site)+"-"+a.At.UTC().Format("20060102T150405.000")+".json"), append(raw, '\n'))
}

// order gives an order for each finding that has none open yet.
func (c *sitesCheckCmd) order(w *world, n *office.Inspectorate, s survey.Site, t inspect.Template, a *siteAnswer) error {
	open, err := n.Book.Rectifications(w.ctx)
	if err != nil {
		return err
	}
	for _, f := range a.Findings {
		if slices.ContainsFunc(open, func(r office.Rectification) bool {
			return r.Ref == s.ID && r.Rule == f.Rule && !r.State().Over()
		}) {
			continue
		}
		_, rule, _ := t.Rule(f.Rule)
		r, err := n.Open(w.ctx, office.Rectification{
			Source: inspect.District, Template: t.ID, Version: t.Version, Rule: f.Rule, Ref: s.ID, Severity: rule.Severity, Text: s.Name + " " + rule.Text,
		}, c.By)
		if err != nil {
			return err
		}
		a.Orders = append(a.Orders, r.Number)
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
