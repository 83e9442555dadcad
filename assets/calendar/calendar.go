// Package calendar holds the official working-day calendar as data.
// SOURCES.md names the notices that it is taken from.
package calendar

import _ "embed"

//go:embed working-days.json
var workingDays []byte

// WorkingDays is the file that app/calendar loads. Nobody writes into it.
func WorkingDays() []byte { return workingDays }
