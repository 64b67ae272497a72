/* What a page says of its own encoding, and the encoding of those that say nothing. */
#pragma once

#include "workers/clean/span.h"

/* The value of the first `charset=` or `encoding=` near the start; empty when there is
 * none. */
struct span declared_in_page(struct span bytes);

/* Also what browsers read for numeric references to 128-159. */
uint32_t cp1252_to_unicode(uint8_t byte);
