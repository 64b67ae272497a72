/* The segments that hold records, oldest first. Files are opened when they are read, and
 * only a few stay open. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "daemon/journal/segment.h"

struct shelf {
	int dir;
	struct segment **items;
	size_t n, cap;
	size_t n_open;
	uint64_t clock; /* counts the uses, to find the one longest ago */
};

/* Takes over `s`, newer than all that are there. */
int shelf_add(struct shelf *shelf, struct segment *s);

/* Takes the oldest one out; the caller owns it. */
struct segment *shelf_take_oldest(struct shelf *shelf);

/* The index of the segment, or shelf->n when there is none: with that number; whose
 * records may hold `seq`, or are the first behind it; that may hold the first record not
 * before `time_ms`. */
size_t shelf_by_number(const struct shelf *shelf, uint32_t number);
size_t shelf_by_seq(const struct shelf *shelf, uint64_t seq);
size_t shelf_by_time(const struct shelf *shelf, uint64_t time_ms);

/* Its descriptor, for reading. Others that are wholly durable may be closed for it. */
int shelf_fd(struct shelf *shelf, size_t index, uint64_t durable);

void shelf_free(struct shelf *shelf);
