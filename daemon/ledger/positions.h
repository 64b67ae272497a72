/* How far each durable subscriber has confirmed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { POSITION_MAX_NAME = 64, POSITIONS_MAX = 1024 };

struct position {
	char name[POSITION_MAX_NAME + 1];
	uint64_t seq;	/* everything up to here is confirmed */
	bool unwritten; /* moved since it was last written to the journal */
};

struct positions {
	struct position *items;
	size_t n, cap;
};

enum positions_outcome { POSITIONS_FULL = 1 /* POSITIONS_MAX names are known */ };

/* The one called `name`, or NULL. Valid until the next positions_add(). */
struct position *positions_find(const struct positions *p, const char *name, size_t len);

/* Finds it or adds it at `seq`. 0, POSITIONS_FULL, -ENOMEM. */
int positions_add(struct positions *p, const char *name, size_t len, uint64_t seq,
		  struct position **ret);

/* The lowest of all; UINT64_MAX when there are none. */
uint64_t positions_lowest(const struct positions *p);

void positions_free(struct positions *p);
