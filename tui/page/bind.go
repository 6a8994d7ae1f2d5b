package page

import "charm.land/bubbles/v2/key"

// Bind is a key binding with what the footer says of it: Bind("Enter", "open",
// "enter").
func Bind(show, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(show, does))
}
