package line

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"signpost/store"
	"signpost/store/text"
)

func (j *job) settings() *cobra.Command {
	c := &cobra.Command{
		Use: "settings", GroupID: "self", Short: "Show how Signpost is shown to you, or change it",
		Example: "settings\nsettings --json\nsettings set glyphs ascii", Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(c, args[0])
			}
			s, err := j.in.Desk.Settings(j.ctx)
			if err != nil {
				return err
			}
			return j.answerSettings(&s, func(p *page) {
				p.table([]string{"Name", "Value", "Set it to"}, nil, each(store.TheSettings(), func(set store.Setting) []string {
					return []string{set.Name, s.Get(set.Name), values(set)}
				}))
			})
		},
	}
	c.AddCommand(j.settingsSet())
	return c
}

func (j *job) settingsSet() *cobra.Command {
	return &cobra.Command{
		Use: "set NAME VALUE", Short: "Change one setting of yours",
		Long: settingsLong(), Example: "settings set glyphs ascii\nsettings set colour light\nsettings set idle 30",
		Args: need(2, 2, "Enter the name of a setting and its value"),
		RunE: func(c *cobra.Command, args []string) error {
			s, err := j.in.Desk.Settings(j.ctx)
			if err != nil {
				return err
			}
			if err := s.Set(strings.ToLower(args[0]), args[1]); err != nil {
				var field *store.FieldError
				if errors.As(err, &field) {
					return misuse(name(c), "%s: %s", text.Capital(field.Field), field.Says)
				}
				return err
			}
			if s, err = j.in.Desk.SetSettings(j.ctx, s); err != nil {
				return err
			}
			return j.answerSettings(&s, func(p *page) {
				set, _ := store.SettingNamed(strings.ToLower(args[0]))
				p.line("Saved. %s: %s.", set.Label, s.Says(set.Name))
			})
		},
	}
}

// answerSettings answers with all settings as JSON, or with what say writes.
func (j *job) answerSettings(s *store.Settings, say func(*page)) error {
	idle, _ := strconv.Atoi(s.Get("idle"))
	return j.answer(struct {
		Glyphs string `json:"glyphs"`
		Colour string `json:"colour"`
		View   string `json:"view"`
		Idle   int    `json:"idle"` // minutes
		Repeat string `json:"repeat"`
	}{s.Get("glyphs"), s.Get("colour"), s.Get("view"), idle, s.Get("repeat")}, say)
}

// values is what a setting may be, as it is typed.
func values(set store.Setting) string {
	if set.Words == nil {
		return fmt.Sprintf("minutes, %d to %d", store.LeastIdle, store.MostIdle)
	}
	return strings.Join(each(set.Words, func(w store.SettingWord) string { return w.Word }), ", ")
}

// settingsLong says what each setting changes.
func settingsLong() string {
	var all []string
	for _, set := range store.TheSettings() {
		all = append(all, set.Name+" ("+values(set)+"): "+set.Says)
	}
	return strings.Join(all, "\n\n")
}
