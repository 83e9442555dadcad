package main

import (
	"context"
	"log/slog"

	"bianmin/app/receipt"
	"bianmin/app/village"
	store "bianmin/storage/kiosk"
)

// running notes that the window opened and, when what it returns is called, that
// it was closed in order: a start without an end before the next is a crash or a
// power cut.
func (k *kiosk) running(ctx context.Context) (stopped func()) {
	ctx = context.WithoutCancel(ctx)
	k.note(ctx, village.Act{Kind: village.AuditStarted})
	return func() { k.note(ctx, village.Act{Kind: village.AuditStopped}) }
}

// note adds a row that no other act depends on. A log that cannot be written
// keeps no centre closed, and nobody from the receipt of what is committed.
func (k *kiosk) note(ctx context.Context, act village.Act) {
	if err := k.store.Note(ctx, act); err != nil {
		slog.Error("write the machine's log", "err", err)
	}
}

// notePrint notes a receipt before it is handed out, so that a power cut may leave
// a row too many and never a paper that the log does not know.
func (k *kiosk) notePrint(ctx context.Context, id village.RecordID) {
	if _, err := k.store.NotePrint(ctx, id); err != nil {
		slog.Error("write the machine's log", "err", err)
	}
}

// inLog compares a receipt of this machine with the machine's own log, which is
// made anew from its rows for that. A receipt of another machine has no answer.
func (k *kiosk) inLog(ctx context.Context, p receipt.Payload) (store.AuditAnswer, error) {
	if p.Kiosk != k.identity.ID {
		return "", nil
	}
	_, answers, err := k.store.CheckAudit(ctx, village.AuditMark{Seq: int64(p.AuditSeq), Head: p.AuditHead[:]})
	if err != nil {
		return "", err
	}
	return answers[0], nil
}

// contradicts reports whether the log says something else than the paper.
func contradicts(a store.AuditAnswer) bool { return a == store.AuditMissing || a == store.AuditDiffers }

func (k *kiosk) checkAudit(ctx context.Context) finding {
	fault, _, err := k.store.CheckAudit(ctx)
	switch {
	case err != nil:
		return finding{"audit", broken, k.text.T("doctor.database.damaged")}
	case fault.What != "":
		return finding{"audit", broken, k.text.T("doctor.audit."+fault.What, "row", fault.Seq)}
	}
	return finding{"audit", fine, k.text.T("doctor.audit.whole", "row", fault.Seq)}
}
