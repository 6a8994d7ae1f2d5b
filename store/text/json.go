package text

import (
	"bytes"
	"strconv"
)

// JSON is JSON, as encoding/json writes it on one line, whose strings cannot act
// once they are decoded and printed: what SafeLines would replace is replaced,
// whether it stands there as it is or as an escape. It ends in a new line.
func JSON(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		if data[i] != '\\' {
			out = append(out, data[i])
			continue
		}
		i++
		switch data[i] {
		case 'b', 'f', 'r':
			out = append(out, mark)
		case 't':
			out = append(out, ' ')
		case 'u':
			out = append(out, unescaped(data[i+1:i+5])...)
			i += 4
		default:
			out = append(out, '\\', data[i])
		}
	}
	body := bytes.TrimSuffix(out, []byte("\n"))
	return append([]byte(Safe(string(body))), '\n')
}

// unescaped is the character of four hexadecimal digits where it may be shown,
// such as the "<" that some of encoding/json's callers escape, and the mark
// otherwise.
func unescaped(hex []byte) string {
	n, err := strconv.ParseUint(string(hex), 16, 32)
	if err != nil || n == '"' || n == '\\' {
		return string(mark)
	}
	return Safe(string(rune(n)))
}
