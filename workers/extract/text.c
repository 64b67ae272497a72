#include "workers/extract/text.h"

#include <string.h>

#include "protocol/base/fold.h"
#include "protocol/base/utf8.h"
#include "workers/extract/text_split.h"

/* How many characters there are at most: bytes that do not continue another. Bytes that
 * are no UTF-8 are skipped one by one and need no room. */
static uint32_t count_chars(const char *s, size_t len)
{
	uint32_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}

/* Whether the character is swallowed by the blanks and line ends before it: runs of
 * blanks are one, blanks at the end of a line none, more than two line ends two. */
static bool is_swallowed(struct text *t, uint32_t first, uint32_t code)
{
	struct text_char *last = t->chars + t->n_chars;
	uint32_t n = t->n_chars - first;

	if (code != ' ' && code != '\n')
		return false;
	if (n == 0)
		return true;
	if (code == ' ')
		return last[-1].code == ' ' || last[-1].code == '\n';
	if (last[-1].code == ' ')
		t->n_chars--, last--, n--;
	return n >= 2 && last[-1].code == '\n' && last[-2].code == '\n';
}

/* Decodes and folds one field behind what is there. */
static void append_field(struct text *t, enum text_field field)
{
	const char *s = t->bytes[field];
	uint32_t first = t->n_chars, len = t->bytes_len[field];

	for (uint32_t i = 0; i < len;) {
		uint32_t raw, code;
		size_t n = utf8_decode(s + i, len - i, &raw);

		code = n ? fold_code(raw) : 0;
		if (code && !is_swallowed(t, first, code))
			t->chars[t->n_chars++] = (struct text_char){ code, raw, i };
		i += n ? (uint32_t)n : 1;
	}
}

static bool has_flag(const struct clean_article *doc, const char *flag)
{
	for (size_t i = 0; i < doc->n_flags; i++)
		if (strcmp(doc->flags[i], flag) == 0)
			return true;
	return false;
}

static void set_bytes(struct text *t, enum text_field field, const char *s, size_t len)
{
	t->bytes[field] = s ? s : "";
	t->bytes_len[field] = s ? (uint32_t)len : 0;
}

struct text *text_make(struct arena *a, const struct clean_article *doc)
{
	struct text *t = arena_alloc(a, sizeof(*t));
	uint32_t n;

	set_bytes(t, TEXT_TITLE, doc->title, doc->title ? strlen(doc->title) : 0);
	set_bytes(t, TEXT_BODY, doc->text, doc->text_len);
	n = count_chars(t->bytes[TEXT_TITLE], t->bytes_len[TEXT_TITLE]) +
	    count_chars(t->bytes[TEXT_BODY], t->bytes_len[TEXT_BODY]);
	t->chars = arena_alloc(a, (n + 1) * sizeof(*t->chars));
	append_field(t, TEXT_TITLE);
	t->body = t->n_chars;
	append_field(t, TEXT_BODY);
	t->chars[t->n_chars] = (struct text_char){ .start = t->bytes_len[TEXT_BODY] };

	n = text_split_bound(t);
	t->sentences = arena_alloc(a, n * sizeof(*t->sentences));
	text_split_lines(t, TEXT_TITLE);
	if (has_flag(doc, "transcript"))
		text_split_captions(t);
	else
		text_split_lines(t, TEXT_BODY);
	return t;
}

static uint32_t field_of(const struct text *t, uint32_t at)
{
	return at < t->body ? TEXT_TITLE : TEXT_BODY;
}

void text_span(const struct text *t, uint32_t first, uint32_t count, uint32_t *ret_start,
	       uint32_t *ret_end)
{
	uint32_t field = field_of(t, first), last, raw;

	if (first + count > t->n_chars)
		count = first < t->n_chars ? t->n_chars - first : 0;
	*ret_start = t->chars[first].start;
	*ret_end = *ret_start;
	if (count == 0)
		return;
	last = t->chars[first + count - 1].start;
	*ret_end = last + (uint32_t)utf8_decode(t->bytes[field] + last,
						t->bytes_len[field] - last, &raw);
}

const char *text_copy(struct arena *a, const struct text *t, uint32_t first,
		      uint32_t count)
{
	uint32_t start, end;

	text_span(t, first, count, &start, &end);
	return arena_dup(a, t->bytes[field_of(t, first)] + start, end - start);
}
