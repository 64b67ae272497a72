/* A text as the machine sees it: beside its characters the mentions and words that
 * begin at each, where the next unit begins, and what a name can do there. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "workers/arena.h"
#include "workers/extract/mention.h"
#include "workers/extract/rule.h"
#include "workers/extract/text.h"

enum view_flag {
	VIEW_COMMA = 1,	    /* ends a clause */
	VIEW_NAME = 2,	    /* can be within a name */
	VIEW_LEFT = 4,	    /* a name may begin here, whatever stood before */
	VIEW_RIGHT = 8,	    /* a name may end before this, whatever follows */
	VIEW_TAIL = 16,	    /* a word like 科技 ends before this */
	VIEW_QUOTED = 32,   /* an opening quote stands before this */
	VIEW_HEAD_END = 64, /* a word like 公司 ends before this: no name crosses it */
	VIEW_SURNAME = 128,
	VIEW_PRODUCT_END = 256, /* a word like 大模型 ends before this */
};

struct view {
	const struct grammar *grammar;
	const struct text *text;
	const struct mentions *mentions;
	uint32_t *mention_at; /* for each character: its first mention; n_chars + 2 */
	struct word_hits hits;
	uint32_t *hit_at;
	/* of the sentences that were prepared: */
	uint32_t *next; /* the character behind the unit that begins here */
	uint16_t *flags;
};

/* Looks at the words and mentions of a text; all in `a`. */
struct view *view_make(struct arena *a, const struct grammar *g, const struct text *t,
		       const struct mentions *m);

/* The same text with other mentions; what was prepared must be prepared again. */
struct view *view_with(struct arena *a, const struct view *v, const struct mentions *m);

/* Prepares a sentence for view_lands(), `next` and `flags`. */
void view_prepare(struct view *v, const struct sentence *s);

/* The first character from `at` on that is neither a blank nor a quote, or `end`. */
uint32_t view_land(const struct view *v, uint32_t at, uint32_t end);

/* The hit of `list` at character `at`, or NULL; the longest. */
const struct word_hit *view_hit(const struct view *v, uint32_t at, uint16_t list);

/* Whether a word of one of `lists` lies within characters [from, to). */
bool view_has(const struct view *v, const struct list_refs *lists, uint32_t from,
	      uint32_t to);

/* The clause around [from, to): between commas or the sentence's ends. */
void view_clause(const struct view *v, const struct sentence *s, uint32_t *from,
		 uint32_t *to);

bool view_is_latin(uint32_t code);
bool view_is_digit(uint32_t code);
bool view_is_cjk(uint32_t code);
