/* A line on the terminal that says how far a long work is; nothing in a pipe. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { PROGRESS_KINDS = 4 };

struct progress {
	uint64_t counts[PROGRESS_KINDS]; /* by enum nw_verdict; counted by the caller */
	uint64_t start_ms, shown_ms;	 /* private */
};

/* Shows the line anew, a few times a second at most. `note` may be NULL. */
void progress_show(struct progress *p, size_t pending, const char *note);

/* Takes the line away, before something else is written to the terminal. */
void progress_clear(struct progress *p);

/* Leaves the sum on the terminal. */
void progress_end(struct progress *p);
