package screen

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"slices"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// picture is a page in one state, and the way there.
type picture struct {
	name string
	walk func(*testing.T, *flowtest.Machine, *flow.Turn)
}

const validID = "445221194403120021"

func open(turn *flow.Turn, code village.ItemCode) {
	item, _ := flowtest.Item(code)
	turn.Home.Choose(1)
	turn.Search.Chosen(item)
}

func toForm(turn *flow.Turn, code village.ItemCode) {
	open(turn, code)
	turn.Guide.Start()
	turn.Notice.Agree()
}

func ask(turn *flow.Turn, field string) {
	for turn.Form.Question().Field != field {
		q := turn.Form.Question()
		turn.Form.Set(map[string]string{
			flow.FieldName: "陈阿妹", flow.FieldID: validID, flow.FieldPhone: "13800000000",
			"form.home_division": "445203104202", "form.bank_account": "6230580000001234", "form.pay_mode": "首次申领",
		}[q.Field])
		at := turn.Form.At
		turn.Form.Next()
		if turn.Form.At == at {
			return
		}
	}
}

func toConfirm(turn *flow.Turn, code village.ItemCode) {
	toForm(turn, code)
	fromForm(turn)
}

// fromForm answers what is still asked and comes to the summary.
func fromForm(turn *flow.Turn) {
	ask(turn, "form.witness_name")
	turn.Form.Next()
	for _, row := range turn.Materials.Rows {
		if row.How == "" && row.Material.Necessity != village.Conditional {
			how := village.Later
			if row.Material.Code == "cz" {
				how = village.Original
			} else if row.Material.ReplacedBy != "" {
				how = village.ByLicence
			}
			turn.Materials.Choose(row.Material.Code, how)
		}
	}
	turn.Materials.Next()
	if turn.Route() == flow.RoutePrecheck {
		turn.Precheck.Next()
	}
}

func signature() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4)))
	return b.Bytes()
}

func toAccepted(t *testing.T, turn *flow.Turn, code village.ItemCode) {
	t.Helper()
	toConfirm(turn, code)
	turn.Confirm.Sign(signature())
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Confirm.Problem)
	}
}

func find(t *testing.T, turn *flow.Turn, code village.ShortCode) {
	t.Helper()
	turn.GoHome()
	turn.Home.Choose(2)
	for _, r := range string(code) {
		turn.Progress.Type(t.Context(), string(r))
	}
}

// everyType walks to the question of one type.
func everyType(field string) func(*flow.Turn) {
	return func(turn *flow.Turn) {
		toForm(turn, flowtest.Everything)
		answers := map[string]string{
			flow.FieldName: "陈阿妹", flow.FieldID: validID, flow.FieldPhone: "13800000000",
			"form.text": "锡场镇", "form.id": validID, "form.phone": "13800000000", "form.date": "19800101",
			"form.division": "445203104202", "form.choice": "残疾", "form.bool": "yes", "form.number": "3",
			"form.money": "1200.50", "form.bank": "6230580000001234", "form.list": "陈一\n陈二",
		}
		for range turn.Form.Count() {
			q := turn.Form.Question()
			turn.Form.Set(answers[q.Field])
			if q.Field == "form."+field {
				return
			}
			turn.Form.Next()
		}
	}
}

// walk is a picture on whose way nothing fails.
func walk(name string, f func(turn *flow.Turn)) picture {
	return picture{name, func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) { f(turn) }}
}

func unlockNever(context.Context, string) error { return village.Refuse("pin", "err.pin.wrong") }

// overCases are what lies over a page.
func overCases() []picture {
	return []picture{
		{"idle", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			turn.Home.Choose(1)
			m.At = m.At.Add(flow.IdleAfter + 27*time.Second)
			turn.Tick()
		}},
		walk("exit", func(turn *flow.Turn) { turn.Kiosk().Unlock = unlockNever; turn.Exit.Ask(); turn.Exit.Insert("8") }),
		{"exit-error", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			turn.Kiosk().Unlock = unlockNever
			turn.Exit.Ask()
			turn.Exit.Insert("8")
			turn.Exit.Try(t.Context())
		}},
		{"calling", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) { turn.Calling.Call(t.Context()) }},
		{"calling-error", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Silent = errors.New("no loudspeaker")
			turn.Calling.Call(t.Context())
			for range flashFor + 1 {
				turn.Tick()
			}
		}},
	}
}

// cases are all pages in their states.
func cases() []picture {
	return slices.Concat(
		searchCases(), browseCases(),
		guideCases(),
		ratingCases(),
		materialsCases(),
		confirmCases(),
		acceptedCases(),
		progressCases(),
		priorityCases(),
		followUpCases(),
		numberCases(),
		formCases(),
		behalfCases(),
		cardCases(),
		photoCases(), formPictureCases(),
		deviceCases(),
		leaveCases(),
		resumeCases(),
		hotlineCases(),
		bookingCases(),
		memoCases(),
		boardCases(),
		overCases(),
		fullCases(),
		machineCases(),
		letterCases(),
		helperCases(), homeVisitCases(),
		precheckCases(),
		visitCases(),
		orderCases(), todayCases(), deliveryCases(), collectCases(),
	)
}

func searchCases() []picture {
	return []picture{
		walk("home", func(*flow.Turn) {}),
		{"home-error", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			centre := turn.Kiosk().Centre()
			centre.Enrolled, centre.Example = false, false
			turn.Kiosk().Centre = func() flow.Centre { return centre }
		}},
		{"home-longest", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			centre := turn.Kiosk().Centre()
			centre.Name, centre.District = "双江拉祜族佤族布朗族傣族自治县勐库镇党群服务中心", "双江拉祜族佤族布朗族傣族自治县"
			turn.Kiosk().Centre = func() flow.Centre { return centre }
		}},
		walk("search", func(turn *flow.Turn) { turn.Home.Choose(1) }),
		walk("search-found", func(turn *flow.Turn) { turn.Home.Choose(1); turn.Search.SetQuery("老") }),
		walk("search-none", func(turn *flow.Turn) { turn.Home.Choose(1); turn.Search.SetQuery("火星") }),
		walk("search-longest", func(turn *flow.Turn) { turn.Home.Choose(1); turn.Search.SetQuery("危化品") }),
	}
}

func guideCases() []picture {
	return []picture{
		walk("guide", func(turn *flow.Turn) { open(turn, flowtest.Allowance) }),
		{"guide-reading", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			open(turn, flowtest.Allowance)
			m.Hold = true
			turn.Reading.Press(t.Context())
		}},
		walk("guide-empty", func(turn *flow.Turn) { open(turn, flowtest.Plain) }),
		walk("guide-fee", func(turn *flow.Turn) { open(turn, flowtest.Everything) }),
		walk("guide-online", func(turn *flow.Turn) { turn.Search.Chosen(backed()); turn.Guide.Down(10) }),
		walk("guide-package", func(turn *flow.Turn) { open(turn, flowtest.Package) }),
		walk("guide-package-next", func(turn *flow.Turn) { open(turn, flowtest.Package); turn.Guide.Down(6) }),
		walk("guide-longest", func(turn *flow.Turn) { open(turn, flowtest.Longest) }),
		walk("notice", func(turn *flow.Turn) { open(turn, flowtest.Allowance); turn.Guide.Start() }),
		walk("notice-full", func(turn *flow.Turn) { open(turn, flowtest.Allowance); turn.Guide.Start(); turn.Notice.Show(true) }),
		walk("notice-longest", func(turn *flow.Turn) { open(turn, flowtest.Longest); turn.Guide.Start(); turn.Notice.Show(true) }),
	}
}

func ratingCases() []picture {
	return []picture{
		walk("rating", func(turn *flow.Turn) { turn.Home.Choose(3) }),
		walk("rating-poor", func(turn *flow.Turn) { turn.Home.Choose(3); turn.Rating.Choose(2); turn.Rating.Toggle("202") }),
		walk("rating-all", func(turn *flow.Turn) { turn.Home.Choose(3); turn.Rating.Choose(2); turn.Rating.More() }),
		walk("rating-write", func(turn *flow.Turn) {
			turn.Home.Choose(3)
			turn.Rating.Choose(1)
			turn.Rating.Write(true)
			turn.Rating.SetText("等了很久")
		}),
		{"rating-error", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			turn.Home.Choose(3)
			turn.Rating.Choose(5)
			m.Store.Err = errors.New("disk")
			turn.Rating.Submit(t.Context())
		}},
		{"rating-sent", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			turn.Home.Choose(3)
			turn.Rating.Choose(5)
			turn.Rating.Submit(t.Context())
		}},
		{"rating-longest", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			toAccepted(t, turn, flowtest.Longest)
			turn.Accepted.RateIt()
			turn.Rating.Choose(2)
		}},
	}
}

func materialsCases() []picture {
	return []picture{
		walk("materials", func(turn *flow.Turn) {
			toConfirm(turn, flowtest.Allowance)
			turn.Back() // to the check
			turn.Back()
		}),
		walk("materials-open", func(turn *flow.Turn) {
			toForm(turn, flowtest.Allowance)
			ask(turn, "form.witness_name")
			turn.Form.Next()
		}),
		walk("materials-empty", func(turn *flow.Turn) {
			toForm(turn, flowtest.Plain)
			ask(turn, "none")
			turn.Form.Next()
		}),
		walk("materials-longest", func(turn *flow.Turn) { toConfirm(turn, flowtest.Longest); turn.Back(); turn.Back() }),
	}
}

// again hands in what is on the last page, and comes with the same once more.
func again(turn *flow.Turn) {
	turn.Confirm.Sign(signature())
	turn.Confirm.Submit(context.Background())
	turn.GoHome()
	toConfirm(turn, flowtest.Allowance)
}

// lastAnswers turns to the last page of the summary, which is signed.
func lastAnswers(turn *flow.Turn) { turn.Confirm.Down(len(turn.Confirm.Rows) + 1) }

func confirmCases() []picture {
	return []picture{
		walk("confirm", func(turn *flow.Turn) { toConfirm(turn, flowtest.Allowance) }),
		walk("confirm-signed", func(turn *flow.Turn) {
			toConfirm(turn, flowtest.Allowance)
			turn.Confirm.Down(8)
			turn.Confirm.Sign(signature())
		}),
		{"confirm-error", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toConfirm(turn, flowtest.Allowance)
			m.Store.Err = errors.New("disk")
			turn.Confirm.Sign(signature())
			turn.Confirm.Submit(t.Context())
		}},
		walk("confirm-last", func(turn *flow.Turn) { toConfirm(turn, flowtest.Allowance); lastAnswers(turn) }),
		walk("confirm-again", func(turn *flow.Turn) { toConfirm(turn, flowtest.Allowance); again(turn) }),
		walk("confirm-longest-last", func(turn *flow.Turn) { toConfirm(turn, flowtest.Longest); lastAnswers(turn) }),
		walk("confirm-longest", func(turn *flow.Turn) { toConfirm(turn, flowtest.Longest) }),
	}
}

func acceptedCases() []picture {
	return []picture{
		{"accepted", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) { toAccepted(t, turn, flowtest.Allowance) }},
		{"accepted-error", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Paper = errors.New("no paper")
			toAccepted(t, turn, flowtest.Allowance)
			turn.Accepted.Print(t.Context())
		}},
		{"accepted-longest", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Line.Online = true
			toAccepted(t, turn, flowtest.Longest)
			turn.GoHome()
			toAccepted(t, turn, flowtest.Longest)
			turn.Accepted.Print(t.Context())
		}},
	}
}

func numberCases() []picture {
	return []picture{
		walk("form-name", func(turn *flow.Turn) { toForm(turn, flowtest.Allowance) }),
		walk("form-name-error", func(turn *flow.Turn) { toForm(turn, flowtest.Allowance); turn.Form.Set("陈"); turn.Form.Next() }),
		walk("form-id-empty", func(turn *flow.Turn) { toForm(turn, flowtest.Allowance); ask(turn, flow.FieldID) }),
		walk("form-id", func(turn *flow.Turn) {
			toForm(turn, flowtest.Allowance)
			ask(turn, flow.FieldID)
			digits{turn.Form}.Insert("4452211944031200")
		}),
		walk("form-id-error", func(turn *flow.Turn) {
			toForm(turn, flowtest.Allowance)
			ask(turn, flow.FieldID)
			turn.Form.Show(true)
			digits{turn.Form}.Insert("445221194403120022")
		}),
		walk("form-document", func(turn *flow.Turn) {
			toForm(turn, flowtest.Allowance)
			ask(turn, flow.FieldID)
			turn.Form.OtherDocument()
		}),
		walk("form-phone-error", func(turn *flow.Turn) {
			toForm(turn, flowtest.Allowance)
			ask(turn, flow.FieldPhone)
			digits{turn.Form}.Insert("1380000")
			turn.Form.Next()
		}),
	}
}

func formCases() []picture {
	return []picture{
		walk("form-town", func(turn *flow.Turn) { toForm(turn, flowtest.Allowance); ask(turn, "form.home_division") }),
		walk("form-village", func(turn *flow.Turn) {
			toForm(turn, flowtest.Allowance)
			ask(turn, "form.home_division")
			turn.Form.Pick("445203104000")
			turn.Form.Pick("445203104202")
		}),
		walk("form-choice", func(turn *flow.Turn) {
			toForm(turn, flowtest.Allowance)
			ask(turn, "form.pay_mode")
			turn.Form.Choose("首次申领")
		}),
		walk("form-optional", func(turn *flow.Turn) { toForm(turn, flowtest.Allowance); ask(turn, "form.witness_name") }),
		walk("form-longest", func(turn *flow.Turn) { toForm(turn, flowtest.Longest); ask(turn, "form.witness_name") }),
		walk("form-choices", everyType("choice")), walk("form-bool", everyType("bool")), walk("form-date", everyType("date")), walk("form-date-digits", func(turn *flow.Turn) { everyType("date")(turn); turn.Form.TypeDate(true) }),
		walk("form-date-empty", func(turn *flow.Turn) { everyType("date")(turn); turn.Form.Set("") }),
		walk("form-count", everyType("number")),
		walk("form-date-error", func(turn *flow.Turn) {
			everyType("date")(turn)
			turn.Form.TypeDate(true)
			turn.Form.Set("")
			for _, key := range "1946231" { // 2 is a month of one digit
				turn.Form.Digit(string(key))
			}
		}),
		walk("form-list", everyType("list")), walk("form-money", everyType("money")), walk("form-bank", everyType("bank")),
	}
}
