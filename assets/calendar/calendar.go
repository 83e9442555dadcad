// Package calendar holds the official working-day calendar as data.
// SOURCES.md names the notices that it is taken from.
package calendar

import _ "embed"

//go:embed working-days.json
var workingDays []byte

// WorkingDays is the file that app/calendar loads. Nobody writes into it.
func WorkingDays() []byte { return workingDays }

//go:embed service-hours.json
var serviceHours []byte

// ServiceHours are the hours of a centre for which the county published none, as
// app/calendar reads them. They are our own guess, and pages say so. Nobody writes
// into it.
func ServiceHours() []byte { return serviceHours }
