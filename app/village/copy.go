package village

// Copy says where an act is kept besides this machine.
type Copy string

const (
	CopyNone      Copy = ""           // no second medium is set
	CopyMirrored  Copy = "mirrored"   // synced on the second medium too
	CopyLocalOnly Copy = "local_only" // 仅存本机: the second medium does not have it yet
)
