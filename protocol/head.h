/* Reading the JSON of strangers in one pass: no allocation, no recursion, strict
 * (RFC 8259, UTF-8). Made for the heads of messages; a body of events is checked with
 * head_is_json() before it is believed.
 *
 *	struct head_reader r;
 *	struct head_member m;
 *	int x = head_open(&r, json, len);
 *	while (x == 0 && (x = head_next(&r, &m)) == 0)
 *		if (head_key_is(&m, "id"))
 *			...
 *	if (x == HEAD_BAD) ...
 *
 * A list is read in the same way; its members have no key. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HEAD_MAX_DEPTH = 32 };

enum head_outcome {
	HEAD_END = 1, /* behind the last member */
	HEAD_BAD,     /* not JSON, or not what was asked for */
};

enum head_kind {
	HEAD_STRING,
	HEAD_NUMBER,
	HEAD_TRUE,
	HEAD_FALSE,
	HEAD_NULL,
	HEAD_OBJECT,
	HEAD_LIST,
};

struct head_member {
	const char *key; /* as it stands between the quotes; NULL in a list */
	size_t key_len;
	enum head_kind kind;
	const char *value; /* as it stands; of a string what is between the quotes */
	size_t len;
	bool escaped; /* a string with at least one backslash */
};

struct head_reader {
	const char *at, *end;
	char close; /* what ends it: } or ] */
	bool begun;
};

/* Starts at the object or list that is all of `json` (white space around it is
 * allowed). 0 or HEAD_BAD. */
int head_open(struct head_reader *r, const char *json, size_t len);

/* The next member: 0, HEAD_END, HEAD_BAD. A member's value has been checked whole. */
int head_next(struct head_reader *r, struct head_member *ret);

/* Keys are compared as they stand: one written with escapes is a stranger. */
bool head_key_is(const struct head_member *m, const char *key);

/* Writes a string's text, not ended by a NUL; never longer than m->len. Returns its
 * length. Escaped halves of a pair that stand alone become U+FFFD. */
size_t head_text(const struct head_member *m, char *out);

/* A string's text with a NUL behind it, at most `size` bytes in all. HEAD_BAD when it is
 * no string, does not fit, or holds U+0000. */
int head_copy(const struct head_member *m, char *ret, size_t size);

/* A number without sign, fraction and exponent, or a string of digits: 0 or HEAD_BAD. */
int head_uint(const struct head_member *m, uint64_t *ret);

/* The whole of `json` is one object. */
bool head_is_json(const char *json, size_t len);
