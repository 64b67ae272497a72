#include "workers/arena.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "protocol/base/log.h"

enum { BLOCK_BYTES = 1 << 20, ALIGN = 16 };

struct block {
	struct block *next;
	size_t used, cap;
	_Alignas(ALIGN) char data[];
};

struct arena {
	struct block *blocks; /* the newest first; the last one stays over a reset */
	char *last;	      /* the newest allocation, which can grow in place */
	size_t taken, max;
};

/* What one article cannot have, the process cannot give: it ends, and the broker
 * counts it against the article. */
static _Noreturn void give_up(const struct arena *a, size_t bytes)
{
	nw_log(NW_LOG_ERROR,
	       "arena: %zu bytes more than the limit of %zu for one article", bytes,
	       a->max);
	_exit(70);
}

static struct block *add_block(struct arena *a, size_t bytes)
{
	size_t cap = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
	struct block *b;

	if (cap > a->max - a->taken)
		give_up(a, bytes);
	b = malloc(sizeof(*b) + cap);
	if (!b)
		give_up(a, bytes);
	*b = (struct block){ .next = a->blocks, .cap = cap };
	a->taken += cap;
	a->blocks = b;
	return b;
}

int arena_open(struct arena **ret, size_t max_bytes)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		return nw_fault(-ENOMEM, "arena: open");
	a->max = max_bytes;
	*ret = a;
	return 0;
}

static size_t aligned(size_t bytes)
{
	return (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static char *take(struct arena *a, size_t bytes)
{
	struct block *b = a->blocks;

	if (bytes > a->max)
		give_up(a, bytes);
	bytes = aligned(bytes ? bytes : 1);
	if (!b || bytes > b->cap - b->used)
		b = add_block(a, bytes);
	a->last = b->data + b->used;
	b->used += bytes;
	return a->last;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
	return memset(take(a, bytes), 0, bytes);
}

void *arena_grow(struct arena *a, void *old, size_t old_bytes, size_t new_bytes)
{
	struct block *b = a->blocks;
	char *grown;

	if (old && old == a->last && new_bytes <= a->max) {
		size_t start = (size_t)(a->last - b->data);

		if (aligned(new_bytes) <= b->cap - start) {
			b->used = start + aligned(new_bytes);
			memset(a->last + old_bytes, 0, new_bytes - old_bytes);
			return old;
		}
	}
	grown = take(a, new_bytes);
	if (old_bytes)
		memcpy(grown, old, old_bytes);
	memset(grown + old_bytes, 0, new_bytes - old_bytes);
	return grown;
}

char *arena_dup(struct arena *a, const char *s, size_t len)
{
	char *copy = take(a, len + 1);

	if (len)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *text;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	text = take(a, (size_t)n + 1);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return text;
}

void arena_reset(struct arena *a)
{
	while (a->blocks && (a->blocks->next || a->blocks->cap > BLOCK_BYTES)) {
		struct block *b = a->blocks;

		a->blocks = b->next;
		a->taken -= b->cap;
		free(b);
	}
	if (a->blocks)
		a->blocks->used = 0;
	a->last = NULL;
}

size_t arena_used(const struct arena *a)
{
	size_t used = 0;

	for (const struct block *b = a->blocks; b; b = b->next)
		used += b->used;
	return used;
}

struct arena *arena_close(struct arena *a)
{
	if (!a)
		return NULL;
	while (a->blocks) {
		struct block *b = a->blocks;

		a->blocks = b->next;
		free(b);
	}
	free(a);
	return NULL;
}
