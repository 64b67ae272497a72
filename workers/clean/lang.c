#include "workers/clean/lang.h"

#include <ctype.h>
#include <strings.h>

#include "protocol/base/cleanup.h"
#include "protocol/base/utf8.h"
#include "workers/clean/chars.h"

struct tally {
	size_t han, simplified, traditional, kana, hangul, latin, words, english;
};

static const char *const english_words[] = { "the", "of",   "and", "to",   "in",
					     "is",  "that", "for", "with", "on",
					     "was", "are",  "it",  "by" };

static bool is_english(struct span word)
{
	for (size_t i = 0; i < NW_ARRAY_LEN(english_words); i++)
		if (span_is_nocase(word, english_words[i]))
			return true;
	return false;
}

static void count(const struct han_pairs *pairs, struct span s, struct tally *t)
{
	struct span word = { s.at, 0 };
	uint32_t c;
	size_t n;

	for (; s.len; s = span_from(s, n)) {
		n = utf8_decode(s.at, s.len, &c);
		if (!n)
			n = 1;
		if (n == 1 && isalpha((unsigned char)s.at[0])) {
			t->latin++;
			word.len++;
			continue;
		}
		if (word.len) {
			t->words++;
			t->english += is_english(word);
		}
		word = (struct span){ s.at + n, 0 };
		if (n == 1)
			continue;
		t->han += char_is_han(c);
		t->kana += char_is_kana(c);
		t->hangul += char_is_hangul(c);
		t->simplified += han_pairs_script(pairs, c) == HAN_SIMPLIFIED;
		t->traditional += han_pairs_script(pairs, c) == HAN_TRADITIONAL;
	}
}

static const char *latin_language(const struct tally *t, const char *declared)
{
	if (t->words && t->english * 12 > t->words)
		return "en";
	if (!declared || strlen(declared) < 2)
		return NULL;
	static const char *const known[] = { "en", "de", "fr", "es", "it", "pt", "nl",
					     "pl", "sv", "da", "no", "fi", "tr", "ru",
					     "vi", "id", "ar", "cs", "ro", "hu", "el" };
	for (size_t i = 0; i < NW_ARRAY_LEN(known); i++)
		if (strncasecmp(declared, known[i], 2) == 0 &&
		    !isalpha((unsigned char)declared[2]))
			return known[i];
	return NULL;
}

struct lang lang_find(const struct han_pairs *pairs, struct span text,
		      const char *declared)
{
	struct tally t = { 0 };
	size_t lesser;

	count(pairs, text, &t);
	if (t.kana * 10 > t.han && t.kana > 3)
		return (struct lang){ "ja", false };
	if (t.hangul > t.han && t.hangul * 5 > t.latin)
		return (struct lang){ "ko", false };
	if (t.han * 8 <= t.latin)
		return (struct lang){ latin_language(&t, declared), false };
	lesser = t.simplified < t.traditional ? t.simplified : t.traditional;
	return (struct lang){
		t.traditional > t.simplified ? "zh-Hant" : "zh-Hans",
		lesser > 3 && lesser * 100 > 3 * (t.simplified + t.traditional),
	};
}
