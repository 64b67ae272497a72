/* Writing JSON straight into a buf, and the few reads that both sides need.
 * Anything richer is jansson's; its json_decrefp() goes with NW_CLEANUP. */
#pragma once

#include <jansson.h>

#include "protocol/base/buf.h"

/* The bytes as a JSON string with its quotes. Control characters are escaped;
 * bytes that are not UTF-8 become U+FFFD. */
int json_put_string(struct buf *b, const char *s, size_t len);

/* `"key":"value",`; nothing when `value` is NULL. */
int json_put_member(struct buf *b, const char *key, const char *value);

/* `"key":17,`. */
int json_put_uint(struct buf *b, const char *key, uint64_t value);

/* The string under `key`, or NULL when it is absent, null or no string. It
 * belongs to `object`. */
const char *json_get_string(const json_t *object, const char *key);
