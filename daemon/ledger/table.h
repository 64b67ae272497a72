/* From 128 bits to a pointer: open addressing, grown at two thirds. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "protocol/base/hash.h"

struct table_slot {
	struct hash128 key;
	void *value; /* NULL: the slot is free */
};

struct table {
	struct table_slot *slots;
	size_t n, cap; /* cap is a power of two, or 0 */
};

/* NULL when the key is not there. */
void *table_get(const struct table *t, struct hash128 key);

/* Adds or replaces; `value` is not NULL. 0 or -ENOMEM. */
int table_put(struct table *t, struct hash128 key, void *value);

/* Removes; the value that stood there, or NULL. */
void *table_remove(struct table *t, struct hash128 key);

/* A number as a key. */
static inline struct hash128 table_number(uint64_t number)
{
	/* Spread by Fibonacci's constant: numbers in a row must not cluster. */
	return (struct hash128){ .low = number * 0x9e3779b97f4a7c15u, .high = number };
}

void table_free(struct table *t);
