package office

import (
	"context"

	"bianmin/app/inspect"
	"bianmin/app/stats"
)

// Checked are all visits of centres with the score that counts, as figures take them (K15).
func (n *Inspectorate) Checked(ctx context.Context) ([]stats.Visit, error) {
	_, scored, err := n.Visits(ctx)
	var list []stats.Visit
	for _, v := range scored {
		if v.Subject == inspect.OfCentre {
			list = append(list, stats.Visit{Centre: string(v.Centre), At: v.At, Points: int(v.Score.Points), Full: int(v.Score.Full)})
		}
	}
	return list, err
}
