package keys

import "errors"

// ErrNotAllowed is the error of an act that the caller's roles do not allow, or
// of a caller whose key, membership or partner has been closed since.
var ErrNotAllowed = errors.New("not allowed")
