package office

import "time"

// Gauges are figures of how the county stands, for whoever looks after it. Nothing of
// a person is in them.
type Gauges struct {
	Records         int64
	Kiosks          int // that are trusted
	Silent          int // of them, without contact for a day
	Alarms          int // contradictions that nobody has looked at
	Cloned          int // machines that are refused, because two seem to use their key
	Miscounted      int // machines whose records are not as many as they say, see [Tally]
	Quarantine      int
	CasesReceived   int // that nobody has begun
	CasesOverdue    int
	CasesToday      int // whose last day is today
	TicketsOpen     int
	TicketsToday    int // the same, that nobody has answered
	WarningsTaken   int // tasks about limits of what is open that somebody took and has not settled
	WarningsSettled int // that somebody settled, ever
	TicketsOverdue  int
	RatingsOpen     int
	CityAside       int       // events that the city's platform refused
	LicencesGivenUp int       // look-ups that nobody asks again by itself
	BackupVerified  time.Time // the last one that was read back; zero = none
}
