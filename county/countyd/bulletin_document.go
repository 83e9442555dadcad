package main

import (
	"fmt"

	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
)

// bulletinNumber is the number under which an issue is checked.
func bulletinNumber(year, issue int) string { return fmt.Sprintf("TB%d-%d", year, issue) }

// bulletinContent is what the code of an issue is made of: its rows, and that it is this issue.
func bulletinContent(issued county.Bulletin) []byte {
	return append([]byte(issued.Hash), issued.Content...)
}

// numberBulletin puts number, code and address below the title.
func (w *world) numberBulletin(k *office.DocumentDesk, issued county.Bulletin, doc *listfile.Document) {
	if k == nil {
		return
	}
	number := bulletinNumber(issued.Year, issued.Issue)
	d := office.Document{Number: number, Code: k.Book.DocumentCode(number, bulletinContent(issued))}
	doc.Lines = append(doc.Lines, certificate(k, d).Lines(w.text)...)
}

// signBulletin keeps raw as a file of an issue; a PDF is signed, a sheet is known by what it is. What
// it corrects is told to whoever checks that.
func (w *world) signBulletin(k *office.DocumentDesk, issued county.Bulletin, raw []byte, pdf bool) ([]byte, error) {
	d := office.Document{Number: bulletinNumber(issued.Year, issued.Issue), Kind: office.DocumentBulletin, At: issued.IssuedAt}
	signed, err := k.Issue(w.ctx, d, bulletinContent(issued), func(office.Document) ([]byte, error) { return raw, nil })
	if err == nil && issued.Corrects > 0 {
		err = k.Book.ReplaceDocument(w.ctx, bulletinNumber(issued.Year, issued.Corrects), d.Number)
	}
	if err != nil || !pdf {
		return raw, err
	}
	return signed, nil
}
