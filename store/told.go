package store

// ToldHow is how a client was told what is kept about them and why.
type ToldHow string

// The ways there are. The zero value is that nobody has said, which counts as not
// yet.
const (
	ToldInPerson ToldHow = "in-person"
	ToldByPhone  ToldHow = "phone"
	ToldByLetter ToldHow = "letter"
	ToldOnline   ToldHow = "online"
	ToldNotYet   ToldHow = "not-yet"
)

// ToldHows lists every way, the usual one first.
func ToldHows() []ToldHow {
	return []ToldHow{ToldInPerson, ToldByPhone, ToldByLetter, ToldOnline, ToldNotYet}
}

// Told is when and how a client was told what is kept about them and why.
type Told struct {
	Day Day     `json:"day,omitzero"` // none where they were not told yet
	How ToldHow `json:"how,omitempty"`
}

// Yet says whether the client was told.
func (t Told) Yet() bool { return t.How != "" && t.How != ToldNotYet }

// Words is the answer as people read it: "in person on 2 February 2026", "not
// yet".
func (t Told) Words() string {
	if !t.Yet() {
		return "not yet"
	}
	return t.How.Words() + " on " + t.Day.Words()
}

// Words is the way as people read it: "in person", "by phone".
func (h ToldHow) Words() string {
	switch h {
	case ToldInPerson:
		return "in person"
	case ToldByPhone:
		return "by phone"
	case ToldByLetter:
		return "by letter"
	case ToldOnline:
		return "online"
	}
	return "not yet"
}
