package main

import (
	"bianmin/app/receipt"
	"bianmin/app/village"
	"bianmin/device/scanner"
)

// scannerFlag names the scanner on a serial line.
type scannerFlag struct {
	Scanner string `help:"Code scanner on a serial line, as /dev/ttyACM0 or COM4; one that types like a keyboard needs no name." placeholder:"LINE"`
}

// codeOf is the code of the receipt that was scanned. Whether it is genuine is not
// asked: the page shows what the code shows to whoever types it.
func codeOf(text string) (village.ShortCode, error) {
	p, _, err := receipt.Parse(text)
	return p.ShortCode, err
}

// scanner looks whether the line opens. A scanner cannot be asked anything.
func (f scannerFlag) scanner(c *call) finding {
	if f.Scanner == "" {
		return finding{"scanner", fine, c.text.T("doctor.scanner.none")}
	}
	if err := scanner.Probe(f.Scanner); err != nil {
		return finding{"scanner", uneasy, c.text.T("doctor.scanner.absent", "path", f.Scanner)}
	}
	return finding{"scanner", fine, c.text.T("doctor.scanner.fine", "path", f.Scanner)}
}
