/* Words for tests of extraction: rules of the test's own, over the shipped catalogue,
 * and the events that come of a text. */
#pragma once

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <jansson.h>

#include "workers/extract/extract.h"

/* A fresh folder for rules and lexicon; setup and teardown of each test. */
int extracting_setup(void **state);
int extracting_teardown(void **state);

/* Adds a file of rules, of names. */
void add_rules(const char *file, const char *yaml);
void add_names(const char *yaml);

/* Opens what was added; the result of extractor_open(). */
int try_open(void);
const char *open_error(void);

/* Opens the rules and names that are shipped. */
void open_shipped(void);

const struct extractor *extractor_under_test(void);

/* The events of a text (of a text with a title), opening first when need be. */
void extract(const char *text);
void extract_titled(const char *title, const char *text);

size_t event_count(void);
const struct extracted_event *event_at(size_t i);
const json_t *event_data(size_t i);

/* The text or value of the n-th filler of a role, "" when there is none. */
const char *filler_text(size_t event, const char *role, size_t n);
const char *filler_value(size_t event, const char *role, size_t n);
