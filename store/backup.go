package store

import (
	"fmt"
	"strings"
	"time"
)

// Backup is what is known of a backup that was made: all of it was read back from
// the file, decrypted, before it was said to be there.
type Backup struct {
	File      string    `json:"file"`
	Bytes     int64     `json:"bytes"`
	SHA256    string    `json:"sha256"` // of the file, in hexadecimal
	Made      time.Time `json:"made"`
	Recipient string    `json:"recipient"` // the public half of the age key that opens it
	Records   int       `json:"records"`   // decoded
	Entries   int       `json:"entries"`   // of indexes, held to the records
	Log       LogHead   `json:"log"`       // verified
}

// String is what a person reads: what was done, and what it does not prove.
func (b Backup) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "Backed up to %s\n", b.File)
	fmt.Fprintf(&s, "Size: %d bytes\nSHA-256: %s\nEncrypted to: %s\n", b.Bytes, b.SHA256, b.Recipient)
	fmt.Fprintf(&s, "Read back from the file, decrypted, opened and checked: %d records decoded,\n"+
		"%d index entries held to them, the audit log of %d events verified.\n", b.Records, b.Entries, b.Log.Size)
	fmt.Fprintf(&s, "Not proven: that you still have the age key and the store's key. To try them:\n"+
		"  signpost verify --backup %s --identity AGE-KEY-FILE --key-file STORE-KEY\n", b.File)
	return s.String()
}
