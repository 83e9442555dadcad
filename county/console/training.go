package console

import (
	"net/http"

	"bianmin/app/village"
	"bianmin/county/office"
)

type trainingPage struct {
	Rows    []trainingRow
	Form    map[string]string // of the last try
	May     bool
	Today   string
	Problem string // message key
}

type trainingRow struct {
	Number                       int64
	Day, Course, Name, Badge, By string
}

const trainingShown = 500

// training serves GET /training.
func (c *Console) training(v *visit) error { return c.showTraining(v, trainingPage{}) }

func (c *Console) showTraining(v *visit, page trainingPage) error {
	found, err := c.Book.Trainings(v.Context(), trainingShown)
	if err != nil {
		return err
	}
	page.May, page.Today = v.account.Role.May(office.RunTraining), string(village.DayOf(c.Now()))
	for _, t := range found {
		page.Rows = append(page.Rows, trainingRow{t.Number, v.view.dayText(t.Day), t.Course, t.Name, t.Badge, v.view.by(t.Account)})
	}
	return c.show(v, "training.html", frame{Active: "training", Title: v.view.text.T("county.menu.training"), Page: page})
}

// train serves POST /training.
func (c *Console) train(v *visit) error {
	form := v.posted("course", "badge", "day")
	t := office.Training{Course: form["course"], Badge: form["badge"], Day: village.Day(form["day"]), Account: v.account.Name, At: c.Now()}
	err := t.Check()
	if err == nil {
		_, err = c.Book.KeepTraining(v.Context(), t)
	}
	if err != nil {
		k := village.Keyed(err)
		if k.Kind == village.Internal {
			return err
		}
		v.status = http.StatusBadRequest
		return c.showTraining(v, trainingPage{Form: form, Problem: k.Key})
	}
	http.Redirect(v.w, v.Request, v.view.link("/training"), http.StatusSeeOther)
	return nil
}
