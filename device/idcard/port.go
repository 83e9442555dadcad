package idcard

import (
	"errors"
	"time"

	"go.bug.st/serial"
)

// baud is what readers speak unless they were set to another rate.
const baud = 115200

// pollFor bounds one read of a line, so that the end of a context is seen soon.
const pollFor = 50 * time.Millisecond

// Serial is the reader on a serial line, as /dev/ttyUSB0 or COM3. The line is opened
// anew for each person: a reader that was pulled and put back is found again.
func Serial(path string) Reader {
	return Reader{Open: func() (Port, error) {
		p, err := serial.Open(path, &serial.Mode{BaudRate: baud})
		if err != nil {
			return nil, err
		}
		if err := p.SetReadTimeout(pollFor); err != nil {
			return nil, errors.Join(err, p.Close())
		}
		return p, nil
	}}
}
