package office

import "bianmin/app/village"

// Overview is what waits today in a scope, and what came in lately.
type Overview struct {
	Overdue  int // cases whose day is over
	Today    int // cases whose day is today
	Deemed   int // of those overdue, nobody had answered
	Poor     int // ratings of grade 1 and 2 of the last 30 days
	Received []DayCount
}

// DayCount is how many cases the county received on a day.
type DayCount struct {
	Day   village.Day
	Cases int
}
