package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"slices"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// PieceWanted implements office.Store.
func (c *County) PieceWanted(_ context.Context, id seal.KioskID, sum [32]byte) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.kiosks[id]
	return k != nil && c.pieces[sum] == nil && slices.ContainsFunc(k.records, func(r countyRecord) bool { return slices.Contains(r.parts, sum) }), nil
}

// PiecePresent implements office.Store; Put has seen to it.
func (c *County) PiecePresent(context.Context, [32]byte) error { return nil }

// Pieces implements office.PieceBook.
func (c *County) Pieces(_ context.Context, after []byte, limit int) (list []office.Piece, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	named := map[[32]byte]office.Piece{}
	for _, k := range c.kiosks {
		for _, r := range k.records {
			for _, sum := range r.parts {
				here := c.pieces[sum] != nil
				named[sum] = office.Piece{Sum: sum, Here: here, Awaited: !here}
			}
		}
	}
	for _, p := range named {
		if bytes.Compare(p.Sum[:], after) > 0 {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b office.Piece) int { return bytes.Compare(a.Sum[:], b.Sum[:]) })
	return list[:min(len(list), limit)], nil
}

// PieceMissed implements office.PieceBook.
func (c *County) PieceMissed(_ context.Context, sum [32]byte) (missed []office.MissedPart, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pieces[sum] == nil {
		return nil, nil
	}
	delete(c.pieces, sum)
	for id, k := range c.kiosks {
		for _, r := range k.records {
			for i, part := range r.parts {
				if part == sum {
					missed = append(missed, office.MissedPart{Kiosk: id, Record: r.id, Part: i + 1, SHA256: sum, MissedAt: c.now(), Asked: true})
				}
			}
		}
	}
	return missed, nil
}

// Read implements office.PieceShop.
func (c *County) Read(sum [32]byte) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pieces[sum] == nil {
		return nil, &village.Error{Kind: village.NotFound}
	}
	return c.pieces[sum], nil
}

// Spoil lets a disk change what lies under a sum, as one does that fails.
func (c *County) Spoil(sum [32]byte) {
	if c.pieces[sum] != nil {
		c.pieces[sum] = []byte("the disk forgot")
	}
}

// Put implements office.Blobs.
func (c *County) Put(_ context.Context, sum [32]byte, data []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if sha256.Sum256(data) != sum {
		return errors.New("a piece is not what its name says")
	}
	c.pieces[sum] = append([]byte{}, data...)
	for _, k := range c.kiosks {
		k.arrived(sum, c.pieces)
	}
	return nil
}

// arrived takes back that a piece of some record is lost, when none is any more.
func (k *countyKiosk) arrived(sum [32]byte, pieces map[[32]byte][]byte) {
	for _, r := range k.records {
		delete(k.lost, lostPart{r.id, sum})
		whole := !slices.ContainsFunc(r.parts, func(p [32]byte) bool { return pieces[p] == nil })
		if slices.Contains(r.parts, sum) && whole && k.problem(r.id) == "err.push.piece" {
			k.reject(r.id, "")
		}
	}
}

// Has implements office.Blobs.
func (c *County) Has(_ context.Context, sum [32]byte) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pieces[sum] != nil && sha256.Sum256(c.pieces[sum]) == sum, nil
}
