package storetest

import (
	"testing"
	"time"
)

func TestMemoryKeepsTheContract(t *testing.T) {
	Kiosk(t, func(*testing.T) KioskStore { return NewMemory(func() time.Time { return Moment }) })
}
