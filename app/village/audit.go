package village

import "time"

// AuditRow is one row of a machine's own log of its acts (本机流水). It is
// written in the transaction of the act that it tells of, never changed, and
// holds nothing that names a person.
type AuditRow struct {
	Seq int64 // from 1 without a gap
	Stamp
	Act
}

// Act is what a row tells: something that the machine did, or that was done to
// it.
type Act struct {
	Kind    AuditKind
	Subject string // a record's id, a code, a version or a number; at most 64 bytes
	Detail  AuditDetail
}

// Stamp is the moment of a row as the machine alone can know it. Within one boot
// Mono orders moments whatever the clock does.
type Stamp struct {
	Boot  [16]byte      // changes with every start of the system; zero when not known
	Mono  time.Duration // since the system started
	Wall  time.Time
	Trust TimeTrust
}

// AuditKind says which act a row tells of. Kinds travel as text; add new ones at
// the end.
type AuditKind string

const (
	AuditNamed       AuditKind = "named"       // the machine has its key; Subject is its name
	AuditEnrolled    AuditKind = "enrolled"    // Subject is the village
	AuditKeys        AuditKind = "keys"        // the county's keys changed
	AuditCatalogue   AuditKind = "catalogue"   // Subject is the version put into use
	AuditAccepted    AuditKind = "accepted"    // Subject is the record
	AuditRated       AuditKind = "rated"       // Subject is the record
	AuditPrint       AuditKind = "print"       // handed to the printer; whether paper came out nobody knows
	AuditPrintFailed AuditKind = "printfailed" // the printer did not take it
	AuditEpoch       AuditKind = "epoch"       // Subject is the epoch begun
	AuditPurged      AuditKind = "purged"      // Subject is how many records lost their papers
	AuditClock       AuditKind = "clock"       // the clock jumped; Subject is by how many seconds
	AuditStarted     AuditKind = "started"     // the window opened
	AuditStopped     AuditKind = "stopped"     // the window was closed in order
	AuditRestored    AuditKind = "restored"    // the rows before this one are on another disk
	AuditCertificate AuditKind = "certificate" // the machine's certificate was renewed; Subject is the start of its SHA-256
	AuditSnapshot    AuditKind = "snapshot"    // something of the county's came into use; Subject is its stream and version
	AuditLetter      AuditKind = "letter"      // a letter about the record was written or handed to a printer
	AuditSignedIn    AuditKind = "signedin"    // a helper took the machine over; Subject is the badge
	AuditSignInWrong AuditKind = "signinwrong" // a wrong PIN; Subject is the badge
	AuditSignedOut   AuditKind = "signedout"   // Subject is the badge
	AuditHelped      AuditKind = "helped"      // the case of the next row was handed in with a helper; Subject as of HelperSubject
	AuditPresence    AuditKind = "presence"    // a challenge of an inspector's machine was answered; Subject is the centre
	AuditLook        AuditKind = "look"        // a helper looked a case up; Subject the same, Detail is why
)

// AuditKinds are all of them.
func AuditKinds() []AuditKind {
	return []AuditKind{
		AuditNamed, AuditEnrolled, AuditKeys, AuditCatalogue, AuditAccepted, AuditRated, AuditPrint, AuditPrintFailed, AuditEpoch, AuditPurged, AuditClock,
		AuditStarted, AuditStopped, AuditRestored, AuditCertificate, AuditSnapshot, AuditLetter, AuditSignedIn, AuditSignInWrong, AuditSignedOut, AuditHelped,
		AuditPresence, AuditLook,
	}
}

// AuditDetail narrows an act down, from this set only.
type AuditDetail string

const (
	AuditPlain    AuditDetail = ""
	AuditFirst    AuditDetail = "first"    // of a print: the receipt's first
	AuditAgain    AuditDetail = "again"    // of a print: 补打; of an enrolment: a new one
	AuditForward  AuditDetail = "forward"  // of the clock
	AuditBackward AuditDetail = "backward" // of the clock
	AuditExample  AuditDetail = "example"  // of a catalogue: the program's own

	LookProgress   AuditDetail = "progress"   // of a look: the person asks how far it is
	LookSupplement AuditDetail = "supplement" // the person brings what is missing
	LookReprint    AuditDetail = "reprint"    // the person lost the receipt
	LookMistake    AuditDetail = "mistake"    // something was handed in wrongly
)

// AuditDetails are all of them but the plain one.
func AuditDetails() []AuditDetail {
	return append([]AuditDetail{AuditFirst, AuditAgain, AuditForward, AuditBackward, AuditExample}, LookReasons()...)
}

// LookReasons are why a helper may look a case up: chosen, never typed.
func LookReasons() []AuditDetail {
	return []AuditDetail{LookProgress, LookSupplement, LookReprint, LookMistake}
}

// HelperSubject names a case and who helped with it. A badge is a number of the
// office, the name behind it is known to the county alone.
func HelperSubject(code ShortCode, badge string) string { return string(code) + " " + badge }

// AuditMark is a place in a log: the row and the hash after it.
type AuditMark struct {
	Seq  int64
	Head []byte // 32 bytes; on a receipt the first 8
}

// AuditTail is the part of a log that a push carries: Rows from First on with the
// hash before them, and where the log ends.
type AuditTail struct {
	Base  int64 // rows up to it are not on this disk; 0 for a machine that was never restored
	First int64
	Prev  []byte
	Rows  [][]byte // as they are hashed; see seal.AuditBytes
	End   AuditMark
}
