package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/assets/font"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
)

type inspectPackCmd struct {
	inspecting
	secrets
	Period string `required:"" placeholder:"2026" help:"A month, a quarter (2026Q4) or a year (2026)."`
	Out    string `required:"" placeholder:"FILE" type:"path" help:"PDF or XLSX to write."`
}

// Run writes what a period's assessment rests on: ranks, visits with what was found, and
// what became of it. No name of a person and no typed word is in it.
func (c *inspectPackCmd) Run(w *world) error {
	period, err := inspect.ParsePeriod(c.Period)
	if err != nil {
		return err
	}
	write := map[string]func(listfile.Document) ([]byte, error){
		".xlsx": listfile.Document.XLSX,
		".pdf":  func(d listfile.Document) ([]byte, error) { return d.PDF(listfile.Faces{Regular: font.Regular()}) },
	}[strings.ToLower(filepath.Ext(c.Out))]
	if write == nil {
		return village.Refuse("out", "err.stats.out")
	}
	return c.work(w, func(db *county.DB, n *office.Inspectorate) error {
		if _, err := c.open(w, db, c.Database); err != nil {
			return err
		}
		p, err := newPack(w, db, n, period)
		if err != nil {
			return err
		}
		raw, err := write(p.document())
		if err != nil {
			return err
		}
		if err := os.WriteFile(c.Out, raw, 0o600); err != nil {
			return &village.Error{Kind: village.Invalid, Field: "out", Key: "err.stats.write", Err: err}
		}
		return w.say("letter.written", "file", c.Out)
	})
}

// pack is what an evidence pack is made from.
type pack struct {
	w      *world
	n      *office.Inspectorate
	places places
	period inspect.Period
	league inspect.League
	visits []inspect.Visit              // of the period
	full   map[string]office.Inspection // by machine and record
	orders []office.Rectification       // opened in the period
	hash   string                       // of the rows
	end    string                       // of the list of acts

	templates []inspect.Template
}

// newPack makes the figures from what the hash is of, read once.
func newPack(w *world, db *county.DB, n *office.Inspectorate, period inspect.Period) (p pack, err error) {
	p = pack{w: w, n: n, full: map[string]office.Inspection{}}
	if p.places, err = loadPlaces(w.text); err != nil {
		return p, err
	}
	s, err := readSources(w, db, n)
	if err != nil {
		return p, err
	}
	files, err := s.files(p.places)
	if err != nil {
		return p, err
	}
	chain, err := db.ActChain(w.ctx)
	if err != nil {
		return p, err
	}
	if p.hash = hashFiles(files); chain.Head != nil {
		p.end = chain.Head.Text()
	}
	for _, i := range s.visits {
		p.full[string(i.Kiosk)+string(i.Record.ID)] = i
	}
	scored, err := office.Scored(s.templates, s.visits, s.orders, s.serving)
	outside := func(t time.Time) bool { return t.Before(period.From) || !t.Before(period.To) }
	p.period, p.templates, p.league = period, s.templates, inspect.MakeLeague(period, s.templates, scored, p.places.centres())
	p.visits = slices.DeleteFunc(scored, func(v inspect.Visit) bool { return outside(v.At) })
	p.orders = slices.DeleteFunc(s.orders, func(r office.Rectification) bool { return outside(r.OpenedAt) })
	return p, err
}

func (p pack) of(v inspect.Visit) office.Inspection { return p.full[v.Kiosk+string(v.ID)] }

func (p pack) document() listfile.Document {
	t, l := p.w.text.T, p.league
	return listfile.Document{
		Title: t("pack.title", "district", p.places.divisions.County.Name, "period", p.period.Text), Made: p.w.now(),
		Lines: []string{
			t("county.league.head", "period", l.Period, "visited", l.Visited, "centres", l.Centres, "coverage", l.Coverage, "green", l.Green, "yellow", l.Yellow, "red", l.Red),
			t("pack.how"), t("pack.hash", "hash", p.hash), t("pack.end", "end", p.end),
		},
		Parts: []listfile.Part{p.ranks(), p.found(), p.ordered(), p.followed(), p.made(), p.facts(), p.shown()},
	}
}

func (p pack) ranks() listfile.Part {
	t := p.w.text.T
	part := listfile.Part{
		Title: t("county.league.title"), Wide: []float64{1, 3, 1, 1, 1, 1},
		Head: []string{t("county.league.rank"), t("county.case.village"), t("county.league.points"), t("county.league.delta"), t("county.league.band"), t("county.league.visits")},
	}
	for _, place := range p.league.Places {
		if place.Visits == 0 {
			continue
		}
		delta := ""
		if place.Delta != nil {
			delta = place.Delta.String()
		}
		part.Rows = append(part.Rows, []any{place.Rank, p.places.Path(place.Centre), place.Points.String(), delta, t("check.band." + string(place.Band)), place.Visits})
	}
	return part
}

func (p pack) found() listfile.Part {
	t := p.w.text.T
	part := listfile.Part{
		Title: t("pack.found"), Wide: []float64{1.5, 1.8, 2, 3.8, 0.9, 1},
		Head: []string{t("pack.day"), t("county.case.code"), t("county.case.village"), t("county.rectify.what"), t("pack.times"), t("county.league.points")},
	}
	for _, v := range p.visits {
		tpl, _ := inspect.Find(p.templates, v.Template, v.Version)
		code := p.of(v).Record.ShortCode.Spaced()
		day, place := string(village.DayOf(v.At)), p.places.Path(v.Centre)
		if len(v.Found) == 0 {
			part.Rows = append(part.Rows, []any{day, code, place, t("pack.nothing"), 0, v.Score.Points.String()})
		}
		for _, f := range v.Found {
			_, rule, _ := tpl.Rule(f.Rule)
			what := rule.Text
			switch {
			case f.Struck:
				what += t("pack.struck")
			case slices.Contains(v.Repeats, f.Rule):
				what += t("pack.repeat")
			}
			part.Rows = append(part.Rows, []any{day, code, place, what, f.Times, v.Score.Points.String()})
		}
		for _, told := range v.Told { // takes from the month, not from the visit
			tpl, _ := inspect.Find(p.templates, told.Template, told.Version)
			_, rule, _ := tpl.Rule(told.Rule)
			what := rule.Text + t("pack.told", "source", t("check.source."+string(told.Source)))
			if told.Repeat {
				what += t("pack.repeat")
			}
			part.Rows = append(part.Rows, []any{string(village.DayOf(told.At)), told.Number, p.places.Path(told.Centre), what, 1, ""})
		}
	}
	return part
}

// ordered is what was ordered.
func (p pack) ordered() listfile.Part {
	t := p.w.text.T
	part := listfile.Part{
		Title: t("pack.ordered"), Wide: []float64{2.2, 2, 3.6, 1, 1.4},
		Head: []string{t("county.rectify.number"), t("county.case.village"), t("county.rectify.what"), t("county.rectify.severity"), t("county.rectify.source")},
	}
	for _, r := range p.orders {
		place := p.places.Path(r.Centre)
		if r.Centre == "" { // a site has no place
			place = r.Ref
		}
		what := p.rule(r.Template, r.Version, r.Rule)
		if what == "" {
			what = t("pack.no_rule")
		}
		part.Rows = append(part.Rows, []any{r.Number, place, what, t("finding.severity." + string(r.Severity)), t("check.source." + string(r.Source))})
	}
	return part
}

// followed is what became of it.
func (p pack) followed() listfile.Part {
	t := p.w.text.T
	part := listfile.Part{
		Title: t("pack.orders"), Wide: []float64{2.2, 1.8, 1.2, 1.3, 1, 1.5, 1},
		Head: []string{
			t("county.rectify.number"), t("county.cases.due"), t("county.cases.state"), t("county.rectify.used"), t("county.rectify.late_head"), t("pack.level"), t("pack.rounds"),
		},
	}
	for _, r := range p.orders {
		s := r.Standing(p.w.now(), p.n.Days.Calendar())
		part.Rows = append(part.Rows, []any{r.Number, string(r.Due), t("rectify.state." + string(s.State)), s.Days, s.Late, t(levelKey(s.Level)), s.Rounds})
	}
	return part
}

// rule is what a rule of a checklist says; "" = there is none.
func (p pack) rule(template, version string, id inspect.RuleID) string {
	tpl, _ := inspect.Find(p.templates, template, version)
	_, rule, _ := tpl.Rule(id)
	return rule.Text
}

// made is how visits came about: what the person on duty said, and what shows that the
// inspector was there.
func (p pack) made() listfile.Part {
	t := p.w.text.T
	part := listfile.Part{
		Title: t("pack.made"), Wide: []float64{1.6, 1.8, 2.2, 1.5, 2.6, 1.3},
		Head: []string{t("pack.day"), t("county.case.code"), t("county.case.village"), t("pack.answer"), t("pack.presence"), t("pack.clock")},
	}
	for _, v := range p.visits {
		b := p.of(v).Record
		how := t("pack.presence." + string(b.Presence.Kind))
		if b.Presence.Kind == inspect.Proved && !b.Presence.Trusted {
			how += t("pack.presence.untrusted")
		}
		part.Rows = append(part.Rows, []any{string(village.DayOf(v.At)), b.ShortCode.Spaced(), p.places.Path(v.Centre), t("pack.answer." + string(b.Duty.Answer)), how, t("pack.clock." + string(b.TimeTrust))})
	}
	return part
}

// facts is what the centre's machine read out of its own log at each visit.
func (p pack) facts() listfile.Part {
	t := p.w.text.T
	part := listfile.Part{Title: t("pack.facts"), Lines: []string{t("pack.facts.how")}, Wide: []float64{1.5, 1.7, 6.8}, Head: []string{t("pack.day"), t("county.case.code"), t("pack.facts")}}
	for _, v := range p.visits {
		b, text := p.of(v).Record, t("pack.facts.none")
		if f := b.Facts; f != nil {
			text = t("pack.facts.line", "from", f.From, "to", f.To, "days", len(f.Opening), "hours", f.RunningSec/3600, "starts", f.Starts, "unclean", f.Unclean,
				"cases", f.Cases, "rated", f.Rated, "backlog", f.Backlog, "attention", f.Attention, "paper", f.PaperOuts, "jumps", f.ClockJumps)
		}
		part.Rows = append(part.Rows, []any{string(village.DayOf(v.At)), b.ShortCode.Spaced(), text})
	}
	return part
}

// shown are the sums of what shows a finding, a signature or a presence: who is handed such
// a thing can tell whether it is the one.
func (p pack) shown() listfile.Part {
	t := p.w.text.T
	part := listfile.Part{Title: t("pack.sums"), Lines: []string{t("pack.sums.how")}, Wide: []float64{1.5, 3, 5.5}, Head: []string{t("pack.sums.code"), t("pack.sums.of"), "SHA-256"}}
	row := func(code, what string, sum []byte) {
		part.Rows = append(part.Rows, []any{code, what, hex.EncodeToString(sum)})
	}
	for _, v := range p.visits {
		b := p.of(v).Record
		for _, f := range b.Files {
			row(b.ShortCode.Spaced(), p.shows(v.Template, v.Version, f.Of), f.SHA256)
		}
		if b.Presence.Proof != "" {
			sum := sha256.Sum256([]byte(b.Presence.Proof))
			row(b.ShortCode.Spaced(), t("pack.sums.proof"), sum[:])
		}
	}
	for _, r := range p.orders {
		for _, a := range r.Acts {
			for _, f := range a.Parts {
				row(r.Number, p.shows(r.Template, r.Version, f.Material), f.SHA256[:])
			}
		}
	}
	return part
}

// shows is what a file of a visit or of an act is there for.
func (p pack) shows(template, version, of string) string {
	switch of {
	case inspect.OfSignature, inspect.Before, inspect.After:
		return p.w.text.T("pack.sums." + of)
	}
	if what := p.rule(template, version, inspect.RuleID(of)); what != "" {
		return what
	}
	return p.w.text.T("pack.sums.found")
}
