package village

import "time"

// OutboxState is where the chain of a kiosk's records stands.
type OutboxState struct {
	Epoch       int64
	Want        int64     // number that the county wants next, as it last said
	Open        int64     // lowest number that the county does not hold whole; Next when it holds all
	Next        int64     // number that the next committed record will have
	Head        []byte    // of the chain after Next-1
	Pruned      int64     // highest number of this epoch whose body is deleted here; 0 = none
	Lifetime    int64     // records that the machine ever accepted
	Incarnation []byte    // of the county that answered last; nil = none has
	RejectsSeen int64     // highest number of a reject that was taken note of
	ToldAt      time.Time // what the county last said of the time; zero when it never did
}
