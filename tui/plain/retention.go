package plain

import (
	"fmt"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/retention"
)

// retention reads out how long a partner keeps things and what goes, and changes it.
func (s *session) retention() error {
	of := s.desk.Who().Partner.ID
	for {
		r, err := retention.Read(s.ctx, s.desk, of)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title("Retention, " + r.Partner.Name)
		s.para(retention.State(&r.Forecast.Purge, s.desk.Today()))
		hold := "Put all removing on hold"
		if r.Forecast.Purge.Hold != nil {
			hold = "Go on with removing"
		}
		l := &list{label: "Number", rows: []string{
			"How long things are kept, and change it", fmt.Sprintf("What goes by %s, %d", r.Forecast.Until.Words(), len(r.Forecast.Rows)), "Another partner", hold,
		}}
		s.show(l)
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		switch got.row {
		case 0:
			err = s.times(&r)
		case 1:
			err = s.whatGoes(&r)
		case 2:
			c := r.AskWhose("Which partner's times?")
			if _, err = s.pickFrom(c, "Number", c.Options[c.At()]); err == nil {
				of = r.Partners[c.At()].ID
			}
		case 3:
			err = s.steer(&r)
		}
		if !back(err) {
			return err
		}
	}
}

// times reads out how long each kind of record is kept, and changes one.
func (s *session) times(r *retention.Record) error {
	l := &list{label: "Number to change"}
	for _, set := range store.RetentionSettings() {
		l.rows = append(l.rows, r.Times.Words(set)+". "+retention.TimeSource(set))
	}
	s.title("How long things are kept")
	s.show(l)
	got, err := s.pick(l)
	if err != nil {
		return err
	}
	set := store.RetentionSettings()[got.row]
	w := words{label: "Number", was: fmt.Sprint(r.Times.Time(set))}
	w.ask, w.note = retention.AskTime(r, set).Asks()
	return s.enter(w, func(typed string) error {
		n, err := retention.ReadTime(typed, set)
		if err != nil {
			return err
		}
		now, err := s.desk.SetRetention(s.ctx, r.Times.Partner, r.Times.Rev, set.Name, n)
		if err == nil {
			s.para("Kept for " + now.Words(set) + ".")
		}
		return err
	}, func() {
		if now, err := s.desk.Retention(s.ctx, r.Times.Partner); err == nil {
			r.Times = now
			s.para("Saved meanwhile: " + now.Words(set) + ".")
		}
	})
}

// whatGoes reads out what goes, and on which day.
func (s *session) whatGoes(r *retention.Record) error {
	l := &list{label: "Enter, to go back", enter: "goes back.", none: retention.Nothing(r)}
	for i := range r.Forecast.Rows {
		l.rows = append(l.rows, retention.RemovalWords(&r.Forecast.Rows[i]))
	}
	s.title("What goes by " + r.Forecast.Until.Words())
	s.show(l)
	_, err := s.pick(&list{label: l.label, enter: l.enter})
	return err
}

// steer puts all removing on hold, or goes on with it.
func (s *session) steer(r *retention.Record) error {
	c := look.NewChoice(retention.Steers(&r.Forecast.Purge), []string{"No", "Yes"}, 0)
	if _, err := s.pickFrom(c, "Number", c.Options[c.At()]); err != nil || c.At() == 0 {
		return err
	}
	says, err := retention.Steer(s.ctx, s.desk, r.Forecast.Purge.Hold != nil)
	if err != nil {
		s.wrong(err)
		return nil
	}
	s.para(says)
	return nil
}
