package plain

import (
	"errors"

	"signpost/store"
	"signpost/tui/look"
)

// settings changes how Signpost is shown to the member.
func (s *session) settings() error {
	for {
		now, err := s.desk.Settings(s.ctx)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title("Settings: how Signpost is shown to you")
		all := store.TheSettings()
		l := &list{label: "Number to change"}
		for _, set := range all {
			l.rows = append(l.rows, set.Label+": "+now.Says(set.Name))
		}
		s.show(l)
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		if err := s.setting(now, all[got.row]); !back(err) {
			return err
		}
	}
}

// setting changes one setting.
func (s *session) setting(now store.Settings, set store.Setting) error {
	for {
		word, err := s.settingWord(now, set)
		if err != nil || word == "" {
			return err
		}
		next := now
		if err := next.Set(set.Name, word); err != nil {
			s.settingWrong(set, err)
			continue
		}
		if next, err = s.desk.SetSettings(s.ctx, next); err != nil {
			s.wrong(err)
			return nil
		}
		s.tty.idle.limit = next.IdleTime()
		s.parf("Saved. %s: %s.", set.Label, next.Says(set.Name))
		return nil
	}
}

func (s *session) settingWrong(set store.Setting, err error) {
	var field *store.FieldError
	if errors.As(err, &field) {
		err = &store.FieldError{Field: set.Label, Says: field.Says}
	}
	s.wrong(err)
}

// settingWord asks for the word of a setting, "" to leave it as it is.
func (s *session) settingWord(now store.Settings, set store.Setting) (string, error) {
	if len(set.Words) == 0 {
		s.para(set.Says)
		s.para("Now: " + now.Says(set.Name) + ". Enter alone leaves it so.")
		return s.ask(question{label: set.Label, help: []string{set.Says, "Enter alone leaves it as it is."}})
	}
	options := make([]string, len(set.Words))
	for i, w := range set.Words {
		options[i] = w.Label
	}
	c := look.NewChoice(set.Says, options, 0)
	answered, err := s.pickFrom(c, "Number", now.Says(set.Name))
	if err != nil || !answered {
		return "", err
	}
	return set.Words[c.At()].Word, nil
}
