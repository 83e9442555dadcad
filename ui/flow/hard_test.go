package flow_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// hardAnswer is an answer that cannot be taken, and the very sentence that stands under its
// question.
type hardAnswer struct {
	name     string
	agent    bool           // somebody hands in for another person
	document village.IDType // instead of a citizen ID; ""
	answers  map[string]string
	field    string // at which it stands
	shown    string // "" where it is taken
}

const (
	nineYears  = "445221201703120026" // old on [flowtest.Monday]
	bringsUp   = "申请人不满16周岁，只能由监护人替他办。请监护人带上户口簿和本人身份证"
	permitHK   = "港澳居民通行证是 H 或 M 加 8 位数字，请照着证件再看一遍"
	permitTW   = "台湾居民通行证是 8 位数字，旧证是 10 位加 1 个字母，请照着证件再看一遍"
	foreigner  = "永久居留身份证是 18 位，旧证是 3 个字母加 12 位数字，请照着证件再看一遍"
	wrongDigit = "身份证号有一位不对，请照着身份证再看一遍"
)

func hardAnswers() []hardAnswer {
	id := func(number string) map[string]string { return map[string]string{flow.FieldID: number} }
	name := func(text string) map[string]string { return map[string]string{flow.FieldName: text} }
	return []hardAnswer{
		{"a child alone", false, "", id(nineYears), flow.FieldID, bringsUp},
		{"a child with a neighbour", true, "", map[string]string{flow.FieldID: nineYears, flow.FieldRelation: "neighbour"}, flow.FieldRelation, bringsUp},
		{"a child with a guardian", true, "", map[string]string{flow.FieldID: nineYears, flow.FieldRelation: "guardian"}, "", ""},
		{"an agent without a letter", true, "", map[string]string{flow.FieldEntrust: "none"}, flow.FieldEntrust, "本人没有来，要有本人签名的委托书。请先领一张空白委托书，请本人填好、签名，再带来"},
		{"an agent whose letter is over", true, "", map[string]string{flow.FieldValidTo: "20200131"}, flow.FieldValidTo, "委托书过期了，请本人重新签一张"},
		{"an agent who may only fetch", true, "", map[string]string{flow.FieldScope: "receive"}, flow.FieldScope, "委托书上没有委托“提交申请和材料”，不能替他提交"},
		{"an agent who is a child", true, "", map[string]string{flow.FieldAgentID: nineYears}, flow.FieldAgentID, "代办人要满18周岁，请换一位来办"},
		{"15 digits", false, "", id("110105491231002"), flow.FieldID, "15 位的老身份证号已经停用，请用 18 位的号码"},
		{"17 digits", false, "", id("11010519491231002"), flow.FieldID, "身份证号要 18 位，请照着身份证再看一遍"},
		{"a slip", false, "", id("110105194912310021"), flow.FieldID, wrongDigit},
		{"Hong Kong", false, village.IDHKMacao, id("H12345678"), "", ""},
		{"Hong Kong, its own card", false, village.IDHKMacao, id("A1234567"), flow.FieldID, permitHK},
		{"Taiwan", false, village.IDTaiwan, id("01234567"), "", ""},
		{"Taiwan, its own card", false, village.IDTaiwan, id("A123456789"), flow.FieldID, permitTW},
		{"permanent resident", false, village.IDForeignPRC, id("911124198108030024"), "", ""},
		{"permanent resident, a slip", false, village.IDForeignPRC, id("911124198108030025"), flow.FieldID, "永久居留身份证号有一位不对，请照着证件再看一遍"},
		{"permanent resident, short", false, village.IDForeignPRC, id("GBR1100123456"), flow.FieldID, foreigner},
		{"passport with Chinese in it", false, village.IDPassport, id("护照E12345678"), flow.FieldID, "护照号只有字母和数字，请照着护照再看一遍"},
		{"a name of one character", false, "", name("陈"), flow.FieldName, "姓名至少 2 个字，请照着证件再看一遍"},
		{"a name with a sign", false, "", name("陈①妹"), flow.FieldName, "姓名里有不认得的符号，请照着证件再看一遍"},
		{"a name with a dot", false, "", name("阿卜杜热西提·麦麦提吐尔逊江"), "", ""},
		{"a rare name", false, "", name("𬱖䶮𠅤"), "", ""},
		{"a village that is none", false, "", map[string]string{"form.home_division": "445203104999"}, "form.home_division", "本区没有这个村或社区，请重新选"},
		{"a phone with a digit too few", false, "", map[string]string{flow.FieldPhone: "1380000000"}, flow.FieldPhone, "电话号码位数不对：手机 11 位，座机要带区号"},
	}
}

// walk answers every question until one is refused, or the form is done.
func (h hardAnswer) walk(t *testing.T, m *flowtest.Machine) *flow.Turn {
	t.Helper()
	turn := flow.NewTurn(m.Kiosk)
	answers := forAnother()
	maps.Copy(answers, h.answers)
	if h.agent {
		behalf(turn)
	} else {
		at(t, turn, flow.RouteForm)
	}
	if h.document != "" {
		answerAs(turn, answers, flow.FieldID)
		turn.Form.OtherDocument()
		turn.Form.Choose(string(h.document))
	}
	answerAs(turn, answers, "")
	return turn
}

// TestAHardCaseIsAnsweredAtItsQuestionInTheSentenceThatIsShown: the same sentences as by
// command, under the question that they are about, and read aloud. Who can be taken, is.
func TestAHardCaseIsAnsweredAtItsQuestionInTheSentenceThatIsShown(t *testing.T) {
	for _, tt := range hardAnswers() {
		t.Run(tt.name, func(t *testing.T) {
			m := flowtest.New()
			turn := tt.walk(t, m)
			if tt.shown == "" {
				handInFrom(t, turn)
				wantIs(t, "records", m.Store.Saved(), 1)
				return
			}
			p := turn.Form.Problem
			if turn.Route() != flow.RouteForm || p.Field != tt.field || turn.Form.Question().Field != tt.field || p.Text != tt.shown {
				t.Fatalf("at %s, %s: %q", turn.Route(), p.Field, p.Text)
			}
			if !slices.ContainsFunc(turn.Aloud(), func(p flow.Phrase) bool { return p.Text == tt.shown }) {
				t.Error("it is not read aloud")
			}
			wantIs(t, "records", m.Store.Saved(), 0)
		})
	}
}

// hardMachine is what a machine cannot do, and what the person reads of it.
type hardMachine struct {
	name  string
	harm  func(*flowtest.Machine)
	sees  func(*testing.T, *flowtest.Machine) string
	shown string
	taken int // records
}

func hardMachines() []hardMachine {
	failing := func(key string) func(*flowtest.Machine) {
		return func(m *flowtest.Machine) { m.Store.Err = &village.Error{Kind: village.Internal, Key: key} }
	}
	last := func(t *testing.T, m *flowtest.Machine) string {
		turn := flow.NewTurn(m.Kiosk)
		at(t, turn, flow.RouteConfirm)
		turn.Confirm.Sign(signature())
		turn.Confirm.Submit(t.Context())
		return turn.Confirm.Problem.Text
	}
	receipt := func(t *testing.T, m *flowtest.Machine) string {
		turn := flow.NewTurn(m.Kiosk)
		at(t, turn, flow.RouteAccepted)
		turn.Accepted.Print(t.Context())
		return turn.Accepted.Problem.Text + strings.Join(turn.Accepted.Warnings, "")
	}
	camera := func(t *testing.T, m *flowtest.Machine) string {
		m.Kiosk.Watch = m.Plug()
		turn := flow.NewTurn(m.Kiosk)
		at(t, turn, flow.RouteMaterials)
		turn.Materials.Choose("cz", village.Photographed)
		return turn.Photo.Problem.Text
	}
	return []hardMachine{
		{"full", failing("err.store.full"), last, "机器存满了，刚才没有存上。请叫工作人员", 0},
		{"a disk that fails", failing("err.store.io"), last, "机器存不上，刚才没有存上。请叫工作人员", 0},
		{"an item that is withdrawn", func(*flowtest.Machine) {}, func(t *testing.T, m *flowtest.Machine) string {
			turn := flow.NewTurn(m.Kiosk)
			at(t, turn, flow.RouteConfirm)
			turn.Confirm.Sign(signature())
			m.Gone = flowtest.Allowance
			turn.Confirm.Submit(t.Context())
			return turn.Confirm.Problem.Text
		}, "没有这个事项，请重新选", 0},
		{"no paper", func(m *flowtest.Machine) {
			m.Paper = &village.Error{Kind: village.Internal, Key: "err.printer.no_paper"}
		}, receipt,
			"打印机没纸了，回执没有打出来。查询码已经在屏幕上，请拍下来或抄下来", 1},
		{"the second medium is away", func(m *flowtest.Machine) { m.Copy = village.CopyLocalOnly }, receipt, "仅存本机：备份盘上还没有这一件，机器会自动补抄", 1},
		{"a clock that nobody checked", func(m *flowtest.Machine) { m.Trust = village.TimeFloor }, receipt, "收件时间是本机的，没有和标准时间对过", 1},
		{"no camera", func(m *flowtest.Machine) { m.Broken = &village.Error{Kind: village.Internal, Key: "err.camera.none"} }, camera,
			"摄像头没有接好，请把原件交给工作人员，或选“带了原件”", 0},
		{"a camera that is pulled out", func(m *flowtest.Machine) { m.Broken = &village.Error{Kind: village.Internal, Key: "err.camera.gone"} }, camera,
			"摄像头断开了，请再试一次，或选“带了原件”", 0},
		{"the same person and item of today", func(*flowtest.Machine) {}, func(t *testing.T, m *flowtest.Machine) string {
			at(t, flow.NewTurn(m.Kiosk), flow.RouteAccepted)
			return receipt(t, m)
		}, "这台机器今天好像收过同一个人的同一个事项。这一份也收下了，区里会核对", 2},
	}
}

// TestWhatAMachineCannotDoIsSaidInTheSentenceThatIsShown, and what was taken in is.
func TestWhatAMachineCannotDoIsSaidInTheSentenceThatIsShown(t *testing.T) {
	for _, tt := range hardMachines() {
		t.Run(tt.name, func(t *testing.T) {
			m := flowtest.New()
			tt.harm(m)
			if got := tt.sees(t, m); got != tt.shown {
				t.Errorf("it says %q, want %q", got, tt.shown)
			}
			wantIs(t, "records", m.Store.Saved(), tt.taken)
		})
	}
}
