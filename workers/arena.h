/* Memory that lives as long as one article. Nothing in it is freed by itself: the
 * arena is emptied after the article. An arena that runs out of memory or over its
 * limit ends the process (the article's fault, told by the broker): callers need not
 * check. */
#pragma once

#include <stdarg.h>
#include <stddef.h>

#include "protocol/base/cleanup.h"

struct arena;

/* At most `max_bytes` at a time. */
int arena_open(struct arena **ret, size_t max_bytes);

/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t bytes);

/* The array at `old` (of `old_bytes`, may be NULL) made larger; what is new is zero. In
 * place when it was the last allocation. */
void *arena_grow(struct arena *a, void *old, size_t old_bytes, size_t new_bytes);

char *arena_dup(struct arena *a, const char *s, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) NW_PRINTF(2, 3);

/* Forgets everything; keeps a first block for the next article. */
void arena_reset(struct arena *a);

size_t arena_used(const struct arena *a);

struct arena *arena_close(struct arena *a);
NW_DEFINE_CLEANUP(struct arena *, arena_close);
