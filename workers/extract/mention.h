/* A mention: some characters of a sentence that mean something by themselves: a sum,
 * a date, a name. Recognisers and the lexicon find them; the grammar matches over
 * them; they become the fillers of events. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "protocol/base/buf.h"
#include "workers/extract/lexicon.h"
#include "workers/extract/mention_class.h"
#include "workers/extract/text.h"

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

/* What relative dates resolve against; all 0 when nobody knows. */
struct publication_date {
	int year, month, day;
};

/* Reads the day from ISO 8601 ("2023-12-11T10:00:00+08:00", NULL is fine). All 0 when
 * there is none. */
struct publication_date publication_date_read(const char *iso);

/* Finds all mentions of `t`, in all its sentences; they live in `a`. A number that
 * stands within a COUNT or 百分之… is given as a NUMBER, too, those within MONEY,
 * SHARES, DATE, DURATION and TIME are not. Modifiers before a sum, a percentage or
 * shares (约, 超过, at least) are part of the span, before other numbers not; they are
 * in `value` always. Words behind (多, 以上, 左右; of dates 以前, 起) are part of it. */
int mentions_find(struct arena *a, const struct lexicon *l, const struct text *t,
		  const struct publication_date *published, struct mentions *ret);

/* Appends {"class", "text", "in", "start", "end", "value"?, …}: offsets are bytes into
 * the field as it is published, which is what `newswire explain --jsonl` must print. */
int mention_put_json(struct buf *out, const struct text *t, const struct mention *m);
