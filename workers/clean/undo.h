/* What was done to a text so that filters or search engines would not know it. */
#pragma once

#include "workers/arena.h"
#include "workers/clean/span.h"

/* Words swapped for others that sound or look alike (东说念主 for 人). Two different ones
 * make it sure; then the unmistakable ones are put back and *ret_spun is true. */
struct span undo_spinning(struct arena *a, struct span text, bool *ret_spun);

/* Pinyin put behind the characters, "學(xué)會(huì)": taken out where there is much of
 * it. */
struct span undo_pinyin(struct arena *a, struct span text);

/* A page inside a string: \u003cdiv\u003e … \n. The text as it is when it is no such
 * thing. */
struct span undo_escapes(struct arena *a, struct span text);
