package presence

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Watch asks Windows. It is built and has not been run there.
type Watch struct{ last, ticks *windows.LazyProc }

// Open finds GetLastInputInfo; display is for X servers only.
func Open(string) (*Watch, error) {
	w := &Watch{
		last:  windows.NewLazySystemDLL("user32.dll").NewProc("GetLastInputInfo"),
		ticks: windows.NewLazySystemDLL("kernel32.dll").NewProc("GetTickCount"),
	}
	if err := w.last.Find(); err != nil {
		return nil, err
	}
	return w, w.ticks.Find()
}

// Since is the time from the last touch until now. Both counters are of 32 bits
// and run over together.
func (w *Watch) Since() (time.Duration, error) {
	info := struct{ size, ticks uint32 }{size: 8}
	if ok, _, err := w.last.Call(uintptr(unsafe.Pointer(&info))); ok == 0 {
		return 0, err
	}
	now, _, _ := w.ticks.Call()
	return time.Duration(uint32(now)-info.ticks) * time.Millisecond, nil
}

// Close does nothing: there is nothing open.
func (w *Watch) Close() {}
