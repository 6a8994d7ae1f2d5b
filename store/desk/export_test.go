package desk

import (
	"context"

	"signpost/store"
)

// SetNewCode has the office draw its invitation codes from fn.
func (o *Office) SetNewCode(fn func() string) { o.newCode = fn }

// PutAll is putAll.
func (o *Office) PutAll(ctx context.Context, put []store.Programme, told bool) error {
	return o.putAll(ctx, put, told)
}

// StoppedMost is stoppedMost, for tests.
var StoppedMost = stoppedMost
