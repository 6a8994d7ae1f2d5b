package text_test

import (
	"testing"

	"signpost/store/text"
)

func TestHasNINumber(t *testing.T) {
	for _, s := range []string{
		"AB123456C",
		"ab123456c",
		"AB 12 34 56 C",
		"AB 123 456 C",
		"A B 1 2 3 4 5 6 C",
		"AB-12-34-56-C",
		"AB.12.34.56.C",
		"AB\u201312\u201334\u201356\u2013C",
		"her number is JG 10 37 59 A, she says",
		"NI:JG103759A.",
		"(jg103759a)",
		"OA123456A",
		"on 12 34 56 C",
		"ＡＢ１２３４５６Ｃ",
		"AB12\u200b34\u00ad56C",
		"AB\n12 34 56\nC",
		"ON 12 34 56 A",
		"call 01772 123456 or AB123456C",
	} {
		if !text.HasNINumber(s) {
			t.Errorf("%q holds a number, and it was not seen", s)
		}
	}
	for _, s := range []string{
		"",
		"AB123456",
		"AB123456E",
		"AB12345C",
		"AB1234567C",
		"XAB123456C",
		"AB123456CD",
		"DA123456A",
		"AO123456A",
		"GB123456A", "BG123456A", "NK123456A", "KN123456A", "TN123456A", "NT123456A", "ZZ123456A",
		"QQ123456C",
		"called on 12 03 26 a letter came",
		"at 10 30 15 a bus",
		"call 01772 123456 between 9 and 5",
		"PR1 2HE",
		"E07000117",
		"K7M-2QX",
		"from 2026-02-02 a course",
		"AB      123456C",
	} {
		if text.HasNINumber(s) {
			t.Errorf("%q holds no number, and one was seen", s)
		}
	}
}

func FuzzHasNINumber(f *testing.F) {
	f.Add("before", " AB 12 34 56 C ")
	f.Fuzz(func(t *testing.T, before, after string) {
		if !text.HasNINumber(before + " JG 10 37 59 A " + after) {
			t.Errorf("the number between %q and %q was not seen", before, after)
		}
	})
}
