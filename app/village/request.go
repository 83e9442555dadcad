package village

import "strings"

// Beginnings of the codes of what a person asks for without it being an item of a
// department. They are in no district's list, whose codes hold digits and capital
// letters or are words of their own.
const (
	HotlinePrefix = "12345-" // 12345 热线诉求; the rest is a [TicketType]
	bookingPrefix = "book-"

	InspectionPrefix = "inspect-" // 实地检查; the rest is the id of a template

	// RectificationReply is what a centre says that it put right (整改回复).
	RectificationReply ItemCode = "rectify-reply"
)

// What can be booked (预约).
const (
	BookWindow ItemCode = bookingPrefix + "window" // 预约窗口: a seat of a slot
	BookHome   ItemCode = bookingPrefix + "home"   // 预约上门
	BookLonger ItemCode = bookingPrefix + "longer" // 请窗口延时: that the window of the centre stays open today
)

// Keys of the forms of bookings beside those of requests.
const (
	BookSlot     = "slot"         // window: a SlotID
	BookMatter   = "matter"       // what it is about
	BookItem     = "item"         // code of the item that it is about; none: the matter is in the person's own words
	BookPriority = "priority"     // window: 绿色通道, one of the form's choices
	BookReason   = "reason"       // home: one of the form's choices
	BookAddress  = "address"      // home
	BookAtHome   = "at_home"      // home: when somebody is there
	BookFamily   = "family_phone" // home: of somebody of the family, who is called when nobody answers
	BookHours    = "hours"        // longer: a span of today, as 17:30-18:00
)

// Kind is what a record says that was taken in under c.
func (c ItemCode) Kind() RecordKind {
	switch {
	case strings.HasPrefix(string(c), HotlinePrefix):
		return RecordTicket
	case strings.HasPrefix(string(c), bookingPrefix):
		return RecordBooking
	case strings.HasPrefix(string(c), InspectionPrefix):
		return RecordInspection
	case c == RectificationReply:
		return RecordRectification
	}
	return RecordCase
}

// IsRequest reports whether c is asked for without an applicant's document: a form
// of its own says who is behind it, if anybody.
func (c ItemCode) IsRequest() bool { return c.Kind() != RecordCase }

// TicketType is a kind of 12345 request (诉求类型), each with its own limit.
type TicketType string

const (
	TicketConsult  TicketType = "consult"  // 咨询
	TicketHelp     TicketType = "help"     // 求助
	TicketSuggest  TicketType = "suggest"  // 建议
	TicketComplain TicketType = "complain" // 投诉
	TicketReport   TicketType = "report"   // 举报
	TicketPraise   TicketType = "praise"   // 表扬
)

// TicketTypes are all of them, in the order in which they are offered.
func TicketTypes() []TicketType {
	return []TicketType{TicketConsult, TicketHelp, TicketSuggest, TicketComplain, TicketReport, TicketPraise}
}

// Item is the code under which a request of type t is taken in.
func (t TicketType) Item() ItemCode { return ItemCode(HotlinePrefix + string(t)) }

// StateKey is the message key of a state of what was taken in under c.
func (c ItemCode) StateKey(s CaseState) string {
	if c == BookWindow && s == Withdrawn {
		return "state.appointment.withdrawn"
	}
	switch s {
	case Registered, Dispatched, Completed, NotAccepted:
		if c == BookLonger {
			return "state.longer." + string(s)
		}
	}
	return "state.case." + string(s)
}

// Ticket is the type of the 12345 request that c stands for.
func (c ItemCode) Ticket() (TicketType, bool) {
	rest, ok := strings.CutPrefix(string(c), HotlinePrefix)
	return TicketType(rest), ok
}

// Keys of the form of a 12345 request, which its package asks for by.
const (
	TicketPlace        = "place"        // division
	TicketPlaceText    = "place_text"   // where exactly
	TicketContent      = "content"      //
	TicketAnonymous    = "anonymous"    // bool; the next four are asked when it is false
	TicketName         = "name"         //
	TicketPhone        = "phone"        //
	TicketConfidential = "confidential" // bool: the name is not told to whom it is about
	TicketCallBack     = "call_back"    // bool
	TicketPhoto        = "photo"        // code of its one material
	TicketAbout        = "about"        // short code of the case that it is about (关联办件); no question asks for it
)
