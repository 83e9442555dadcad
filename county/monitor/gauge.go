package monitor

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"bianmin/county/office"
)

// gauges asks the database when somebody looks.
type gauges struct{ m *Monitor }

// gauge is one figure of the county.
type gauge struct {
	name, help string
	of         func(office.Gauges) float64
}

func all() []gauge {
	return []gauge{
		{"records", "Records that were taken in.", func(g office.Gauges) float64 { return float64(g.Records) }},
		{"kiosks", "Machines that are trusted.", func(g office.Gauges) float64 { return float64(g.Kiosks) }},
		{"kiosks_silent", "Of them, without contact for a day.", func(g office.Gauges) float64 { return float64(g.Silent) }},
		{"kiosk_alarms", "Contradictions that nobody has looked at.", func(g office.Gauges) float64 { return float64(g.Alarms) }},
		{"kiosks_cloned", "Machines that are refused, because two seem to use their key.", func(g office.Gauges) float64 { return float64(g.Cloned) }},
		{"kiosks_miscounted", "Machines that hold, or say they hold, other records than the county knows.", func(g office.Gauges) float64 { return float64(g.Miscounted) }},
		{"quarantine", "Records that are stored and could not be used.", func(g office.Gauges) float64 { return float64(g.Quarantine) }},
		{"cases_received", "Cases that nobody has begun.", func(g office.Gauges) float64 { return float64(g.CasesReceived) }},
		{"cases_overdue", "Cases past their last day.", func(g office.Gauges) float64 { return float64(g.CasesOverdue) }},
		{"cases_due_today", "Cases whose last day is today.", func(g office.Gauges) float64 { return float64(g.CasesToday) }},
		{"tickets_due_today", "12345 tickets whose last day is today and that nobody has answered.", func(g office.Gauges) float64 { return float64(g.TicketsToday) }},
		{"warnings_taken", "Tasks about limits of open cases and requests that somebody took and has not settled.", func(g office.Gauges) float64 { return float64(g.WarningsTaken) }},
		{"warnings_settled", "Tasks about limits that somebody settled, ever.", func(g office.Gauges) float64 { return float64(g.WarningsSettled) }},
		{"tickets_open", "12345 tickets that are not closed.", func(g office.Gauges) float64 { return float64(g.TicketsOpen) }},
		{"tickets_overdue", "12345 tickets past their last day.", func(g office.Gauges) float64 { return float64(g.TicketsOverdue) }},
		{"ratings_open", "Poor ratings that are not handled to their end.", func(g office.Gauges) float64 { return float64(g.RatingsOpen) }},
		{"city_aside", "Events that the city's platform refused.", func(g office.Gauges) float64 { return float64(g.CityAside) }},
		{"licences_given_up", "Look-ups of licences of open cases that were tried for the last time and not answered.", func(g office.Gauges) float64 { return float64(g.LicencesGivenUp) }},
		{"backup_verified_timestamp_seconds", "When the last backup was read back; 0 = never.", func(g office.Gauges) float64 {
			if g.BackupVerified.IsZero() {
				return 0
			}
			return float64(g.BackupVerified.Unix())
		}},
	}
}

func (g gauge) desc() *prometheus.Desc {
	return prometheus.NewDesc("bianmin_"+g.name, g.help, nil, nil)
}

// up says whether the database answered.
func up() *prometheus.Desc {
	return prometheus.NewDesc("bianmin_database_up", "1 when the database answered.", nil, nil)
}

// Describe implements prometheus.Collector.
func (g gauges) Describe(to chan<- *prometheus.Desc) {
	to <- up()
	for _, one := range all() {
		to <- one.desc()
	}
}

// Collect implements prometheus.Collector. Without an answer no figure is given: an old
// one would look like a good one.
func (g gauges) Collect(to chan<- prometheus.Metric) {
	figures, err := g.m.gauges(context.Background())
	alive := 1.0
	if err != nil {
		alive = 0
	}
	to <- prometheus.MustNewConstMetric(up(), prometheus.GaugeValue, alive)
	if err != nil {
		return
	}
	for _, one := range all() {
		to <- prometheus.MustNewConstMetric(one.desc(), prometheus.GaugeValue, one.of(figures))
	}
}
