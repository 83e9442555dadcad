package console

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

type ratingPage struct {
	ratingRow
	Action         string
	LookAction     string
	MayLook, Open  bool   // at what was written; it is open until Until
	Words, Until   string // what was written, while it is open
	Voice          string // where what was said is played, while it is open; ""
	Unit, Helper   string // of the case; badge of who wrote it down, ""
	Said           string // last that the kiosk was told
	Problem        problem
	Clock, ClockOf string // last day, and of what; "" = none runs
	Late, Centre   bool
	Lines          []line
	Verbs          []ticketForm
	Over           bool
	Giving         giving
}

func ratingPath(r office.Rating) string { return "/ratings/" + string(r.Kiosk) + "/" + string(r.ID) }

// ratingCase serves GET /ratings/{kiosk}/{id}.
func (c *Console) ratingCase(v *visit) error {
	r, err := scoped(v, c.ripe(v))
	if err != nil {
		return err
	}
	return c.showRating(v, r, problem{})
}

// ripe finds a rating; one that is not ripe is not there for who is near.
func (c *Console) ripe(v *visit) func(context.Context, seal.KioskID, village.RecordID) (office.RatingCase, error) {
	return func(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (office.RatingCase, error) {
		r, err := c.Book.Rating(ctx, kiosk, id)
		if err == nil && v.account.Scope.Near() && !office.RatingDefaults().Ripe(r.Rating, c.Now()) {
			err = &village.Error{Kind: village.NotFound}
		}
		return r, err
	}
}

func (c *Console) showRating(v *visit, r office.RatingCase, p problem) error {
	text := v.view.text
	page := ratingPage{
		ratingRow: c.ratingRow(v, r.Rating), Action: v.view.link(ratingPath(r.Rating) + "/act"), LookAction: v.view.link(ratingPath(r.Rating) + "/look"), Unit: r.Unit, Helper: r.Helper, Problem: p,
		Centre: r.Target == "", Over: r.State == office.RatingFiled || office.RatingFlow().Final(r.State),
	}
	if err := c.openWords(v, r, &page); err != nil {
		return err
	}
	if r.Said != "" {
		page.Said = text.T("county.reply." + string(r.Said))
	}
	_, why := office.AboutRating(r)
	var err error
	if page.Giving, err = c.giving(v, ratingPath(r.Rating), r.Given, why); err != nil {
		return err
	}
	if err = c.ratingDue(v.view, r, &page); err != nil {
		return err
	}
	for _, verb := range c.Ratings.Open(r, v.account) {
		f := ticketForm{FlowVerb: verb}
		if verb.Name == office.VerbRectify {
			f.Words = result(v.account, r.Given)
		}
		for _, g := range verb.Guards {
			switch g {
			case "reason", "words", "told", "reached", "survey":
				f.Fields = append(f.Fields, g)
			}
		}
		page.Verbs = append(page.Verbs, f)
	}
	slices.SortStableFunc(page.Verbs, func(a, b ticketForm) int {
		return verbForm{FlowVerb: a.FlowVerb}.place() - verbForm{FlowVerb: b.FlowVerb}.place()
	})
	for _, a := range r.Acts {
		page.Lines = append(page.Lines, c.ratingLine(v.view, a))
	}
	return c.show(v, "rating.html", frame{Active: "ratings", Title: text.T("county.ratings.title"), Page: page})
}

// ratingDue is the last day of what runs for a rating.
func (c *Console) ratingDue(v *view, r office.RatingCase, page *ratingPage) error {
	due, clock, err := c.Ratings.DueDay(r)
	if err != nil {
		return err
	}
	if day, err := time.ParseInLocation(time.DateOnly, string(due), village.Zone); err == nil {
		page.Clock, page.Late = calendar.DateText(v.text, day), !c.Now().Before(day.AddDate(0, 0, 1))
		page.ClockOf = v.text.T("county.rating.clock."+clock, "days", office.RatingFlow().Days[clock])
	}
	return nil
}

// openWords shows what somebody wrote with a rating while a reason to look is open.
func (c *Console) openWords(v *visit, r office.RatingCase, page *ratingPage) error {
	look, open, err := c.looking(v, office.Case{Kiosk: r.Kiosk, ID: r.ID})
	if err != nil {
		return err
	}
	page.MayLook, page.Open = v.account.Role.May(office.SeePerson) && (page.Wrote || page.Spoke), open
	if open {
		page.Words, page.Until = r.Text, v.view.moment(look.At.Add(lookLasts), c.Now())
		if page.Spoke {
			page.Voice = v.view.link(ratingPath(r.Rating) + "/voice")
		}
	}
	return nil
}

// ratingVoice serves GET /ratings/{kiosk}/{id}/voice: what somebody said, for the reason that
// is open; each time is kept with it.
func (c *Console) ratingVoice(v *visit) error {
	r, err := scoped(v, c.ripe(v))
	if err != nil {
		return err
	}
	if len(r.Parts) == 0 {
		return noFile(nil)
	}
	of := office.Case{Kiosk: r.Kiosk, ID: r.ID, Parts: r.Parts}
	if err := c.lookAtFile(v, of, 1); err != nil {
		return err
	}
	return c.serveFile(v, of, 1, string(r.ID)+".wav")
}

// ratingLook serves POST /ratings/{kiosk}/{id}/look.
func (c *Console) ratingLook(v *visit) error {
	r, err := scoped(v, c.ripe(v))
	if err != nil {
		return err
	}
	key, err := c.keepLook(v, r.Kiosk, r.ID)
	switch {
	case err != nil:
		return err
	case key != "":
		v.status = http.StatusBadRequest
		return c.showRating(v, r, problem{Look: key})
	}
	http.Redirect(v.w, v.Request, v.view.link(ratingPath(r.Rating)), http.StatusSeeOther)
	return nil
}

// ratingLine is one entry of the timeline.
func (c *Console) ratingLine(v *view, a office.RatingAct) line {
	t := v.text.T
	l := line{
		What: t("county.rating.verb." + string(a.Verb)), When: v.moment(a.At, c.Now()),
		Who: t("county.act.by", "who", a.Account, "role", t("county.role."+string(a.Role))),
	}
	var more []string
	if a.Reason != "" {
		more = append(more, t("county.rating.reason."+string(a.Reason)))
	}
	if a.Told != "" {
		more = append(more, t("county.rating.told."+string(a.Told)))
	}
	more = append(more, v.asked(a.Reached, a.Solved, a.Pleased)...)
	if a.Words != "" {
		more = append(more, a.Words)
	}
	l.More = strings.Join(more, t("county.semicolon"))
	return l
}

// ratingAct serves POST /ratings/{kiosk}/{id}/act.
func (c *Console) ratingAct(v *visit) error {
	r, err := scoped(v, c.ripe(v))
	if err != nil {
		return err
	}
	text := func(name string) string { return strings.TrimSpace(v.PostFormValue(name)) }
	deed := office.RatingDeed{
		Verb: office.Verb(text("verb")), Reason: village.CaseReason(text("reason")), Words: text("words"), Told: village.ReplyWay(text("told")),
		Reached: office.Yes(text("reached")), Solved: office.Yes(text("solved")), Pleased: office.Yes(text("pleased")),
	}
	err = c.Ratings.Do(v.Context(), r.Kiosk, r.ID, deed, v.account)
	return v.acted(err, ratingPath(r.Rating), func(key string) error { return c.showRating(v, r, problem{Act: key}) })
}

// ratingChip is the state of a rating in a word.
func ratingChip(state village.CaseState) chip {
	k := chip{State: "county.rating.state." + string(state), Mark: "clock", Kind: "wait"}
	switch state {
	case office.RatingFiled:
		k.Mark, k.Kind = "check", "neutral"
	case office.RatingToSign:
		k.Mark, k.Kind = "warn", "wrong"
	case "fed_back", "closed":
		k.Mark, k.Kind = "check", "done"
	case office.RatingExcluded:
		k.Mark, k.Kind = "close", "neutral"
	}
	return k
}
