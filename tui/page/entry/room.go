package entry

import (
	"fmt"

	"signpost/store"
)

// capacities are the capacities there are, in the words of the screens.
var capacities = map[store.CapacityCode]string{
	store.HasSpace: "space", store.WaitingList: "waiting list", store.NoSpace: "no space", store.AskFirst: "ask first",
}

// CapacityWord is what room a programme has in a word or two, or "" where nobody
// has said.
func CapacityWord(c store.CapacityCode) string { return capacities[c] }

// Room is what room a programme has in a few words for a list, and that it was
// said too long ago; or "" where nobody has said.
func Room(d *store.Delivery, today store.Day) string {
	s := CapacityWord(d.Capacity.Code)
	if s != "" && d.Stale(today) {
		s += " (stale)"
	}
	return s
}

// RoomWords is what room a programme has, and the day it was said, in a
// sentence; or "" where nobody has said.
func RoomWords(d *store.Delivery, today store.Day) string {
	c := &d.Capacity
	says := map[store.CapacityCode]string{
		store.HasSpace: "Space", store.WaitingList: "Waiting list", store.NoSpace: "No space", store.AskFirst: "Ask first",
	}[c.Code]
	if says == "" {
		return ""
	}
	if c.Places != nil {
		says += ", " + store.Count(*c.Places, "place")
	}
	says += ": said on " + c.Said.Words() + "."
	if c.Note != "" {
		says += " " + c.Note
	}
	if d.Stale(today) {
		says += fmt.Sprintf(" Stale: that is %s ago. Ask the provider.", store.Count(int(today-c.Said), "day"))
	}
	return says
}

// Rooms are deliveries by programme, for lists that say what room there is.
type Rooms map[store.ProgrammeID]store.Delivery

// RoomsOf sorts deliveries by programme.
func RoomsOf(all []store.Delivery) Rooms {
	out := make(Rooms, len(all))
	for _, d := range all {
		out[d.Programme] = d
	}
	return out
}

// Room is what room a programme has in a few words, or "".
func (r Rooms) Room(id store.ProgrammeID, today store.Day) string {
	d := r[id]
	return Room(&d, today)
}

// Words is what room a programme has in a sentence, or "".
func (r Rooms) Words(id store.ProgrammeID, today store.Day) string {
	d := r[id]
	return RoomWords(&d, today)
}
