package main

// handInFlags are those of commands that take something in.
type handInFlags struct {
	mirrorFlag
	Input string `help:"JSON file, - for stdin." required:"" placeholder:"FILE"`
}

// open reads the input into in and the files that it names by load, nil for none, and
// gives the machine to do.
func (f handInFlags) open(c *call, in any, load func(*kiosk) error, do func(*kiosk) error) error {
	if err := c.read(f.Input, in); err != nil {
		return err
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if load != nil {
		if err := load(k); err != nil {
			return err
		}
	}
	if err := f.apply(c, k); err != nil {
		return err
	}
	return do(k)
}
