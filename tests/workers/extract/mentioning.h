/* Words for the tests of mentions: a sentence is read, then asked what stands in it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "workers/extract/mention.h"
#include "workers/extract/text.h"

/* Of the whole program: an arena, and the lexicon that is shipped. */
int mentioning_open(void **state);
int mentioning_close(void **state);

/* Empties the arena; each test begins with it. */
int mentioning_forget(void **state);

#define mention_test(f) cmocka_unit_test_setup(f, mentioning_forget)

struct arena *mentioning_arena(void);
const struct lexicon *mentioning_lexicon(void);

/* The text as the extractor sees it; with a title, or with a flag. */
struct text *made_of(const char *text);
struct text *made_of_captions(const char *text);
struct text *made_with_title(const char *title, const char *text);

/* Reads a text, on the day of its publication or on a day nobody knows. */
void given(const char *text);
void given_on(const char *published, const char *text);

/* Whether such a mention was found there; what it says. */
const struct value *found(enum mention_class class, const char *text);
const struct mention *mentioned(enum mention_class class, const char *text);
size_t count_of(enum mention_class class);

void assert_none(enum mention_class class);

/* A sum, a percentage …: its number and what it counts (currency or unit; NULL: nothing).
 */
void assert_amount(enum mention_class class, const char *text, double number,
		   const char *what);
void assert_range(enum mention_class class, const char *text, double from, double to);

/* A date or a round: its term. */
void assert_term(enum mention_class class, const char *text, const char *term);

/* The whole text is one number. */
void assert_number(const char *text, double number);
