package line

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
)

// memberCalled is the member of a name that one member alone has of those whom the
// caller may know, or else of an id as it is typed. A part of a name is nobody's:
// what is done is done to one. What is neither is left to the desk to refuse, which
// asks first whether the caller may do it at all.
func (j *job) memberCalled(typed string) (keys.MemberID, error) {
	names, err := j.in.Desk.Names(j.ctx)
	if err != nil {
		return "", err
	}
	found := called(names, typed)
	if len(found) == 0 {
		return memberID(typed), nil
	}
	return oneMember(found, typed)
}

// memberLike is as memberCalled, to read and not to change: a part of a name is
// enough where only one has it.
func memberLike(names map[keys.MemberID]string, typed string) (keys.MemberID, error) {
	if typed == "" {
		return "", nil
	}
	found := called(names, typed)
	if _, ok := tidyMember(typed); len(found) == 0 && ok {
		return memberID(typed), nil
	}
	if len(found) == 0 {
		found = having(names, func(name string) bool { return strings.Contains(name, strings.ToLower(typed)) })
	}
	if len(found) == 0 {
		return "", refuse("No member here has the id or name %q. Enter an id, such as M-K7M-2QX.", typed)
	}
	return oneMember(found, typed)
}

// memberID is an id as it is kept; what is none stays as it was typed.
func memberID(typed string) keys.MemberID {
	if ref, ok := tidyMember(typed); ok {
		return keys.MemberID("M-" + ref)
	}
	return keys.MemberID(typed)
}

func tidyMember(typed string) (string, bool) {
	return store.TidyRef(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(typed)), "M-"))
}

func oneMember(found []keys.MemberID, typed string) (keys.MemberID, error) {
	if len(found) > 1 {
		return "", refuse("More than one member has %q in their name. Enter the id, one of: %s.", typed, joined(found, plain))
	}
	return found[0], nil
}

// partnerCalled is the partner of an id or of a whole name. What is neither is left
// to the desk to refuse.
func (j *job) partnerCalled(typed string) (keys.PartnerID, error) {
	names, err := j.partnerNames()
	if err != nil {
		return "", err
	}
	found := called(names, typed)
	if names[keys.PartnerID(typed)] != "" || len(found) == 0 {
		return keys.PartnerID(typed), nil
	}
	return found[0], nil // no two partners have one name
}

// called are the ids of those who have that name, in any case.
func called[ID cmp.Ordered](names map[ID]string, typed string) []ID {
	typed = strings.ToLower(strings.TrimSpace(typed))
	return having(names, func(name string) bool { return name == typed })
}

func having[ID cmp.Ordered](names map[ID]string, is func(lower string) bool) []ID {
	var out []ID
	for _, id := range slices.Sorted(maps.Keys(names)) {
		if is(strings.ToLower(names[id])) {
			out = append(out, id)
		}
	}
	return out
}
