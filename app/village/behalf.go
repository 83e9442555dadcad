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

// EntrustScopes are all of them.
func EntrustScopes() []EntrustScope {
	return []EntrustScope{EntrustHandIn, EntrustSupplement, EntrustReceive}
}
