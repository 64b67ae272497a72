/* A piece of text that belongs to somebody else; not ended by a NUL. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
	const char *at;
	size_t len;
};

static inline struct span span_of(const char *s)
{
	return s ? (struct span){ s, strlen(s) } : (struct span){ "", 0 };
}

static inline struct span span_from(struct span s, size_t skip)
{
	return (struct span){ s.at + skip, s.len - skip };
}

static inline struct span span_upto(struct span s, size_t len)
{
	return (struct span){ s.at, len };
}

bool span_is(struct span s, const char *text);
bool span_starts(struct span s, const char *text);
bool span_ends(struct span s, const char *text);

/* Where `text` begins in `s`, or -1. */
long span_find(struct span s, const char *text);

/* Without blanks at its ends: ASCII's, NBSP, the ideographic one. */
struct span span_trim(struct span s);

/* Takes the next line off `rest`; false when nothing is left. */
bool span_line(struct span *rest, struct span *ret_line);

/* Equal but for the case of ASCII letters. */
bool span_is_nocase(struct span s, const char *text);
