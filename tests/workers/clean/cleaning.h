/* Words for the tests of cleaning: something is cleaned, then looked at. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "workers/clean/clean.h"
#include "workers/clean/span.h"

/* Of the whole program; ended by cleaning_close(). */
int cleaning_open(void **state);
int cleaning_close(void **state);

/* Valid until the next cleaning_forget(), which each test begins with. */
struct arena *cleaning_arena(void);
int cleaning_forget(void **state);

/* What cleaning makes of text or bytes; valid until the test's end. */
const struct clean_article *cleaned(const char *text);
const struct clean_article *cleaned_bytes(const void *bytes, size_t len);

/* A page with this body; and one with a head and a body. */
const struct clean_article *cleaned_body(const char *body);
const struct clean_article *cleaned_page(const char *head, const char *body);

/* UTF-8 text in another encoding. */
struct span in_encoding(const char *encoding, const char *text);

/* `times` copies of `text`. */
struct span many(const char *text, size_t times);

void assert_span(struct span got, const char *expected);
void assert_says(const struct clean_article *article, const char *part);
void assert_silent(const struct clean_article *article, const char *part);
int has_flag(const struct clean_article *article, const char *flag);

#define clean_test(name) cmocka_unit_test_setup(name, cleaning_forget)
