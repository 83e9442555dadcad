package countytest

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/token"
	"bianmin/app/village"
	assets "bianmin/assets/inspect"
)

// Issuer signs orders and badges in tests.
func Issuer() seal.Identity { return Identity(200) }

// InspectedCentre is where [Inspection] is made.
const InspectedCentre village.DivisionCode = "445203104202"

// Checklists are those of the program.
func Checklists() []inspect.Template { return slices.Clone(shipped()) }

// shipped is read once: most tests need it.
var shipped = sync.OnceValue(func() []inspect.Template {
	list, err := assets.Templates()
	if err != nil {
		panic(err)
	}
	return list
})

// Paper is a code of the county that is good on the day of [At].
func Paper(t token.Token) string {
	y, m, d := At.Date()
	t.First = time.Date(y, m, d, 0, 0, 0, 0, village.Zone)
	t.Last = t.First
	text, err := token.Encode(t, Issuer())
	if err != nil {
		panic(err)
	}
	return text
}

// Inspection is the record of a visit at a position that found an empty centre and a
// dirty one. Change may alter it before its score is computed, spoil after that.
func Inspection(seq int64, change, spoil func(*inspect.Record)) village.Record {
	template, _ := inspect.Find(Checklists(), "village-centre", "")
	item := template.Item()
	r := inspect.Record{
		ID: ID(seq), ShortCode: village.NewShortCode(rand.New(rand.NewPCG(uint64(seq), 7))), Item: inspect.Item{Code: item.Code, Name: item.Name},
		Form: inspect.SchemaRecord, Template: template.ID, Version: template.Version, Subject: inspect.OfCentre, Centre: InspectedCentre, Source: inspect.District,
		Order:     Paper(token.Token{Kind: token.DayOrder, Number: "2026-03", Role: "I-3", Places: []village.DivisionCode{InspectedCentre}}),
		Inspector: Paper(token.Token{Kind: token.Badge, Number: "I-3", Role: "inspector"}),
		Duty:      inspect.Duty{Answer: inspect.Objects, Name: "林小梅", Objection: "去镇里开会"},
		Findings: []inspect.Finding{
			{Found: inspect.Found{Rule: "duty.absent", Times: 1}, Note: "九点半没有人", Severity: inspect.Serious, Due: "2026-11-30"},
			{Found: inspect.Found{Rule: "run.hygiene", Times: 1}, Severity: inspect.Minor, Due: "2026-12-14"},
		},
		Presence: inspect.Presence{Kind: inspect.OnMachine, Trusted: true}, VisitedAt: At, TimeTrust: village.TimeSynced, Village: InspectedCentre, Machine: string(Identity(1).ID), Files: []inspect.File{},
	}
	if change != nil {
		change(&r)
	}
	for i := range r.Findings {
		_, rule, _ := template.Rule(r.Findings[i].Rule)
		r.Findings[i].Taken = rule.Takes(r.Source, r.Findings[i].Times, r.Findings[i].Repeat)
	}
	r.Score, _ = template.Score(r.Subject, r.Source, r.FoundAll())
	if spoil != nil {
		spoil(&r)
	}
	raw, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	return Raw(seq, village.RecordInspection, raw)
}

// RectificationReply is the record of a centre's word that it put something right.
func RectificationReply(seq int64, order string, centre village.DivisionCode, files ...inspect.File) village.Record {
	raw, err := json.Marshal(inspect.Reply{
		ID: ID(seq), ShortCode: village.NewShortCode(rand.New(rand.NewPCG(uint64(seq), 7))), Item: inspect.Item{Code: village.RectificationReply, Name: "整改回复"},
		Form: inspect.SchemaRecord, Order: order, Text: "已经打扫", RepliedAt: At, TimeTrust: village.TimeSynced, Village: centre, Machine: "K1", Files: append([]inspect.File{}, files...),
	})
	if err != nil {
		panic(err)
	}
	return Raw(seq, village.RecordRectification, raw)
}
