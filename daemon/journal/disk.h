/* Writing whole, through the functions that tests may replace. */
#pragma once

#include <stddef.h>
#include <sys/types.h>

#include "daemon/journal/journal.h"

/* The system's own. */
extern const struct journal_io disk_io;

/* Writes all of it. 0 or -errno; the fault is the caller's to report. */
int disk_write(const struct journal_io *io, int fd, const void *data, size_t len,
	       off_t offset);

/* 0 or -errno, as above. */
int disk_sync(const struct journal_io *io, int fd);
