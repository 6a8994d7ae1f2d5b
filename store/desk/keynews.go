package desk

import (
	"context"
	"errors"

	"signpost/keys"
	"signpost/store"
)

// KeyNews lists the keys that were added for the caller and that they have not said
// yet to know of, the oldest first. The key that they came in with is none: whoever
// holds a key that was added behind a member's back is not the one to be told.
func (d *Desk) KeyNews(ctx context.Context) ([]store.KeyNews, error) {
	var all []store.KeyNews
	err := d.look(ctx, keys.ActWhoami, func(tx store.Tx) error {
		all = nil
		for k, err := range store.Keys.By(tx, "member", string(d.caller.Member.ID)) {
			if err != nil {
				return err
			}
			if !d.news(&k) {
				continue
			}
			by, err := inviter(tx, k.By)
			if err != nil {
				return err
			}
			all = append(all, store.KeyNews{Fingerprint: k.Fingerprint, Type: k.Type, Added: k.Added, By: by})
		}
		return nil
	})
	return all, err
}

// KnowKeys notes that the caller knows of the keys that were added for them. The
// error is store.ErrNotFound for one that is none of KeyNews.
func (d *Desk) KnowKeys(ctx context.Context, fps []keys.Fingerprint) error {
	return d.change(ctx, keys.ActWhoami, func(tx store.Tx) (store.Event, error) {
		e := store.Event{Verb: "acknowledged", Subject: "member " + string(d.caller.Member.ID)}
		for _, fp := range fps {
			k, err := store.Keys.Get(tx, string(fp))
			if errors.Is(err, store.ErrNotFound) || err == nil && !d.news(&k) {
				return e, said(store.ErrNotFound, "There is no new key %q of yours to know of.", fp)
			}
			if err != nil {
				return e, err
			}
			k.News = false
			if _, err := store.Keys.Put(tx, k); err != nil {
				return e, err
			}
			e.Fields = append(e.Fields, "key "+string(fp))
		}
		if len(fps) == 0 {
			return e, said(store.ErrNotFound, "No key was added for you since you last said so.")
		}
		return e, nil
	})
}

// news says whether the key is one that the caller has yet to be told of.
func (d *Desk) news(k *keys.Key) bool {
	return k.News && k.Member == d.caller.Member.ID && k.Fingerprint != d.caller.Fingerprint && k.Revoked.IsZero()
}

// inviter is who invited a key, in words.
func inviter(tx store.Tx, by keys.MemberID) (string, error) {
	if by == "" {
		return "whoever runs the server", nil
	}
	m, err := store.Members.Get(tx, string(by))
	if err != nil {
		return "", err
	}
	p, err := store.Partners.Get(tx, string(m.Partner))
	return m.Name + ", " + p.Name, err
}
