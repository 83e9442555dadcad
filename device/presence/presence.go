// Package presence tells how long nobody has touched screen, mouse or keyboard,
// as the system under the window counts it: the window itself hears only what
// falls on its own widgets.
package presence

import "errors"

// ErrUnknown is the answer of a system that does not say.
var ErrUnknown = errors.New("the system does not say when it was last touched")
