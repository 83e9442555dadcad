package village

// Relation says what an agent is to the applicant (与申请人的关系).
type Relation string

const (
	Guardian   Relation = "guardian"  // 监护人
	Spouse     Relation = "spouse"    // 配偶
	Child      Relation = "child"     // 子女
	Parent     Relation = "parent"    // 父母
	Relative   Relation = "relative"  // 其他亲属
	Neighbour  Relation = "neighbour" // 邻居、朋友
	OfStaff    Relation = "staff"     // 村里的代办员
	OtherAgent Relation = "other"     // 其他
)

// Relations are all of them.
func Relations() []Relation {
	return []Relation{Guardian, Spouse, Child, Parent, Relative, Neighbour, OfStaff, OtherAgent}
}

// EntrustScope is a thing that an agent is entrusted with (委托的事).
type EntrustScope string

const (
	EntrustHandIn     EntrustScope = "hand_in"    // 提交申请和材料
	EntrustSupplement EntrustScope = "supplement" // 补交材料
	EntrustReceive    EntrustScope = "receive"    // 领取结果
)

// Entrustment is what a machine keeps in clear of why an agent may act without the
// applicant (委托). It says nothing of who.
type Entrustment struct {
	Scope   []EntrustScope `json:"scope"`
	ValidTo Day            `json:"valid_to,omitempty"` // last day; "" = none: a guardian acts by law
}

// Comer is who comes back with the paper of a case that an agent handed in (谁来的).
type Comer string

const (
	ComerApplicant Comer = "applicant" // 申请人本人
	ComerBoth      Comer = "both"      // 代办人，申请人也在场
	ComerAgent     Comer = "agent"     // 代办人，申请人没有来
)

// Comers are all of them.
func Comers() []Comer { return []Comer{ComerApplicant, ComerBoth, ComerAgent} }

// EntrustScopes are all of them.
func EntrustScopes() []EntrustScope {
	return []EntrustScope{EntrustHandIn, EntrustSupplement, EntrustReceive}
}
