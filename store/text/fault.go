package text

import (
	"fmt"
	"runtime"
)

// Fault is what may be logged of a panic: the text of the runtime's own, and only
// the type of others, whose text may hold what a client said.
func Fault(fault any) string {
	if err, ok := fault.(runtime.Error); ok {
		return Safe(err.Error())
	}
	return fmt.Sprintf("%T", fault)
}
