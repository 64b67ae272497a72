/* A text as the extractor sees it: one folded code point for each character, with
 * the way back to the bytes it came from, cut into sentences.
 *
 * Folding is for matching only and never shown: full width to half width, lower case,
 * Traditional to Simplified, runs of blanks to one. A sentence never reaches over
 * 。！？； or a paragraph's end; a transcript without punctuation is joined into
 * sentences first (text.c says how). Sentence splitting does not depend on width. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "workers/arena.h"
#include "workers/document.h"

/* Where a text came from: offsets are bytes into this field as it is published. */
enum text_field { TEXT_TITLE, TEXT_BODY };

struct text_char {
	uint32_t code;	/* folded */
	uint32_t raw;	/* as it stands (case tells names) */
	uint32_t start; /* byte offset of its first byte in the field */
};

struct sentence {
	enum text_field field;
	uint32_t first, count; /* characters [first, first + count) of text.chars */
	uint32_t paragraph;    /* number of its paragraph; the title is 0 */
	bool heading;	       /* a short paragraph of its own without a full stop */
};

struct text {
	const char *bytes[2]; /* by text_field: title, cleaned text */
	uint32_t bytes_len[2];
	struct text_char
		*chars; /* title first, then body; one sentinel of code 0 behind */
	uint32_t n_chars, body; /* the body's first character: behind the title */
	struct sentence *sentences;
	uint32_t n_sentences;
};

/* Folds (protocol/base/fold.h) and cuts `doc`; the result lives in `a`. Its flag
 * "transcript" says that lines are captions, to be joined. */
struct text *text_make(struct arena *a, const struct clean_article *doc);

/* Bytes [start, end) of the field that characters [first, first + count) came from. */
void text_span(const struct text *t, uint32_t first, uint32_t count, uint32_t *ret_start,
	       uint32_t *ret_end);

/* Those bytes as a string in the arena. */
const char *text_copy(struct arena *a, const struct text *t, uint32_t first,
		      uint32_t count);
