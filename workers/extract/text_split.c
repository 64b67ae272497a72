#include "workers/extract/text_split.h"

#include <string.h>
#include <uchar.h>

#include "workers/extract/chars.h"

enum {
	HEADING_CHARS = 40,  /* a longer paragraph is no heading */
	WORD_CHARS = 12,     /* how far back an abbreviation may start */
	CUE_CHARS = 12,	     /* a sentence of captions is longer than that before a cue */
	CAPTION_CHARS = 72,  /* and ends at the next caption when longer than that */
	LONG_SENTENCE = 600, /* ends at the next comma, at twice that anywhere */
};

/* Where the characters of a field begin and end. */
static uint32_t field_first(const struct text *t, enum text_field field)
{
	return field == TEXT_TITLE ? 0 : t->body;
}

static uint32_t field_end(const struct text *t, enum text_field field)
{
	return field == TEXT_TITLE ? t->body : t->n_chars;
}

static bool is_stop(uint32_t c)
{
	return c == U'。' || c == '!' || c == '?' || c == ';';
}

static bool is_closing(uint32_t c)
{
	return c == U'”' || c == U'’' || c == ')' || c == U'》' || c == U'】' || c == '"';
}

/* "Mr.", "U.S.", "J." and the like: their full stop ends no sentence. `at` is the stop,
 * characters from `first` may be looked at. */
static bool is_abbreviation(const struct text *t, uint32_t first, uint32_t at)
{
	static const char *const words[] = { "mr",   "mrs", "ms",  "dr",  "prof", "inc",
					     "corp", "co",  "ltd", "vs",  "no",	  "st",
					     "jr",   "sr",  "jan", "feb", "mar",  "apr",
					     "jun",  "jul", "aug", "sep", "oct",  "sept",
					     "nov",  "dec", "gen", "gov", "sen",  "rep",
					     "est",  "dept" };
	char word[WORD_CHARS + 1] = "";
	uint32_t n = 0;

	while (n < WORD_CHARS && at - n > first &&
	       char_is_latin(t->chars[at - n - 1].code))
		n++;
	if (n == 0 || n == WORD_CHARS)
		return false;
	if (n == 1)
		return true;
	for (uint32_t i = 0; i < n; i++)
		word[i] = (char)t->chars[at - n + i].code;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

/* An English sentence that starts so is a new one even after "Inc." */
static bool starts_plainly(const struct text *t, uint32_t at, uint32_t end)
{
	static const char32_t *const words[] = { U"the ", U"it ",   U"in ",   U"he ",
						 U"she ", U"they ", U"this ", U"but ",
						 U"its ", U"a " };

	for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++) {
		uint32_t i = 0;

		while (words[w][i] && at + i < end &&
		       t->chars[at + i].code == words[w][i])
			i++;
		if (!words[w][i] && char_is_capital(t->chars[at].raw))
			return true;
	}
	return false;
}

/* Whether the '.' at `at` is a full stop. In numbers, names and addresses something
 * follows at once; in English a blank and a capital follow a full stop. */
static bool is_full_stop(const struct text *t, uint32_t first, uint32_t at, uint32_t end)
{
	const struct text_char *next = t->chars + at + 1;
	uint32_t before = at > first ? t->chars[at - 1].code : 0;

	if (at + 1 >= end)
		return true;
	if (is_closing(next->code) && !char_is_digit(before))
		return at + 2 >= end || t->chars[at + 2].code == ' ';
	if (char_is_han(before))
		return char_is_han(next->code) || next->code == ' ';
	if (next->code != ' ' || at + 2 >= end)
		return false;
	if (is_abbreviation(t, first, at))
		return starts_plainly(t, at + 2, end);
	next++;
	return char_is_capital(next->raw) || char_is_digit(next->code) ||
	       char_is_han(next->code) || next->code == U'“' || next->code == '"';
}

/* Whether the '?', '!' or ';' at `at` stands in an address or a name ("a?b=c"). */
static bool is_inside_word(const struct text *t, uint32_t first, uint32_t at,
			   uint32_t end)
{
	return t->chars[at].code < 0x80 && at > first && at + 1 < end &&
	       char_is_word(t->chars[at - 1].code) && char_is_word(t->chars[at + 1].code);
}

static bool ends_sentence(const struct text *t, uint32_t first, uint32_t at, uint32_t end)
{
	uint32_t c = t->chars[at].code, length = at - first;

	/* What comes after works sentence by sentence: it needs a bound. */
	if (length >= 2 * LONG_SENTENCE || (length >= LONG_SENTENCE && c == ','))
		return true;
	if (c == '.')
		return is_full_stop(t, first, at, end);
	return is_stop(c) && !is_inside_word(t, first, at, end);
}

static void add_sentence(struct text *t, struct sentence s, uint32_t end)
{
	while (s.first < end && t->chars[s.first].code == ' ')
		s.first++;
	while (end > s.first && t->chars[end - 1].code == ' ')
		end--;
	s.count = end - s.first;
	if (s.count > 0)
		t->sentences[t->n_sentences++] = s;
}

/* Cuts [s.first, end), which is one line. Returns how many sentences it has. */
static uint32_t split_line(struct text *t, struct sentence s, uint32_t end)
{
	uint32_t before = t->n_sentences;

	for (uint32_t i = s.first; i < end; i++) {
		if (!ends_sentence(t, s.first, i, end))
			continue;
		while (i + 1 < end && (is_stop(t->chars[i + 1].code) ||
				       is_closing(t->chars[i + 1].code)))
			i++;
		add_sentence(t, s, i + 1);
		s.first = i + 1;
	}
	add_sentence(t, s, end);
	return t->n_sentences - before;
}

/* A line of its own that is short and does not end as sentences do. */
static bool is_heading(const struct text *t, const struct sentence *s)
{
	uint32_t last = t->chars[s->first + s->count - 1].code;

	return s->count <= HEADING_CHARS && !is_stop(last) && last != '.' && last != ',';
}

/* English text may be wrapped: the line goes on where a small letter follows one. */
static bool is_wrapped(const struct text *t, uint32_t first, uint32_t at, uint32_t end)
{
	const struct text_char *c = t->chars + at;

	if (at == first || at + 1 >= end)
		return false;
	return char_is_latin(c[1].code) && !char_is_capital(c[1].raw) &&
	       (char_is_word(c[-1].code) || c[-1].code == ',');
}

void text_split_lines(struct text *t, enum text_field field)
{
	uint32_t first = field_first(t, field), end = field_end(t, field);
	struct sentence s = { .field = field,
			      .first = first,
			      .paragraph = field == TEXT_BODY };

	for (uint32_t i = first; i <= end; i++) {
		if (i < end && t->chars[i].code != '\n')
			continue;
		if (i < end && is_wrapped(t, first, i, end)) {
			t->chars[i].code = ' ';
			continue;
		}
		if (split_line(t, s, i) == 1 && field == TEXT_BODY) {
			struct sentence *last = &t->sentences[t->n_sentences - 1];

			last->heading = is_heading(t, last);
		}
		s.paragraph += i > s.first && field == TEXT_BODY;
		s.first = i + 1;
	}
}

/* Words with which somebody who speaks starts the next thought. */
static bool is_cue(const struct text *t, uint32_t at, uint32_t end)
{
	static const char32_t *const cues[] = {
		U"那么", U"然后",      U"而且", U"但是", U"但",	  U"不过",   U"所以",
		U"因为", U"因此",      U"同时", U"另外", U"此外", U"接下来", U"说实话",
		U"其实", U"我们",      U"大家", U"首先", U"其次", U"最后",   U"今年",
		U"去年", U"昨天",      U"今天", U"近日", U"最近", U"目前",   U"现在",
		U"根据", U"据",	       U"比如", U"例如", U"当然", U"当时",   U"后来",
		U"这次", U"这家",      U"至于", U"对于", U"so ",  U"but ",   U"then ",
		U"now ", U"and then ",
	};

	for (size_t w = 0; w < sizeof(cues) / sizeof(cues[0]); w++) {
		uint32_t i = 0;

		while (cues[w][i] && at + i < end && t->chars[at + i].code == cues[w][i])
			i++;
		if (!cues[w][i])
			return true;
	}
	return char_is_digit(t->chars[at].code) && at + 4 < end &&
	       t->chars[at + 4].code == U'年';
}

void text_split_captions(struct text *t)
{
	uint32_t end = t->n_chars;
	struct sentence s = { .field = TEXT_BODY, .first = t->body, .paragraph = 1 };

	for (uint32_t i = t->body; i < end; i++) {
		uint32_t length = i - s.first;
		bool blank = i + 1 < end && t->chars[i + 1].code == '\n';

		if (t->chars[i].code != '\n')
			continue;
		if (blank || length > CAPTION_CHARS ||
		    (length > CUE_CHARS && is_cue(t, i + 1, end))) {
			split_line(t, s, i);
			s.paragraph += blank;
			s.first = i + 1;
		} else if (i > s.first) {
			t->chars[i].code = is_stop(t->chars[i - 1].code) ? ' ' : ',';
		} else {
			s.first = i + 1;
		}
	}
	split_line(t, s, end);
}

uint32_t text_split_bound(const struct text *t)
{
	uint32_t n = 4 + t->n_chars / LONG_SENTENCE;

	for (uint32_t i = 0; i < t->n_chars; i++)
		n += is_stop(t->chars[i].code) || t->chars[i].code == '.' ||
		     t->chars[i].code == '\n';
	return n;
}
