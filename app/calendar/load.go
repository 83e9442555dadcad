package calendar

import (
	"errors"
	"fmt"
	"time"

	"bianmin/app/village"
)

// format is the form of the file that this code reads.
const format = 1

type file struct {
	Format  int        `json:"format"`
	Version string     `json:"version"`
	Years   []fileYear `json:"years"`
}

type fileYear struct {
	Year            int           `json:"year"`
	Notice          string        `json:"notice"`
	Issued          string        `json:"issued"` // as 2025-11-04
	Holidays        []fileHoliday `json:"holidays"`
	WorkingWeekends []string      `json:"working_weekends"`
}

type fileHoliday struct {
	Name string `json:"name"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Load reads a calendar file, as assets/calendar/working-days.json. It refuses
// what it does not know and what contradicts itself: a wrong day off makes a
// wrong promise. The error is [village.Invalid] with err.calendar.file.
func Load(raw []byte) (*Calendar, error) {
	c, err := load(raw)
	if err != nil {
		return nil, &village.Error{Kind: village.Invalid, Key: "err.calendar.file", Err: fmt.Errorf("load calendar: %w", err)}
	}
	return c, nil
}

func load(raw []byte) (*Calendar, error) {
	var f file
	if err := village.DecodeJSON(raw, &f); err != nil {
		return nil, err
	}
	if f.Format != format || f.Version == "" {
		return nil, fmt.Errorf("format %d, version %q", f.Format, f.Version)
	}
	c := &Calendar{
		Version: f.Version,
		years:   map[int]bool{}, off: map[time.Time]string{}, work: map[time.Time]bool{},
	}
	for _, y := range f.Years {
		if err := c.add(y); err != nil {
			return nil, fmt.Errorf("year %d: %w", y.Year, err)
		}
	}
	return c, nil
}

func (c *Calendar) add(y fileYear) error {
	if c.years[y.Year] || y.Year < 2000 || y.Year > 2200 {
		return errors.New("the year stands there twice or is none")
	}
	if _, err := parseDay(y.Issued); err != nil || y.Notice == "" {
		return errors.New("the notice is not named")
	}
	if len(y.Holidays) == 0 {
		return errors.New("no holidays")
	}
	c.years[y.Year] = true
	for _, h := range y.Holidays {
		if err := c.addHoliday(h, y.Year); err != nil {
			return fmt.Errorf("holiday %s: %w", h.Name, err)
		}
	}
	for _, text := range y.WorkingWeekends {
		day, err := parseDay(text)
		if err != nil {
			return err
		}
		if _, off := c.off[day]; off || c.work[day] || day.Year() != y.Year || !isWeekend(day) {
			return fmt.Errorf("%s is no weekend of the year, off, or there twice", text)
		}
		c.work[day] = true
	}
	return nil
}

func (c *Calendar) addHoliday(h fileHoliday, year int) error {
	from, err := parseDay(h.From)
	if err != nil {
		return err
	}
	to, err := parseDay(h.To)
	if err != nil {
		return err
	}
	if h.Name == "" || from.Year() != year || to.Year() != year || to.Before(from) {
		return errors.New("no name, another year or an end before the start")
	}
	for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
		if _, twice := c.off[day]; twice {
			return fmt.Errorf("%s is off twice", day.Format(time.DateOnly))
		}
		c.off[day] = h.Name
	}
	return nil
}

func parseDay(text string) (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, text, village.Zone)
}
