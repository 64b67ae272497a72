/* One process to a journal. */
#pragma once

/* Locks the directory `dir`, called `name`. On 0 *ret_fd holds the lock until closed.
 * -EBUSY: another process has it; the log says which. */
int lock_take(int *ret_fd, int dir, const char *name);
