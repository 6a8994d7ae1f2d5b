package store

import (
	"fmt"
	"time"
)

// Day is a civil date, without time or zone. The zero value is no day at all.
// It counts days from 1 January of the year 1, which is day 1.
type Day int32

const unixDay1970 = 719163 // 1970-01-01 as a Day

// DayOf is the civil date of t in t's own zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Date(y, m, d)
}

// Date is the day of a year, month and day of the month, normalised as
// time.Date does.
func Date(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400) + unixDay1970
}

// ParseDay reads "2006-01-02". The error says what to enter.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return 0, fmt.Errorf("%q is not a date: enter it as year-month-day, such as 2026-03-27", s)
	}
	return DayOf(t), nil
}

func (d Day) time() time.Time { return time.Unix((int64(d)-unixDay1970)*86400, 0).UTC() }

// Split is the year, month and day of the month.
func (d Day) Split() (int, time.Month, int) { return d.time().Date() }

// String is "2006-01-02", or "" for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.time().Format(time.DateOnly)
}

// Words is the day as GOV.UK writes it, "3 March 2027", or "" for no day.
func (d Day) Words() string {
	if d == 0 {
		return ""
	}
	return d.time().Format("2 January 2006")
}

// AddMonths is the same day of the month n months on; where that month is too
// short, its last day.
func (d Day) AddMonths(n int) Day {
	y, m, day := d.Split()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DayOf(first) + Day(min(day, last)) - 1
}

// Birthday is the day on which a person born on d turns the given age. Born on
// 29 February, it is 1 March in a common year, as English law has it.
func (d Day) Birthday(age int) Day {
	y, m, day := d.Split()
	return Date(y+age, m, day)
}

// Age is the whole years of a person born on birth, on day d; below zero when d
// comes before birth.
func (d Day) Age(birth Day) int {
	y, _, _ := d.Split()
	by, _, _ := birth.Split()
	age := y - by
	if d < birth.Birthday(age) {
		age--
	}
	return age
}

// MarshalText is String.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is ParseDay; an empty text is no day.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDay(string(b))
	if err == nil {
		*d = v
	}
	return err
}
