package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/county/survey"
	"bianmin/storage/county"
)

// siteRun is one run of `sites check`. Sites that do not answer wait for the end of it: when
// none does, the fault lies with the county's own line, and nothing is said of any site.
type siteRun struct {
	c *sitesCheckCmd
	w *world

	db       *county.DB
	n        *office.Inspectorate
	template inspect.Template

	silent []siteSeen
	failed []error
}

// siteSeen is a site and what was seen there.
type siteSeen struct {
	site   survey.Site
	report survey.Report
}

// all looks at sites.
func (r *siteRun) all(sites []survey.Site) error {
	list, err := r.n.Templates.All(r.w.ctx)
	if err != nil {
		return err
	}
	r.template, _ = inspect.Find(list, "website", "")
	answered := 0
	for _, s := range sites {
		report, err := survey.Look(r.w.ctx, s, survey.Bounds{Pages: r.c.Pages, Delay: r.c.Delay}, r.w.now)
		switch {
		case err != nil:
		case report.Unreachable():
			r.silent = append(r.silent, siteSeen{s, report})
		default:
			answered++
			err = r.judge(siteSeen{s, report}, true)
		}
		if err := r.goesOn(s, err); err != nil {
			return err
		}
	}
	if answered == 0 && len(r.silent) > 1 {
		return r.lineDown(len(sites))
	}
	return r.withoutAnswer(len(sites))
}

// goesOn says what went wrong at a site: the others are looked at all the same.
func (r *siteRun) goesOn(s survey.Site, err error) error {
	if r.w.ctx.Err() != nil {
		return r.w.ctx.Err()
	}
	if err != nil {
		fmt.Fprintln(r.w.stderr, "countyd:", r.w.text.T("sites.failed", "name", s.Name, "why", r.w.inWords(err)))
		r.failed = append(r.failed, err)
	}
	return nil
}

// withoutAnswer judges the sites that did not answer: the second occasion counts.
func (r *siteRun) withoutAnswer(of int) error {
	standing := map[string]office.SiteStanding{}
	known, err := r.db.Sites(r.w.ctx)
	if err != nil {
		return err
	}
	for _, s := range known {
		standing[s.ID] = s
	}
	for _, s := range r.silent {
		if err := r.goesOn(s.site, r.judge(s, standing[s.site.ID].StillSilent(s.report.At))); err != nil {
			return err
		}
	}
	return unseen(r.failed, of)
}

// lineDown ends a run in which no site answered: reports are kept, and no look is, so that
// none of them counts as an occasion.
func (r *siteRun) lineDown(of int) error {
	for _, s := range r.silent {
		a := siteAnswer{Report: s.report, Name: s.site.Name, Findings: []inspect.Found{}, Orders: []string{}}
		_, err := r.c.keep(a)
		if err == nil {
			err = r.say(a)
		}
		if err := r.goesOn(s.site, err); err != nil {
			return err
		}
	}
	fmt.Fprintln(r.w.stderr, "countyd:", r.w.text.T("sites.line_down", "n", of))
	return village.Failed("look at sites", errors.Join(append(r.failed, errors.New("not one of them answered"))...))
}

// judge judges a site by what was seen, keeps the report, gives orders and then notes the look,
// so that no look stands there whose orders were not given. One whose silence does not
// count yet gets neither a score nor an order.
func (r *siteRun) judge(s siteSeen, counts bool) (err error) {
	a := siteAnswer{Report: s.report, Name: s.site.Name, Findings: []inspect.Found{}, Orders: []string{}}
	if counts {
		bounds := survey.Bounds{Pages: r.c.Pages, Delay: r.c.Delay}
		if a.Findings, err = r.n.Again(r.w.ctx, s.site.ID, r.template, s.report.Findings(s.site, r.template, bounds)); err != nil {
			return err
		}
		score, err := r.template.Score(s.site.Kind, inspect.District, a.Findings)
		if err != nil {
			return err
		}
		a.Score = &score
	}
	if err := r.c.picture(r.w, &a); err != nil {
		return err
	}
	report, err := r.c.keep(a)
	if err != nil {
		return err
	}
	if r.c.By != "" {
		if a.Orders, err = r.order(s.site, a); err != nil {
			return err
		}
	}
	if err := r.note(s, a, report); err != nil {
		return err
	}
	return r.say(a)
}

// note puts the look into the register, with the sum of its report.
func (r *siteRun) note(s siteSeen, a siteAnswer, report string) error {
	entered, err := entry(s.site)
	if err != nil {
		return err
	}
	return r.db.KeepSiteLook(r.w.ctx, entered, office.SiteLook{
		At: a.At, Template: r.template.ID, Version: r.template.Version, Silent: s.report.Unreachable(), Score: a.Score, Found: a.Findings, Updated: a.Front.Changed, Report: report,
	})
}

// order gives the orders of what was found.
func (r *siteRun) order(s survey.Site, a siteAnswer) ([]string, error) {
	says := func(inspect.RuleID) string {
		if a.Screenshot == nil {
			return ""
		}
		return r.w.text.T("sites.order.shot", "sum", a.Screenshot.SHA256)
	}
	return r.w.orderSeen(r.n, seen{s.ID, s.Name, s.Sponsor, r.template, inspect.District, a.Findings, says}, r.c.By)
}

func (r *siteRun) say(a siteAnswer) error {
	if r.c.JSON {
		return json.NewEncoder(r.w.stdout).Encode(a)
	}
	return r.w.siteLines(a, r.template)
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
