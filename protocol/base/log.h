/* Lines for the operator, on standard error, with the priority prefix that the
 * journal of systemd understands (sd-daemon(3)) unless it is a terminal. */
#pragma once

#include "protocol/base/cleanup.h"

enum nw_log_level {
	NW_LOG_ERROR = 3,
	NW_LOG_WARNING = 4,
	NW_LOG_NOTICE = 5,
	NW_LOG_INFO = 6,
	NW_LOG_DEBUG = 7,
};

/* Lines above `level` are dropped; the default is NW_LOG_INFO. */
void nw_log_set_level(enum nw_log_level level);

/* One line, without its newline; control characters in it are escaped. */
void nw_log(enum nw_log_level level, const char *fmt, ...) NW_PRINTF(2, 3);

/* A fault, logged once, where it is born. Returns `negative_errno` as given and
 * adds its text to the line. Words should be found nowhere else in the tree. */
int nw_fault(int negative_errno, const char *fmt, ...) NW_PRINTF(2, 3);
