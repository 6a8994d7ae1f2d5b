package store

// longestTyped is the longest word, in bytes, of which Mistyped looks at every letter.
const longestTyped = 80

// Mistyped is how many slips of the hand make a of b: letters put in, left out or
// mistaken, or two that have changed places. It looks at the first 80 bytes of
// each. A letter beyond ASCII counts for as many as it has bytes.
func Mistyped(a, b string) int {
	a, b = a[:min(len(a), longestTyped)], b[:min(len(b), longestTyped)]
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for k := range last {
		last[k] = k
	}
	for i := range len(a) {
		row[0] = i + 1
		for k := range len(b) {
			row[k+1] = min(last[k+1], row[k]) + 1
			if a[i] == b[k] {
				row[k+1] = min(row[k+1], last[k])
			} else {
				row[k+1] = min(row[k+1], last[k]+1)
			}
			if i > 0 && k > 0 && a[i] == b[k-1] && a[i-1] == b[k] {
				row[k+1] = min(row[k+1], before[k-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
