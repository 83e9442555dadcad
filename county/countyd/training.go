package main

import (
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type trainingCmd struct {
	Add  trainingAddCmd  `cmd:"" help:"Note who passed what."`
	List trainingListCmd `cmd:"" help:"List who passed what, the latest first."`
}

type trainingAddCmd struct {
	database
	Course string `arg:"" help:"Course, or item of the catalogue."`
	Badge  string `required:"" help:"Of who passed."`
	Day    string `help:"As 2026-11-30; today unless given."`
}

func (c *trainingAddCmd) Run(w *world) error {
	t := office.Training{Course: c.Course, Badge: c.Badge, Day: village.Day(c.Day), At: w.now()}
	if t.Day == "" {
		t.Day = village.DayOf(t.At)
	}
	if err := t.Check(); err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		number, err := db.KeepTraining(w.ctx, t)
		if err != nil {
			return err
		}
		return w.say("county.training.kept", "number", number)
	})
}

type trainingListCmd struct {
	listing
	Limit int `default:"200" help:"How many at most."`
}

// trainingLine is a line of `training list`.
type trainingLine struct {
	Number  int64       `json:"number"`
	Course  string      `json:"course"`
	Badge   string      `json:"badge"`
	Name    string      `json:"name"`
	Day     village.Day `json:"day"`
	Account string      `json:"account"` // who noted it; "" = by command
	At      string      `json:"at"`
}

func (c *trainingListCmd) Run(w *world) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(office.Training) error) error {
		list, err := db.Trainings(w.ctx, c.Limit)
		return inTurn(list, err, do)
	}, func(t office.Training) any {
		return trainingLine{t.Number, t.Course, t.Badge, t.Name, t.Day, t.Account, t.At.In(village.Zone).Format(time.RFC3339)}
	}, func(t office.Training) error {
		return w.say("county.training.line", "number", t.Number, "day", t.Day, "name", t.Name, "badge", t.Badge, "course", t.Course)
	})
}
