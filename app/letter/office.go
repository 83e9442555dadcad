package letter

import (
	"slices"
	"strings"
	"time"

	"bianmin/app/village"
)

// Kinds of papers that the office which decides writes itself, see [ComposeOffice].
const (
	NotAccepted Kind = "not_accepted" // 不予受理通知书
	Special     Kind = "special"      // 特别程序告知书
	Extension   Kind = "extension"    // 延期告知书
	Ruling      Kind = "ruling"       // 决定书
	Delivered   Kind = "delivered"    // 送达回证
	Ended       Kind = "ended"        // 终止办理告知书
	Completed   Kind = "completed"    // 办结通知书
)

// Office is what the county knows of its own acts beyond what machines are told, in words.
type Office struct {
	Source
	Reason  string                       // why nothing was accepted, or it ended early, in general; ""
	Words   map[village.CaseState]string // why it came to a state, as somebody typed it; one that is not there is written by hand
	Special string                       // the special procedure, as 听证
	Days    int                          // working days of an extension
	Due     time.Time                    // the moment after the last day since an extension
}

// OfficeKinds are the papers that an office may print of a case, in the order in which it
// comes to them: those that machines print too, without the forms of entrustment, and its
// own.
func OfficeKinds() []Kind {
	return []Kind{Supplement, NotAccepted, Acceptance, Deferred, Special, Extension, Ruling, Delivered, Ended, Completed}
}

// ComposeOffice is the letter of a kind as the office that decides hands it out: with the
// whole name where it is given, and a place for the seal instead of a machine's code. The
// errors are those of [Compose].
func ComposeOffice(kind Kind, o Office) (list []Letter, err error) {
	switch kind {
	case Acceptance, Supplement, Deferred:
		list, err = Compose(kind, o.Source)
	case NotAccepted:
		list, err = one(o.notAccepted())
	case Special:
		list, err = one(o.special())
	case Extension:
		list, err = one(o.extension())
	case Ruling:
		list, err = one(o.ruling())
	case Delivered:
		list, err = one(o.delivered())
	case Ended:
		list, err = one(o.ended())
	case Completed:
		list, err = one(o.completed())
	default:
		err = village.Refuse("kind", "err.letter.kind")
	}
	t := o.Texts.T
	for i := range list {
		list[i].Foot = []string{t("letter.foot.stamp"), t("letter.foot.ask", "phone", hotline)}
		if o.Case.Example {
			list[i].Foot = append(list[i].Foot, t("receipt.example"))
		}
		list[i].QR, list[i].To = "", ""
		if o.Name != "" {
			list[i].To = t("letter.to", "name", o.Name)
		}
	}
	return list, err
}

// of is the letter of the last step to a state, without its parts.
func (o Office) of(kind Kind, state village.CaseState) (Letter, time.Time, error) {
	step, ok := o.step(state)
	if !ok {
		return Letter{}, time.Time{}, early()
	}
	at := time.UnixMilli(step.AtMS)
	return o.sheet(kind, at), at, nil
}

// law adds an article of the licensing law (行政许可法) where the item is a licence: no
// other kind of item is under it.
func (o Office) law(text, article string) string {
	if o.Item.Type == license {
		text += o.Texts.T("letter.law", "article", article)
	}
	return text
}

// remedy says where somebody turns who disagrees (行政复议法 art. 20, 行政诉讼法 art. 46).
func (o Office) remedy() Part { return Part{Notice: o.Texts.T("letter.remedy")} }

// stamped is where the office seals and dates by hand.
func (o Office) stamped() Part {
	return Part{Lines: []string{o.Texts.T("letter.line.seal"), o.Texts.T("letter.line.date")}}
}

func (o Office) notAccepted() (Letter, error) {
	l, at, err := o.of(NotAccepted, village.NotAccepted)
	t := o.Texts.T
	l.Parts = slices.Concat(
		[]Part{{Text: o.law(t("letter.not_accepted.text", "item", o.itemName()), t("letter.law.32"))}, o.facts(Fact{t("letter.fact.told"), o.day(at)})},
		o.reasons(village.NotAccepted, o.Reason), []Part{o.remedy(), o.stamped()},
	)
	return l, err
}

// reasons are why a case came to a state, what is said in general first. Where nobody typed
// any, there is a line to write them on.
func (o Office) reasons(state village.CaseState, general string) (parts []Part) {
	words := o.Words[state]
	for _, text := range append([]string{general}, strings.Split(words, "\n")...) {
		if text = strings.TrimSpace(text); text != "" {
			parts = append(parts, Part{Text: text})
		}
	}
	if len(parts) > 0 {
		parts = append([]Part{{Head: o.Texts.T("letter.reason")}}, parts...)
	}
	if words == "" {
		parts = append(parts, Part{Lines: []string{o.Texts.T("letter.line.reason")}})
	}
	return parts
}

func (o Office) special() (Letter, error) {
	l, at, err := o.of(Special, village.Paused)
	t := o.Texts.T
	l.Parts = []Part{
		{Text: o.law(t("letter.special.text", "item", o.itemName(), "special", o.Special), t("letter.law.45"))},
		o.facts(Fact{t("letter.special.from"), o.day(at)}),
		{Lines: []string{t("letter.line.special")}}, {Notice: t("letter.special.notice")}, o.stamped(),
	}
	return l, err
}

func (o Office) extension() (Letter, error) {
	l, at, err := o.of(Extension, village.Extended)
	t := o.Texts.T
	facts := []Fact{{t("letter.fact.told"), o.day(at)}, {t("letter.extension.by"), t("calendar.limit.workdays", "days", o.Days)}}
	if !o.Due.IsZero() {
		facts = append(facts, Fact{t("letter.extension.until"), o.day(o.Due.Add(-time.Millisecond))})
	}
	l.Parts = slices.Concat(
		[]Part{{Text: o.law(t("letter.extension.text", "item", o.itemName()), t("letter.law.42"))}, o.facts(facts...)},
		o.reasons(village.Extended, ""), []Part{o.stamped()},
	)
	return l, err
}

// ruling says what was decided last, and of a refusal that it has reasons and remedies.
func (o Office) ruling() (Letter, error) {
	decided := village.Decision(o.Steps)
	if decided == "" {
		return Letter{}, early()
	}
	l, at, err := o.of(Ruling, decided)
	t := o.Texts.T
	l.Parts = []Part{{Text: t("letter.ruling."+string(decided), "item", o.itemName())}, o.facts(Fact{t("letter.ruling.at"), o.day(at)})}
	if decided == village.Refused {
		l.Parts[0].Text = o.law(l.Parts[0].Text, t("letter.law.38"))
		l.Parts = append(append(l.Parts, o.reasons(decided, "")...), Part{Lines: []string{t("letter.line.basis")}}, o.remedy())
	}
	l.Parts = append(l.Parts, o.stamped())
	return l, err
}

// delivered is the form on which who receives signs: once there is something to hand over.
func (o Office) delivered() (Letter, error) {
	state := village.Delivery
	if _, ok := o.step(state); !ok {
		state = village.NotAccepted
	}
	l, _, err := o.of(Delivered, state)
	t := o.Texts.T
	l.Parts = []Part{
		{Text: t("letter.delivered.text", "item", o.itemName())}, o.facts(),
		{Head: t("letter.delivered.papers")},
		{Boxes: []string{t("letter.ruling"), t("letter.delivered.result"), t("letter.not_accepted"), t("letter.delivered.other")}},
		{Head: t("letter.delivered.way")},
		{Boxes: []string{t("letter.delivered.self"), t("letter.delivered.agent"), t("letter.delivered.post")}},
		{Lines: []string{t("letter.line.receiver"), t("letter.line.date"), t("letter.line.giver")}},
	}
	return l, err
}

// ended says why nothing is decided any more, and where somebody turns who disagrees.
func (o Office) ended() (Letter, error) {
	l, at, err := o.of(Ended, village.Ended)
	t := o.Texts.T
	l.Parts = slices.Concat(
		[]Part{{Text: t("letter.ended.text", "item", o.itemName())}, o.facts(Fact{t("letter.ended.at"), o.day(at)})},
		o.reasons(village.Ended, o.Reason), []Part{{Notice: t("letter.ended.again")}, o.remedy(), o.stamped()},
	)
	return l, err
}

// completed says that a case is over, and what was decided; of one that was decided at once
// there was no decision apart.
func (o Office) completed() (Letter, error) {
	l, at, err := o.of(Completed, village.Completed)
	t := o.Texts.T
	facts := []Fact{{t("letter.completed.at"), o.day(at)}}
	if decided := village.Decision(o.Steps); decided != "" {
		facts = append(facts, Fact{t("letter.ruling.at"), t("letter.completed." + string(decided))})
	}
	l.Parts = []Part{
		{Text: t("letter.completed.text", "item", o.itemName())}, o.facts(facts...),
		{Notice: t("letter.completed.rate")}, o.stamped(),
	}
	return l, err
}
