package port

import (
	"errors"
	"fmt"
	"io"
	"unsafe"

	"golang.org/x/sys/windows"
)

// docInfo is DOC_INFO_1W.
type docInfo struct{ name, output, kind *uint16 }

// spooled is a RAW job of the spooler: bytes go to the printer as they are. Its
// status is that of the driver, which says little; the job is taken as sent.
// It begins with the first byte: opening alone, as a look at the state does, leaves
// no empty job behind.
type spooled struct {
	handle  windows.Handle
	started bool
}

// call runs a function of the spooler; those used here return 0 for a failure.
func call(name string, args ...uintptr) (uintptr, error) {
	proc := windows.NewLazySystemDLL("winspool.drv").NewProc(name)
	if err := proc.Find(); err != nil {
		return 0, err
	}
	got, _, err := proc.Call(args...)
	if got == 0 {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return got, nil
}

func spool(name string) (io.ReadWriteCloser, error) {
	printer, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return nil, err
	}
	s := &spooled{}
	if _, err := call("OpenPrinterW", uintptr(unsafe.Pointer(printer)), uintptr(unsafe.Pointer(&s.handle)), 0); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *spooled) start() error {
	doc := docInfo{name: windows.StringToUTF16Ptr("bianmin"), kind: windows.StringToUTF16Ptr("RAW")}
	if _, err := call("StartDocPrinterW", uintptr(s.handle), 1, uintptr(unsafe.Pointer(&doc))); err != nil {
		return err
	}
	s.started = true
	_, err := call("StartPagePrinter", uintptr(s.handle))
	return err
}

// Silent says that no question is answered on this way.
func (*spooled) Silent() bool { return true }

// Read implements io.Reader: nothing comes back.
func (*spooled) Read([]byte) (int, error) { return 0, io.EOF }

// Write implements io.Writer.
func (s *spooled) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if !s.started {
		if err := s.start(); err != nil {
			return 0, err
		}
	}
	var n uint32
	_, err := call("WritePrinter", uintptr(s.handle), uintptr(unsafe.Pointer(&p[0])), uintptr(len(p)), uintptr(unsafe.Pointer(&n)))
	return int(n), err
}

// Close ends the job, which the spooler then prints.
func (s *spooled) Close() error {
	var page, doc error
	if s.started {
		_, page = call("EndPagePrinter", uintptr(s.handle))
		_, doc = call("EndDocPrinter", uintptr(s.handle))
	}
	_, handle := call("ClosePrinter", uintptr(s.handle))
	return errors.Join(page, doc, handle)
}
