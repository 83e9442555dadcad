// Package village holds the words of the domain: what a village service centre
// takes in, who hands it in, and the numbers and codes that name them. It
// parses at the edge into types that cannot be wrong and depends on nothing
// but the standard library.
package village

import "time"

// Zone is the civil time of China (UTC+8, no daylight saving). Every date that
// a person reads is in this zone, whatever the machine is set to.
//
//nolint:gochecknoglobals // a constant that Go cannot express as one
var Zone = time.FixedZone("CST", 8*60*60)
