package mirror

import "golang.org/x/sys/unix"

// sameDevice reports whether two folders lie on one file system. Two partitions
// of one disk it cannot tell from two disks.
func sameDevice(a, b string) (bool, error) {
	var x, y unix.Stat_t
	if err := unix.Stat(a, &x); err != nil {
		return false, err
	}
	if err := unix.Stat(b, &y); err != nil {
		return false, err
	}
	return x.Dev == y.Dev, nil
}
