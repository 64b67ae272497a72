/* Telling of what cannot be read, and keeping its bytes for whoever wants to look. */
#pragma once

#include <stdint.h>

#include "daemon/journal/journal.h"

struct damage {
	const struct journal_listener *listener;
	int dir;	/* of the journal */
	bool read_only; /* tell only */
	uint64_t count;
};

/* The directory under `dir` that takes the bytes. */
int damage_make_quarantine(int dir);

/* Tells of [from, to) of the segment open at `fd`, and copies it. */
void damage_report(struct damage *d, int fd, uint32_t segment, uint64_t from, uint64_t to,
		   const char *what);
