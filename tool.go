package main

import (
	"bufio"
	"strconv"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// toolCommands answer one query a line on stdin with one JSON line on stdout.
type toolCommands struct {
	Search  toolSearch  `cmd:"" help:"Search the catalogue."`
	ID      toolID      `cmd:"" name:"id" help:"Check citizen ID numbers (GB 11643)."`
	Uscc    toolUscc    `cmd:"" help:"Check unified social credit codes (GB 32100)."`
	Workday toolWorkday `cmd:"" help:"Deadline of DATE DAYS in working days."`
	Pinyin  toolPinyin  `cmd:"" help:"Find Chinese for letters."`
	Ink     toolInk     `cmd:"" help:"Read handwritten characters."`
	Stroke  toolStroke  `cmd:"" help:"Find characters by the order of their strokes."`
}

// maxQuery is the longest line that a tool reads, in bytes.
const maxQuery = 1 << 20

// eachLine answers every line of stdin.
func (c *call) eachLine(answer func(query string) any) error {
	in := bufio.NewScanner(c.stdin)
	in.Buffer(make([]byte, 4096), maxQuery)
	for in.Scan() {
		if err := c.line(answer(strings.TrimSuffix(in.Text(), "\r"))); err != nil {
			return err
		}
	}
	return in.Err()
}

type toolSearch struct {
	Limit int `help:"How many items at the most." default:"10"`
}

type searchAnswer struct {
	Query string        `json:"query"`
	Items []foundAnswer `json:"items"`
}

type itemAnswer struct {
	Code       village.ItemCode `json:"code"`
	Name       string           `json:"name"`
	Department string           `json:"department"`
}

// foundAnswer is an item that was found, with what the page says of trips.
type foundAnswer struct {
	itemAnswer
	Visits       *int `json:"visits"`       // promised; null = not known
	Contradicted bool `json:"contradicted"` // none is promised, and people had to come lately
}

// Run searches the catalogue in use.
func (t toolSearch) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	return c.eachLine(func(query string) any {
		found, err := k.find(query, t.Limit)
		if err != nil {
			return refusal{c.refused(err)}
		}
		return searchAnswer{Query: query, Items: k.foundAnswers(found)}
	})
}

// checkAnswer is the answer about one number.
type checkAnswer struct {
	Input  string `json:"input"`
	OK     bool   `json:"ok"`
	Reason string `json:"reason"`
	Key    string `json:"key,omitempty"`
}

func (c *call) checked(input string, err error) checkAnswer {
	if err == nil {
		return checkAnswer{Input: input, OK: true}
	}
	e := village.Keyed(err)
	return checkAnswer{Input: input, Reason: c.text.Map(e.Key, e.Args), Key: e.Key}
}

type toolID struct{}

// Run checks citizen ID numbers.
func (toolID) Run(c *call) error {
	return c.eachLine(func(query string) any {
		_, err := village.ParseResidentID(query, newClock().wall())
		return c.checked(query, err)
	})
}

type toolUscc struct{}

// Run checks credit codes.
func (toolUscc) Run(c *call) error {
	return c.eachLine(func(query string) any {
		_, err := village.ParseCreditCode(query)
		return c.checked(query, err)
	})
}

type toolWorkday struct{}

type workdayAnswer struct {
	Query   string `json:"query"`
	Due     string `json:"due"`
	Why     string `json:"why"`
	Guessed bool   `json:"guessed"` // a year without a calendar: weekends only
}

// Run answers lines like "2026-02-13 10".
func (toolWorkday) Run(c *call) error {
	cal, err := workingDays()
	if err != nil {
		return err
	}
	return c.eachLine(func(query string) any {
		date, days, _ := strings.Cut(strings.TrimSpace(query), " ")
		start, err := time.ParseInLocation(time.DateOnly, date, village.Zone)
		if err != nil {
			return refusal{c.refused(village.Refuse("date", "err.workday.date"))}
		}
		n, err := strconv.Atoi(strings.TrimSpace(days))
		if err != nil {
			return refusal{c.refused(village.Refuse("days", "err.workday.days"))}
		}
		why, err := cal.Explain(start, calendar.Limit{Days: n})
		if err != nil {
			return refusal{c.refused(err)}
		}
		return workdayAnswer{query, why.Due.Format(time.DateOnly), why.Sentence(c.text), len(why.UnknownYears) > 0}
	})
}
