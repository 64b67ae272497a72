/* A mention: some characters of a sentence that mean something by themselves: a sum,
 * a date, a name. Recognisers and the lexicon find them; the grammar matches over
 * them; they become the fillers of events. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "workers/extract/text.h"

/* MENTION(symbol): the name under which rules and `newswire explain` know it. */
#define MENTION_CLASSES(MENTION)                                             \
	MENTION(NUMBER)                                                      \
	MENTION(PERCENT)                                                     \
	MENTION(MONEY)                                                       \
	MENTION(SHARES)	  /* 3,852.98万股 */                               \
	MENTION(COUNT)	  /* a number with a measure: 62人, 300多万次 */ \
	MENTION(DATE)	  /* a day, month, year, or a range of them */       \
	MENTION(DURATION) /* 三个月 */                                    \
	MENTION(TIME)	  /* of day */                                       \
	MENTION(ROUND)	  /* A轮, 天使轮, Pre-A */                       \
	MENTION(ORG)                                                         \
	MENTION(PERSON)                                                      \
	MENTION(PRODUCT)                                                     \
	MENTION(FUND)                                                        \
	MENTION(EXCHANGE)                                                    \
	MENTION(POST) /* 首席执行官, CTO */                             \
	MENTION(PLACE)

#define MENTION_ENUM(name) MENTION_##name,
enum mention_class { MENTION_CLASSES(MENTION_ENUM) N_MENTION_CLASSES };
#undef MENTION_ENUM

const char *mention_class_name(enum mention_class c);

/* Values are plain: 4.15亿美元 is 415000000 USD, 百分之二十 is 20 with unit "%". */
struct value {
	bool has_number;
	double number, max;   /* max 0: no range */
	bool approx;	      /* 约, 近, 超过, 左右, 数亿, 多 … */
	const char *modifier; /* the word itself, folded, or NULL */
	const char *currency; /* ISO 4217, or NULL */
	const char *unit;     /* "%", "人", "parameters" …, or NULL */
	const char *term;     /* a fixed value: "A", "seed", "2023-06-25" (dates: ISO) */
	const char *term_max; /* a range of dates: its end */
	bool relative;	      /* a date resolved against the publication date */
};

struct mention {
	enum mention_class class;
	uint32_t first, count; /* characters of the text */
	uint32_t sentence;     /* its number in text.sentences */
	const char *name;      /* canonical name of a known entity, or NULL */
	const char *id;	       /* its canonical id, or NULL */
	struct value value;
};

/* The mentions of a text in order of `first`; mentions of different classes may
 * overlap (the grammar chooses), those of one class do not. */
struct mentions {
	struct mention *items;
	uint32_t n, cap;
};
