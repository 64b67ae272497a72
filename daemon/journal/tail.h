/* The end of the newest segment: which of its last commit's groups are whole. What that
 * commit wrote may be torn, in any order; everything before it was synced. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "daemon/journal/record.h"
#include "daemon/journal/walk.h"

struct tail_entry {
	uint32_t offset, bytes;
	uint64_t seq, time_ms;
	uint16_t index;
	bool more;  /* its group goes on */
	bool whole; /* the body's checksum is right */
	bool kept;  /* its group is whole */
};

struct tail {
	struct tail_entry *entries; /* of the last commit */
	size_t n, cap;
	uint32_t batch;	   /* where the last commit began */
	uint32_t end;	   /* behind the last record that is kept */
	uint64_t last_seq; /* the highest kept in this segment; 0: none */
	uint64_t last_ms;
	uint64_t earlier_seq, earlier_ms; /* the last before that commit */
	uint32_t earlier_end;
};

/* Walks over the whole segment from its first record. */
int tail_survey(struct tail *t, struct walk *w);

/* Whether the record there belongs to a group that is not whole. */
bool tail_drops(const struct tail *t, uint32_t offset);

void tail_free(struct tail *t);
