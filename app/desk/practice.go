package desk

// practised is the answer to an application that was checked as any other and goes
// nowhere (练习): it has no id, no code and no QR code, so that nothing can take it for
// a receipt.
func (c checked) practised() Accepted {
	return Accepted{Practice: true, Missing: missing(c.item, c.handedIn()), Warnings: c.warnings}
}
