/* Which ZeroMQ endpoints the broker may be told to listen on. */
#pragma once

#include <stddef.h>

/* 0, or -EINVAL: `why` tells the operator what is wrong with `text`. */
int endpoint_check(const char *text, char *why, size_t size);
