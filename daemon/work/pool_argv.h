/* The command that starts a worker, made from the configuration. */
#pragma once

#include "daemon/config/config.h"

struct pool_argv {
	char **items; /* ended by NULL */
	size_t n;
};

int pool_argv_make(struct pool_argv *ret, const struct config *config);
void pool_argv_free(struct pool_argv *argv);
