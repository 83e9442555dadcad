package office

import "slices"

// span is a run of numbers without a gap, first and last.
type span struct{ first, last int64 }

// addSpan adds a number; numbers come mostly in order.
func addSpan(spans []span, n int64) []span {
	if last := len(spans) - 1; last >= 0 && spans[last].last == n-1 {
		spans[last].last = n
		return spans
	}
	return append(spans, span{n, n})
}

// cutSpans takes n and everything above it away.
func cutSpans(spans []span, n int64) []span {
	var left []span
	for _, s := range spans {
		if s.last = min(s.last, n-1); s.first <= s.last {
			left = append(left, s)
		}
	}
	return left
}

// firstRun is the last number of the unbroken run that begins at 1; 0 when 1 is
// not there.
func firstRun(spans []span) int64 {
	slices.SortFunc(spans, func(a, b span) int { return int(a.first - b.first) })
	var end int64
	for _, s := range spans {
		if s.first > end+1 {
			break
		}
		end = max(end, s.last)
	}
	return end
}
