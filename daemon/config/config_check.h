/* What options must be to each other; each for itself was checked when it was read. */
#pragma once

#include "daemon/config/config.h"

/* 0, or -EINVAL: `error` says which two do not go together. `y` is the file that `c`
 * was read from. */
int config_check(const struct config *c, const struct yaml *y, struct yaml_error *error);
