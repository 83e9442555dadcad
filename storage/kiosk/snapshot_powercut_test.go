package kiosk

import (
	"context"
	"crypto/sha256"
	"fmt"

	"bianmin/app/snapshot"
	"bianmin/storage/storetest"
)

// publishOne fetches and activates the n-th catalogue of the county.
func (db *DB) publishOne(n int) error {
	ctx := context.Background()
	list := storetest.SampleCatalogue(fmt.Sprint("v", n), "a")
	h := storetest.SampleHeld(snapshot.Catalogue, int64(n), string(list), 1)
	half := len(list) / 2
	if err := db.Fetch(ctx, h.Manifest, 0, list[:half]); err != nil {
		return err
	}
	if err := db.Fetch(ctx, h.Manifest, int64(half), list[half:]); err != nil {
		return err
	}
	return db.Activate(ctx, h, list)
}

// oneEdition says what is wrong when number and content in use are not of one
// publication.
func (db *DB) oneEdition(ctx context.Context) error {
	held, err := db.Held(ctx)
	if err != nil {
		return err
	}
	for _, h := range held {
		plain, err := db.Snapshot(ctx, h.Stream)
		if err != nil {
			return err
		}
		if sha256.Sum256(plain) != h.SHA256 {
			return fmt.Errorf("%s %d is in use with another content", h.Stream, h.Version)
		}
	}
	return nil
}
