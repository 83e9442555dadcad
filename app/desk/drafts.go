package desk

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"bianmin/app/village"
)

const (
	// RecoverFor is how long a draft waits for its owner after a crash.
	RecoverFor = 30 * time.Minute
	// LeftAtLeast is how long a code is good for who leaves shortly before midnight.
	LeftAtLeast = 2 * time.Hour
	// DraftTries is how many wrong proofs destroy a draft.
	DraftTries = 5
	// maxDrafts bounds the memory that drafts take.
	maxDrafts = 30
	// maxDraftBytes is enough for a signature and all that a form can hold.
	maxDraftBytes = 4 << 20
)

// DraftShelf keeps drafts where they survive a crash of the program and are gone
// with the power. Whoever reads its files without the machine's memory reads
// nothing.
type DraftShelf interface {
	// Put keeps body under id, in place of an earlier one, with no try counted.
	Put(id village.RecordID, body []byte) error

	// Try counts one more try of id and only then returns what is kept; n is
	// the count with this one. An id that is not kept is [village.NotFound].
	Try(id village.RecordID) (n int, body []byte, err error)

	// Drop destroys id, so that nothing brings it back. One that is not kept is
	// no error.
	Drop(id village.RecordID) error

	// Each visits all that is kept. What cannot be read any more is destroyed.
	Each(visit func(id village.RecordID, body []byte, tries int)) error
}

// Drafts keeps what is not handed in yet and gives it back to its owner alone.
// Nobody sees more of a draft than [Offer] before the proof.
type Drafts struct {
	Shelf  DraftShelf
	Handed func(village.RecordID) (bool, error) // a record of that name is stored
	Now    func() time.Time                     // wall clock, for words
	Uptime func() time.Duration                 // since the machine started; no setting of the clock changes it
	NewID  func() (village.RecordID, error)
	Rand   *rand.Rand // resume codes; used under a lock

	mu      sync.Mutex
	kept    map[village.RecordID]keptDraft
	current village.RecordID // of the turn at the kiosk; nothing else can be saved
}

// Offer is all that is told of drafts to whoever stands at the kiosk.
type Offer struct {
	ID   village.RecordID // newest draft that a crash left; "" for none
	Item village.ItemCode
	At   time.Time // when it was last saved
	Left bool      // some were left with a code
}

// Left is what a person gets who leaves to come back.
type Left struct {
	Code  village.ResumeCode
	Until time.Time // when the draft is destroyed
}

// keptDraft is a draft on the shelf. In memory Draft is empty.
type keptDraft struct {
	Draft Draft              `json:"draft"`
	Item  village.ItemCode   `json:"item"`
	Code  village.ResumeCode `json:"code,omitempty"` // "" unless the person left on purpose
	At    time.Time          `json:"at"`
	Until time.Duration      `json:"until"` // of [Drafts.Uptime]
}

// Open takes up what an earlier run of the program left. What is too old, was
// tried too often, could be proved by nobody or is handed in already is
// destroyed. It is called once, before anything else.
func (s *Drafts) Open() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept, s.current = map[village.RecordID]keptDraft{}, ""
	var gone []village.RecordID
	err := s.Shelf.Each(func(id village.RecordID, body []byte, tries int) {
		var k keptDraft
		handed, err := s.Handed(id) // one that cannot be told is refused when it is handed in again
		if err == nil && handed || tries >= DraftTries || json.Unmarshal(body, &k) != nil || k.Draft.ID != id ||
			k.Until <= s.Uptime() || k.Code == "" && !k.Draft.CanRecover(s.Now()) {
			gone = append(gone, id)
			return
		}
		k.Draft = Draft{}
		s.kept[id] = k
	})
	for _, id := range gone {
		if e := s.drop(id); err == nil {
			err = e
		}
	}
	return err
}

// Begin names the draft of a new turn; only it is saved from now on. A turn
// without a name, "", is not kept and can be handed in all the same.
func (s *Drafts) Begin() village.RecordID {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, err := s.NewID()
	if err != nil {
		id = ""
	}
	s.current = id
	return id
}

// Save keeps d as far as its owner could prove it after a crash; before that it
// does nothing. A turn that has ended is not saved again.
func (s *Drafts) Save(d Draft) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.ID == "" || d.ID != s.current || !d.CanRecover(s.Now()) {
		return nil
	}
	return s.put(d, "", s.Uptime()+RecoverFor)
}

// Leave keeps d until the end of the day and returns the code that leads back.
func (s *Drafts) Leave(d Draft) (Left, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Now().In(village.Zone)
	if d.ID == "" || d.ID != s.current || !d.CanLeave(now) {
		return Left{}, village.Refuse("", "err.draft.early")
	}
	if _, kept := s.kept[d.ID]; !kept && len(s.kept) >= maxDrafts {
		return Left{}, &village.Error{Kind: village.Conflict, Key: "err.draft.full"}
	}
	left := Left{Code: s.freeCode(), Until: time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, village.Zone)}
	if soonest := now.Add(LeftAtLeast); left.Until.Before(soonest) {
		left.Until = soonest
	}
	if err := s.put(d, left.Code, s.Uptime()+left.Until.Sub(now)); err != nil {
		return Left{}, err
	}
	s.current = ""
	return left, nil
}

// Drop destroys a draft: it was handed in, or given up.
func (s *Drafts) Drop(id village.RecordID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id == "" {
		return nil
	}
	if id == s.current {
		s.current = ""
	}
	return s.drop(id)
}

// Sweep destroys what has waited for too long.
func (s *Drafts) Sweep() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sweep()
}

func (s *Drafts) sweep() (err error) {
	for id, k := range s.kept {
		if id != s.current && k.Until <= s.Uptime() {
			if e := s.drop(id); err == nil {
				err = e
			}
		}
	}
	return err
}

// Offer says what waits for its owner.
func (s *Drafts) Offer() Offer {
	s.mu.Lock()
	defer s.mu.Unlock()
	var o Offer
	for id, k := range s.kept {
		switch {
		case id == s.current || k.Until <= s.Uptime():
		case k.Code != "":
			o.Left = true
		case o.ID == "" || k.At.After(o.At):
			o.ID, o.Item, o.At = id, k.Item, k.At
		}
	}
	return o
}

// Resume gives a draft back to the person who proves to be its owner, and makes
// it the draft of the turn. The try is counted before anything is compared, and
// the fifth wrong one destroys the draft. The errors are err.draft.unknown,
// err.draft.wrong with the tries left, err.draft.destroyed and err.draft.read.
func (s *Drafts) Resume(p Proof) (Draft, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sweep(); err != nil {
		return Draft{}, unread(err)
	}
	id, ok := s.meant(p.Code)
	if !ok {
		return Draft{}, &village.Error{Kind: village.NotFound, Field: "code", Key: "err.draft.unknown"}
	}
	n, body, err := s.Shelf.Try(id)
	if err != nil {
		return Draft{}, unread(err)
	}
	var k keptDraft
	if err := json.Unmarshal(body, &k); err != nil {
		return Draft{}, unread(err)
	}
	if n > DraftTries || !k.Draft.proves(p, k.Code, s.Now()) {
		return Draft{}, s.wrong(id, n)
	}
	if err := s.put(k.Draft, "", s.Uptime()+RecoverFor); err != nil {
		return Draft{}, err
	}
	s.current = id
	return k.Draft, nil
}

// meant is the draft that a code leads to; without a code the one offered.
func (s *Drafts) meant(code village.ResumeCode) (village.RecordID, bool) {
	var found village.RecordID
	for id, k := range s.kept {
		if id == s.current || k.Code != code {
			continue
		}
		if found == "" || k.At.After(s.kept[found].At) {
			found = id
		}
	}
	return found, found != ""
}

// wrong is the answer to the n-th try.
func (s *Drafts) wrong(id village.RecordID, n int) error {
	if n < DraftTries {
		return &village.Error{Kind: village.Invalid, Field: "number", Key: "err.draft.wrong", Args: map[string]any{"n": DraftTries - n}}
	}
	if err := s.drop(id); err != nil {
		return unread(err)
	}
	return &village.Error{Kind: village.NotFound, Key: "err.draft.destroyed"}
}

func unread(err error) error {
	return &village.Error{Kind: village.Internal, Key: "err.draft.read", Err: err}
}

// freeCode is a code that no draft kept has.
func (s *Drafts) freeCode() village.ResumeCode {
	for {
		code := village.NewResumeCode(s.Rand)
		if _, taken := s.meant(code); !taken {
			return code
		}
	}
}

func (s *Drafts) put(d Draft, code village.ResumeCode, until time.Duration) error {
	k := keptDraft{Draft: d, Item: d.Item, Code: code, At: s.Now(), Until: until}
	body, err := json.Marshal(k)
	if err == nil && len(body) > maxDraftBytes {
		err = errors.New("the draft is too large")
	}
	if err == nil {
		err = s.Shelf.Put(d.ID, body)
	}
	if err != nil {
		return &village.Error{Kind: village.Internal, Key: "err.draft.keep", Err: err}
	}
	k.Draft = Draft{}
	s.kept[d.ID] = k
	return nil
}

func (s *Drafts) drop(id village.RecordID) error {
	delete(s.kept, id)
	return s.Shelf.Drop(id)
}
