/* `newswired --check`: whether a start or a reload would succeed, without doing it. */
#pragma once

#include "daemon/config/config.h"

/* The configuration was read already. Looks at rules and lexicons, with their examples,
 * and at the journal if it is there; a line on standard output for each. 0, or 1 when
 * something is wrong. */
int check_all(const struct config *config);
