package store

// FieldError says which field of what was entered does not fit, and what to
// enter instead. Says is a whole sentence.
type FieldError struct {
	Field string // as the person sees it, or as the command or JSON names it
	Says  string
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Says }
