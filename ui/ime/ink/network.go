package ink

import "math"

// network is two convolutions with a stride of two and two full layers.
type network struct {
	one, two     convolution
	hidden, last dense
}

// run is the natural logarithm of each class's share.
func (n *network) run(features []byte) []float32 {
	in := make([]float32, len(features)) // cell by cell
	for i, b := range features {
		in[i%(Grid*Grid)*Maps+i/(Grid*Grid)] = float32(b) / scale
	}
	x := n.hidden.run(n.two.run(n.one.run(in)))
	relu(x)
	odds := n.last.run(x)
	var top float32 = float32(math.Inf(-1))
	for _, v := range odds {
		top = max(top, v)
	}
	sum := 0.0
	for _, v := range odds {
		sum += math.Exp(float64(v - top))
	}
	all := top + float32(math.Log(sum))
	for i := range odds {
		odds[i] -= all
	}
	return odds
}

// convolution is a layer of 3 × 3 windows over side × side cells, one cell of
// nothing around them, every second place; then what is negative is 0.
type convolution struct {
	in, out, side int
	weights       []float32 // [in][3][3][out]
	bias          []float32
}

// run takes and gives channels cell by cell. Most of a drawing is empty, so it
// goes from each value that is there to the windows that see it.
func (c *convolution) run(in []float32) []float32 {
	half := c.side / 2
	out := make([]float32, half*half*c.out)
	for cell := range half * half {
		copy(out[cell*c.out:], c.bias)
	}
	for i, v := range in {
		if v != 0 {
			c.spread(out, i, v)
		}
	}
	relu(out)
	return out
}

// spread adds what the value at place i of the input gives to each window: the
// window at row y begins at row 2y − 1.
func (c *convolution) spread(out []float32, i int, v float32) {
	half, channel := c.side/2, i%c.in
	row, col := i/c.in/c.side, i/c.in%c.side
	for y := row / 2; y <= (row+1)/2 && y < half; y++ {
		for x := col / 2; x <= (col+1)/2 && x < half; x++ {
			window := (channel*3+row-2*y+1)*3 + col - 2*x + 1
			add(out[(y*half+x)*c.out:(y*half+x+1)*c.out], c.weights[window*c.out:(window+1)*c.out], v)
		}
	}
}

// add is sum += by × v, four at a time.
func add(sum, by []float32, v float32) {
	by = by[:len(sum)]
	for len(sum) >= 4 {
		sum[0] += v * by[0]
		sum[1] += v * by[1]
		sum[2] += v * by[2]
		sum[3] += v * by[3]
		sum, by = sum[4:], by[4:]
	}
	for i, w := range by {
		sum[i] += v * w
	}
}

// dense is a full layer. Its weights stay the bytes of the file, int8 in units of the
// row's scale: as numbers the two layers take 9 MB.
type dense struct {
	in, out     int
	weights     []byte // [out][in]
	scale, bias []float32
}

func (d *dense) run(in []float32) []float32 {
	out := make([]float32, d.out)
	for o := range out {
		out[o] = d.bias[o] + d.scale[o]*dot(d.weights[o*d.in:(o+1)*d.in], in)
	}
	return out
}

func relu(x []float32) {
	for i, v := range x {
		x[i] = max(v, 0)
	}
}

// dot runs four sums side by side, which a processor does at once.
func dot(a []byte, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for len(a) >= 4 && len(b) >= 4 {
		s0 += float32(int8(a[0])) * b[0]
		s1 += float32(int8(a[1])) * b[1]
		s2 += float32(int8(a[2])) * b[2]
		s3 += float32(int8(a[3])) * b[3]
		a, b = a[4:], b[4:]
	}
	for i, v := range a {
		s0 += float32(int8(v)) * b[i]
	}
	return s0 + s1 + s2 + s3
}
