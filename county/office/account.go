package office

import (
	"context"
	"slices"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Role is what an account is for (角色). A villager (V) has no account.
type Role string

const (
	RoleAssistant Role = "assistant" // A: 村帮办代办员
	RoleTown      Role = "town"      // T: 镇街经办员
	RoleCounty    Role = "county"    // C: 区级审核员
	RoleUnit      Role = "unit"      // U: 承办单位
	RoleInspector Role = "inspector" // I: 抽查员
	RoleLeader    Role = "leader"    // L: 领导
	RoleAdmin     Role = "admin"     // Adm: 管理员
)

// Roles are all of them.
func Roles() []Role {
	return []Role{RoleAssistant, RoleTown, RoleCounty, RoleUnit, RoleInspector, RoleLeader, RoleAdmin}
}

// Right is one thing that a role may do.
type Right string

const (
	SeeCases   Right = "cases"    // without what is personal
	SeePerson  Right = "person"   // what is personal, for a reason that is kept
	SeeRatings Right = "ratings"  // and their words
	SeeKiosks  Right = "kiosks"   //
	RunKiosks  Right = "run"      // enrol, revoke
	SeeFigures Right = "figures"  //
	SeeLooks   Right = "looks"    // who looked at personal data
	Anyone     Right = "anyone"   // who is signed in
	Accounts   Right = "accounts" // who has an account

	RunCatalogue   Right = "catalogue"   // items, and when they come into use
	SeeInspections Right = "inspections" // visits and ranks
	SeeOrders      Right = "orders"      // orders to put something right; a unit its own
	SeeHours       Right = "hours"       // when centres were open longer
	RunHours       Right = "extend"      // note that
	SeeMeasures    Right = "measures"    // what units do to get better
	RunMeasures    Right = "measure"     // put down and note that, a unit its own
	SeeTraining    Right = "training"    // who passed what
	RunTraining    Right = "train"       // note that
	RunCity        Right = "city"        // what the city's platform refused
	SeeIntakes     Right = "intakes"     // what came in by which way, and what was closed past that
	RunIntakes     Right = "intake"      // note one, a unit its own; say why one was closed without
	SeeCentres     Right = "centres"     // what stands at service centres, and who keeps it
	RunCentres     Right = "centre"      // write that
	ListCentres    Right = "centre_list" // by lists
	RunClosures    Right = "closures"    // hold a list of what was closed against what came in
)

// May reports whether a role has a right. The administrator sees no cases: who can
// make accounts must not be able to read papers unseen.
func (r Role) May(right Right) bool {
	allowed := map[Right][]Role{
		Anyone:         Roles(),
		SeeCases:       {RoleAssistant, RoleTown, RoleCounty, RoleUnit, RoleLeader},
		SeePerson:      {RoleAssistant, RoleTown, RoleCounty, RoleUnit},
		SeeRatings:     {RoleTown, RoleCounty, RoleUnit, RoleLeader},
		SeeKiosks:      {RoleTown, RoleCounty, RoleInspector, RoleLeader, RoleAdmin},
		RunKiosks:      {RoleAdmin},
		RunCatalogue:   {RoleCounty, RoleAdmin},
		SeeFigures:     {RoleTown, RoleCounty, RoleUnit, RoleLeader},
		SeeLooks:       {RoleLeader, RoleAdmin},
		Accounts:       {RoleAdmin},
		SeeInspections: {RoleTown, RoleCounty, RoleInspector, RoleLeader},
		SeeOrders:      {RoleTown, RoleCounty, RoleInspector, RoleLeader, RoleUnit},
		SeeHours:       {RoleTown, RoleCounty, RoleInspector, RoleLeader},
		RunHours:       {RoleTown, RoleCounty},
		SeeMeasures:    {RoleTown, RoleCounty, RoleUnit, RoleLeader},
		RunMeasures:    {RoleCounty, RoleUnit},
		SeeTraining:    {RoleTown, RoleCounty, RoleLeader},
		RunTraining:    {RoleCounty},
		RunCity:        {RoleCounty},
		SeeIntakes:     {RoleTown, RoleCounty, RoleUnit, RoleLeader},
		RunIntakes:     {RoleTown, RoleCounty, RoleUnit},
		RunClosures:    {RoleCounty},
		SeeCentres:     {RoleTown, RoleCounty, RoleInspector, RoleLeader},
		RunCentres:     {RoleTown, RoleCounty},
		ListCentres:    {RoleCounty},
	}
	return slices.Contains(allowed[right], r)
}

// Told reports whether somebody of a role has to act on an order that is so late, by the
// levels of [inspect.Levels]: the town from the first one on, or the unit that it is for; who
// is in the leading group from the second.
func (r Role) Told(level int) bool {
	switch r {
	case RoleTown, RoleUnit:
		return level >= 1
	case RoleCounty, RoleLeader:
		return level >= 2
	}
	return false
}

// Scope is the part of the county that an account works on. Empty fields are all.
type Scope struct {
	Division village.DivisionCode // a village, or a town with its villages
	Unit     string               // as the catalogue names it
}

// Holds reports whether a case of that village and unit lies in the scope.
func (s Scope) Holds(place village.DivisionCode, unit string) bool {
	return (s.Unit == "" || s.Unit == unit) && (s.Division == "" || s.Division == place || s.Division == place.Town())
}

// Account is who may sign in.
type Account struct {
	Name     string // as it is typed
	Person   string // as pages show it
	Role     Role
	Scope    Scope
	Era      int64 // a session of an earlier one has ended
	Disabled bool
	Ready    bool // the set-up code was used
	Linked   bool // another house may vouch for it
	MadeAt   time.Time
}

// Credentials prove who somebody is.
type Credentials struct {
	Account
	Salt     []byte
	Password []byte // Argon2id hash; nil = none yet
	Key      []byte // of the codes of six digits
	Step     int64  // of the last code that was taken
	Setup    []byte // SHA-256 of the set-up code; nil = used
	SetupEnd time.Time
}

// AccountBook keeps accounts. Every method is one transaction.
type AccountBook interface {
	// AddAccount keeps a new account; a name that is taken is a [village.Conflict].
	AddAccount(ctx context.Context, c Credentials) error

	// Account is an account without its credentials, or [village.NotFound].
	Account(ctx context.Context, name string) (Account, error)

	// Accounts are all, by name.
	Accounts(ctx context.Context) ([]Account, error)

	// TryAccount counts a try and returns what it is judged by; the count is
	// committed before. After MaxSignInTries the account is locked for LockMinutes,
	// beginning with the last of them. The error is [village.Denied] while it is
	// locked, [village.NotFound] for an unknown or a disabled one.
	TryAccount(ctx context.Context, name string) (Credentials, error)

	// SignedIn forgets the tries and notes the step of the code. taken is false
	// when that step or a later one was noted before.
	SignedIn(ctx context.Context, name string, step int64) (taken bool, err error)

	// ForgetTries forgets the tries of who had the right set-up code, if c.Setup is
	// still the one that is kept.
	ForgetTries(ctx context.Context, c Credentials) error

	// SetPassword ends a set-up, if c.Setup is still the one that is kept.
	SetPassword(ctx context.Context, c Credentials) (taken bool, err error)

	// ResetAccount gives an account that is there another set-up code and key, and
	// ends its sessions; a disabled one can be used again. The error is
	// [village.NotFound].
	ResetAccount(ctx context.Context, c Credentials) error

	// DisableAccount ends the account's sessions and lets it sign in no more. The
	// error is [village.NotFound].
	DisableAccount(ctx context.Context, name string) error

	// LinkedAccount is the account that a subject of another house was linked to, or
	// [village.NotFound].
	LinkedAccount(ctx context.Context, issuer, subject string) (Account, error)

	// LinkAccount links an account to a subject in place of any before, and ends its
	// sessions. The errors are [village.NotFound] and, for a subject of another account,
	// [village.Conflict].
	LinkAccount(ctx context.Context, name, issuer, subject string) error

	// UnlinkAccount ends a link and the account's sessions. The error is
	// [village.NotFound].
	UnlinkAccount(ctx context.Context, name string) error
}

// Look is one look at what is personal of a case, or at a photograph of an order.
type Look struct {
	Account string
	At      time.Time
	Kiosk   seal.KioskID
	ID      village.RecordID
	Order   string // number, of a photograph that came with an act on it and in no record; else ""
	What    string // "case", "shot" of an order, or "file-1", "file-2" …
	Reason  LookReason
	Words   string // what the officer wrote; "" unless the reason is another
}

// Seen is the kind of thing that was looked at, "case", "file", "reply", "export" or "shot", and which
// one of several, from 1; "" for what there is once.
func (l Look) Seen() (kind, n string) {
	if l.Order != "" {
		return "shot", ""
	}
	for _, several := range []string{"file", "reply"} {
		if n, ok := strings.CutPrefix(l.What, several+"-"); ok {
			return several, n
		}
	}
	if l.What == "export" {
		return "export", ""
	}
	return "case", ""
}

// LookReason is why somebody looks.
type LookReason string

// LookOther needs words.
const LookOther LookReason = "other"

// LookReasons are all of them.
func LookReasons() []LookReason {
	return []LookReason{"handle", "check", "contact", "complaint", LookOther}
}

const maxLookWords = 200 // characters

// Check refuses a look without a reason. The error is [village.Invalid] at
// "reason" or "words".
func (l Look) Check() error {
	switch {
	case !slices.Contains(LookReasons(), l.Reason):
		return village.Refuse("reason", "err.look.reason")
	case (l.Reason == LookOther) != (l.Words != "") || len([]rune(l.Words)) > maxLookWords:
		return village.Refuse("words", "err.look.words")
	}
	return nil
}

// LookBook keeps looks.
type LookBook interface {
	// KeepLook is on disk before anything is shown.
	KeepLook(ctx context.Context, l Look) error

	// LastLook is the last look of an account at a case as a whole since a time,
	// or [village.NotFound].
	LastLook(ctx context.Context, account string, kiosk seal.KioskID, id village.RecordID, since time.Time) (Look, error)

	// Looks are the last ones, the newest first.
	Looks(ctx context.Context, limit int) ([]Look, error)
}
