package village

// PriorityClass is why somebody is served first (绿色通道).
type PriorityClass string

const (
	PriorityElder    PriorityClass = "elder"    // 老年人
	PriorityDisabled PriorityClass = "disabled" // 残疾人
	PriorityPregnant PriorityClass = "pregnant" // 孕妇
	PriorityVeteran  PriorityClass = "veteran"  // 退役军人
	PriorityUrgent   PriorityClass = "urgent"   // 急事
)
