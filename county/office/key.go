package office

import (
	"time"

	"bianmin/app/seal"
)

// CountyKey is a public key of the county as its database knows it.
type CountyKey struct {
	Key    seal.CountyKey
	Place  int // 1 is the oldest; kiosks seal for the highest
	MadeAt time.Time
}
