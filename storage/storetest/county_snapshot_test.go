package storetest

import "testing"

func TestMemoryPublishesAsARealCounty(t *testing.T) {
	Snapshots(t, func(*testing.T) SnapshotStore { return NewCounty(nil) })
}

func TestShelfKeepsTheContract(t *testing.T) {
	Inbox(t, func(*testing.T) InboxStore { return NewShelf() })
}
