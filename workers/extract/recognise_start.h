/* Which characters are worth a recogniser's look. */
#pragma once

#include "workers/extract/scan.h"

/* Whether anything that the recognisers know starts with the character at `at`. */
bool recognise_may_start(const struct scan *s, uint32_t at);
