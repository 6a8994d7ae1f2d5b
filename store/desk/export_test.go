package desk

// SetNewCode has the office draw its invitation codes from fn.
func (o *Office) SetNewCode(fn func() string) { o.newCode = fn }
