package office

import (
	"context"
	"reflect"
	"slices"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// looks makes the score of each look at a site or an account again from what was found, and
// holds it against the report that was kept, where reports are here.
func (p *proving) looks(ctx context.Context) error {
	list, err := p.Book.SiteLooks(ctx)
	for _, l := range list {
		if key := p.look(l); key != "" {
			p.found(Fault{Site: l.Site, At: l.At.In(village.Zone).Format("2006-01-02 15:04:05"), Key: key})
		}
	}
	p.out.Looks = len(list)
	return err
}

// lookFound is what reports of sites and of accounts say alike of what was found.
type lookFound struct {
	Rule inspect.RuleID `json:"rule"`
}

// look says what is not as it was with a look; "" = nothing is.
func (p *proving) look(l SiteLook) string {
	if want, ok := l.again(p.keys.templates); !ok || !reflect.DeepEqual(l.Score, want) {
		return "err.sites.score"
	}
	if p.Reports == nil {
		return ""
	}
	raw, ok := p.Reports[l.Report]
	var kept struct {
		Score    *inspect.Score `json:"score"`
		Findings []lookFound    `json:"findings"`
	}
	switch {
	case !ok:
		return "err.sites.report_gone"
	case readText(raw, &kept) != nil, !reflect.DeepEqual(kept.Score, l.Score),
		!slices.EqualFunc(kept.Findings, l.Found, func(a lookFound, b inspect.Found) bool { return a.Rule == b.Rule }):
		return "err.sites.report_other"
	}
	return ""
}

// again is the score that what was found makes; ok is false where nothing makes one.
func (l SiteLook) again(templates []inspect.Template) (score *inspect.Score, ok bool) {
	if l.Score == nil { // it did not answer, and that does not count yet
		return nil, l.Silent && len(l.Found) == 0
	}
	t, ok := inspect.Find(templates, l.Template, l.Version)
	for _, subject := range t.Subjects { // what a portal was then may be a site now
		if s, err := t.Score(subject, inspect.District, l.Found); ok && err == nil {
			return &s, true
		}
	}
	return nil, false
}
