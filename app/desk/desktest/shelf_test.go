package desktest

import (
	"testing"

	"bianmin/app/desk"
)

func TestMemoryKeepsTheContract(t *testing.T) {
	Shelf(t, func(*testing.T) desk.DraftShelf { return NewShelf() })
}
