/* A disk whose power can be cut: what was written but not synced is gone afterwards, or
 * some sectors of it are. Give &power_io to the journal's options. */
#pragma once

#include "daemon/journal/journal.h"

extern const struct journal_io power_io;

/* The disk works; nothing is remembered of before. */
void power_on(void);

/* After so many further writes and syncs nothing reaches the disk any more. */
void power_cut_after(unsigned calls);

/* The next sync fails with `error`, once. */
void power_fail_sync(int error);
/* The next write does. */
void power_fail_write(int error);

/* While it is full, files cannot grow; what they have can be overwritten. */
void power_fill_disk(bool full);

/* With the journal closed: undoes what was not synced, sector by sector as `seed` wants
 * it (0: all of it), and switches on again. */
void power_return(unsigned seed);

unsigned power_syncs(void);
