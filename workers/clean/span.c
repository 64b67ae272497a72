#include "workers/clean/span.h"

#include <strings.h>

bool span_is(struct span s, const char *text)
{
	size_t len = strlen(text);

	return s.len == len && memcmp(s.at, text, len) == 0;
}

bool span_starts(struct span s, const char *text)
{
	size_t len = strlen(text);

	return s.len >= len && memcmp(s.at, text, len) == 0;
}

bool span_ends(struct span s, const char *text)
{
	size_t len = strlen(text);

	return s.len >= len && memcmp(s.at + s.len - len, text, len) == 0;
}

long span_find(struct span s, const char *text)
{
	const char *p = s.len ? memmem(s.at, s.len, text, strlen(text)) : NULL;

	return p ? p - s.at : -1;
}

/* Bytes of the blank that `s` begins with, or 0. */
static size_t blank_at_start(struct span s)
{
	if (s.len >= 1 && strchr(" \t\r\n\f\v", s.at[0]) && s.at[0])
		return 1;
	if (span_starts(s, "\u00a0"))
		return 2;
	if (span_starts(s, "\u3000") || span_starts(s, "\ufeff"))
		return 3;
	return 0;
}

static size_t blank_at_end(struct span s)
{
	if (s.len >= 1 && strchr(" \t\r\n\f\v", s.at[s.len - 1]) && s.at[s.len - 1])
		return 1;
	if (span_ends(s, "\u00a0"))
		return 2;
	if (span_ends(s, "\u3000") || span_ends(s, "\ufeff"))
		return 3;
	return 0;
}

struct span span_trim(struct span s)
{
	size_t n;

	while ((n = blank_at_start(s)))
		s = span_from(s, n);
	while ((n = blank_at_end(s)))
		s.len -= n;
	return s;
}

bool span_line(struct span *rest, struct span *ret_line)
{
	const char *end;

	if (!rest->len)
		return false;
	end = memchr(rest->at, '\n', rest->len);
	if (!end) {
		*ret_line = *rest;
		rest->len = 0;
		return true;
	}
	*ret_line = span_upto(*rest, (size_t)(end - rest->at));
	*rest = span_from(*rest, ret_line->len + 1);
	if (ret_line->len && ret_line->at[ret_line->len - 1] == '\r')
		ret_line->len--;
	return true;
}

bool span_is_nocase(struct span s, const char *text)
{
	return s.len == strlen(text) && strncasecmp(s.at, text, s.len) == 0;
}
