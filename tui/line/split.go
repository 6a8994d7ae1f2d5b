package line

import "strings"

// maxCommand is the longest command in bytes.
const maxCommand = 32 << 10

// Split cuts a command into words as a shell does: at spaces, tabs and new
// lines; '...' is taken as it stands; in "..." a backslash is taken away before
// ", \, $, ` and a new line; outside quotes a backslash makes the next character
// plain. Nothing is expanded and no character joins commands together. A quote
// that is not closed, a backslash with nothing after it, and more than 32 KiB are
// wrong usage.
func Split(s string) ([]string, error) {
	if len(s) > maxCommand {
		return nil, misuse("", "This command is too long: enter 32 KiB or less. Facts and records go in on standard input, such as: match < facts.json")
	}
	words := []string{}
	var word strings.Builder
	within := false // a word has begun, if only by quotes with nothing between
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case ' ', '\t', '\n', '\r':
			if within {
				words = append(words, word.String())
				word.Reset()
				within = false
			}
		case '\'', '"':
			n, ok := quoted(s[i:], &word)
			if !ok {
				return nil, openQuote(c)
			}
			within = true
			i += n - 1
		case '\\':
			if i+1 == len(s) {
				return nil, misuse("", `A backslash (\) ends this command with nothing after it: leave it out, or enter it twice.`)
			}
			i++
			if s[i] != '\n' {
				word.WriteByte(s[i])
				within = true
			}
		default:
			word.WriteByte(c)
			within = true
		}
	}
	if within {
		words = append(words, word.String())
	}
	return words, nil
}

// quoted reads the quoted text that s begins with into word, and says how many
// bytes it took and whether the quote was closed.
func quoted(s string, word *strings.Builder) (int, bool) {
	quote := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == quote:
			return i + 1, true
		case s[i] == '\\' && quote == '"' && i+1 < len(s) && strings.IndexByte("\"\\$`\n", s[i+1]) >= 0:
			i++
			if s[i] != '\n' {
				word.WriteByte(s[i])
			}
		default:
			word.WriteByte(s[i])
		}
	}
	return 0, false
}

func openQuote(c byte) error {
	return misuse("", "A quote (%c) is opened and not closed. ssh takes one layer of quotes away: put the whole command in another, such as: ssh HOST 'find \"bad back\"'", c)
}
