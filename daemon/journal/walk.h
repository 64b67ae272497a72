/* Walking over the records of one segment, by pread: headers cheaply, bodies on demand.
 * What cannot be read counts as zeros, and so as damage. Where no header is valid the
 * walk looks for the next one, at every multiple of RECORD_ALIGN. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "daemon/journal/record.h"
#include "protocol/base/buf.h"

enum walk_outcome {
	WALK_END = 1, /* no valid header up to the end */
	WALK_AGAIN,   /* the budget is spent; call again */
	WALK_DAMAGED, /* the body's checksum fails */
};

struct walk {
	int fd;
	uint32_t segment, salt; /* salt 0: the first record's */
	uint32_t at;		/* where the next header is looked for */
	uint32_t end;		/* no record reaches beyond */
	uint32_t hole;		/* where the damaged stretch before `at` began; 0: none */
	size_t step;		/* how much to read at once where records are small */
	size_t budget;		/* bytes that may still be read for headers */
	struct buf window;
	uint64_t window_at;
	uint32_t last_len; /* of the record before */
	bool hole_ended;   /* what `hole` says has been told */
};

/* The next record, whole up to `end`; its body is not looked at. Outcomes: END, AGAIN. If
 * w->hole is set after 0 or END, nothing valid stands from there to the record (or the
 * end). */
int walk_next(struct walk *w, struct record *ret);

/* Its body, in the window until the next call. Outcome: DAMAGED. */
int walk_body(struct walk *w, const struct record *r, const char **ret);

/* Starts over in another segment; the window's memory and `step` stay. */
void walk_start(struct walk *w, int fd, uint32_t segment, uint32_t salt, uint32_t at,
		uint32_t end);

void walk_free(struct walk *w);
