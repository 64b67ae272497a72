/* The cage: what strangers wrote is read only after the process can do nothing but
 * read and write the socket it was given.
 *
 * Kept: computing, memory up to a limit, the sockets and files already open. Gone, for
 * good: opening files, connecting, starting processes or threads, new privileges. What
 * the kernel refuses with an error instead of an end is opening files: libraries try
 * that out of habit and do well without. */
#pragma once

#include <stddef.h>

struct sandbox_limits {
	size_t memory_bytes; /* address space; 0: unlimited (sanitizers need that) */
};

/* Early, before anything is loaded: dies with its parent, writes no file, no core. */
int sandbox_prepare(void);

/* Seals the process; there is no way back. */
int sandbox_seal(const struct sandbox_limits *limits);
