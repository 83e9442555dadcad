package office

import (
	"context"

	"bianmin/app/inspect"
	"bianmin/app/stats"
)

// Checked are all visits of centres with the score that counts, and what was told of these
// centres, as figures take them (K15).
func (n *Inspectorate) Checked(ctx context.Context) (visits []stats.Visit, told []stats.Toll, err error) {
	_, scored, err := n.Visits(ctx)
	if err != nil {
		return nil, nil, err
	}
	templates, err := n.Templates.All(ctx)
	for _, v := range scored {
		if v.Subject != inspect.OfCentre {
			continue
		}
		visits = append(visits, stats.Visit{Centre: string(v.Centre), At: v.At, Points: int(v.Score.Points), Full: int(v.Score.Full)})
		for _, t := range v.Told {
			if toll, ok := t.Toll(templates); ok {
				told = append(told, stats.Toll{Centre: string(v.Centre), At: v.At, Section: toll.Section, Points: int(toll.Points), Max: int(toll.Max)})
			}
		}
	}
	return visits, told, err
}
