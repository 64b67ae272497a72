#include "workers/clean/undo.h"

#include <ctype.h>

#include "protocol/base/cleanup.h"
#include "protocol/base/utf8.h"
#include "workers/clean/chars.h"

enum {
	MIN_SPUN = 2,	/* different words */
	MIN_PINYIN = 4, /* syllables */
	MIN_ESCAPES = 4,
	MAX_SYLLABLE = 12, /* bytes */
};

static const struct {
	const char *swapped, *written;
} spun[] = {
#define SPUN(swapped, written) { swapped, written },
#include "workers/clean/spun.def"
#undef SPUN
};

/* The text with each `from` replaced by the shorter `to`. */
static struct span replace(struct arena *a, struct span text, const char *from,
			   const char *to)
{
	char *out = arena_alloc(a, text.len + 1);
	size_t len = 0;
	long at;

	while ((at = span_find(text, from)) >= 0) {
		memcpy(out + len, text.at, (size_t)at);
		len += (size_t)at;
		memcpy(out + len, to, strlen(to));
		len += strlen(to);
		text = span_from(text, (size_t)at + strlen(from));
	}
	memcpy(out + len, text.at, text.len);
	return (struct span){ out, len + text.len };
}

struct span undo_spinning(struct arena *a, struct span text, bool *ret_spun)
{
	size_t found = 0;

	for (size_t i = 0; i < NW_ARRAY_LEN(spun); i++)
		found += span_find(text, spun[i].swapped) >= 0;
	*ret_spun = found >= MIN_SPUN;
	for (size_t i = 0; *ret_spun && i < NW_ARRAY_LEN(spun); i++)
		if (span_find(text, spun[i].swapped) >= 0)
			text = replace(a, text, spun[i].swapped, spun[i].written);
	return text;
}

/* ā á ǎ à and the like for e i o u ü. */
static bool has_tone(uint32_t c)
{
	static const char marked[] = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ";
	struct span s = span_of(marked);
	uint32_t one;
	size_t n;

	for (; s.len && (n = utf8_decode(s.at, s.len, &one)); s = span_from(s, n))
		if (one == c)
			return true;
	return false;
}

/* Bytes of "(xué)" at the start of `s`, 0 when something else stands there. */
static size_t syllable(struct span s)
{
	bool tone = false;
	size_t n;
	uint32_t c;

	if (!span_starts(s, "("))
		return 0;
	for (size_t i = 1; i < s.len && i < MAX_SYLLABLE; i += n) {
		n = utf8_decode(s.at + i, s.len - i, &c);
		if (c == ')' && n)
			return tone ? i + 1 : 0;
		if (!n || !(has_tone(c) || (c < 0x80 && islower((int)c))))
			return 0;
		tone |= has_tone(c);
	}
	return 0;
}

struct span undo_pinyin(struct arena *a, struct span text)
{
	char *out = arena_alloc(a, text.len + 1);
	size_t len = 0, removed = 0, n;
	uint32_t c, last = 0;

	for (size_t i = 0; i < text.len; i += n) {
		size_t skip = char_is_han(last) ? syllable(span_from(text, i)) : 0;

		n = utf8_decode(text.at + i, text.len - i, &c);
		if (!n)
			n = 1;
		if (skip) {
			n = skip;
			removed++;
			continue;
		}
		memcpy(out + len, text.at + i, n);
		len += n;
		last = c;
	}
	return removed >= MIN_PINYIN ? (struct span){ out, len } : text;
}

static int hex4(const char *s)
{
	int value = 0;

	for (int i = 0; i < 4; i++) {
		if (!isxdigit((unsigned char)s[i]))
			return -1;
		value = value * 16 + (isdigit((unsigned char)s[i])
					      ? s[i] - '0'
					      : (s[i] | 32) - 'a' + 10);
	}
	return value;
}

/* One escape at the start of `s`: bytes used; writes what it stands for. 0: it is none.
 */
static size_t escape(struct span s, char *out, size_t *len)
{
	static const char names[] = "ntr\"/\\", values[] = "\n\t\r\"/\\";
	const char *name;
	int code;

	if (s.len < 2 || s.at[0] != '\\')
		return 0;
	name = s.at[1] ? strchr(names, s.at[1]) : NULL;
	if (name) {
		out[(*len)++] = values[name - names];
		return 2;
	}
	code = s.len >= 6 && s.at[1] == 'u' ? hex4(s.at + 2) : -1;
	if (code <= 0)
		return 0;
	*len += utf8_encode((uint32_t)code, out + *len);
	return 6;
}

struct span undo_escapes(struct arena *a, struct span text)
{
	struct span rest = text;
	size_t count = 0, len = 0, n;
	char *out;
	long at;

	while (count < MIN_ESCAPES && (at = span_find(rest, "\\u003")) >= 0) {
		rest = span_from(rest, (size_t)at + 1);
		count++;
	}
	if (count < MIN_ESCAPES)
		return text;
	out = arena_alloc(a, text.len + 1);
	for (size_t i = 0; i < text.len; i += n) {
		n = escape(span_from(text, i), out, &len);
		if (n)
			continue;
		n = 1;
		out[len++] = text.at[i];
	}
	return (struct span){ out, len };
}
