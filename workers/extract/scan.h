/* A sentence under the eyes of the recognisers: positions are characters of the text,
 * and outside of the sentence there is nothing. */
#pragma once

#include <stdbool.h>
#include <uchar.h>

#include "workers/extract/chars.h"
#include "workers/extract/mention.h"

struct scan {
	const struct text *text;
	uint32_t begin, end;
	uint32_t sentence;
	const uint8_t *taken; /* by character: part of a word that holds no number */
	struct arena *arena;
	struct publication_date published;
	struct mentions *found;
};

/* The folded character at `at`, 0 outside of the sentence. */
static inline uint32_t scan_at(const struct scan *s, uint32_t at)
{
	return at >= s->begin && at < s->end ? s->text->chars[at].code : 0;
}

/* The character before `at`. */
static inline uint32_t scan_before(const struct scan *s, uint32_t at)
{
	return at > s->begin ? s->text->chars[at - 1].code : 0;
}

/* As written, with its case. */
static inline uint32_t scan_raw(const struct scan *s, uint32_t at)
{
	return at >= s->begin && at < s->end ? s->text->chars[at].raw : 0;
}

/* Behind the blank at `at`, if there is one. */
static inline uint32_t scan_blank(const struct scan *s, uint32_t at)
{
	return at + (scan_at(s, at) == ' ');
}

/* How many characters `word` has if it stands at `at`, else 0. A blank in it stands for
 * one or none. A word that ends in a Latin letter does not match within a longer one. */
uint32_t scan_word(const struct scan *s, uint32_t at, const char32_t *word);

/* Whether `word` ends just before `at`. */
bool scan_ends(const struct scan *s, uint32_t at, const char32_t *word);

/* Whether one of the characters of `set` stands at `at`. */
bool scan_in(const struct scan *s, uint32_t at, const char32_t *set);

/* A word and what it stands for. */
struct scan_word {
	const char32_t *word;
	const char *means;
};

/* The longest of `n` words that stands at `at`, NULL when none does. */
const struct scan_word *scan_longest(const struct scan *s, uint32_t at,
				     const struct scan_word *words, size_t n,
				     uint32_t *ret_count);

/* Adds the mention of characters [first, end). Returns it for its value to be filled;
 * valid until the next is added. */
struct mention *scan_add(struct scan *s, enum mention_class class, uint32_t first,
			 uint32_t end);
