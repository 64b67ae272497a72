/* Currencies: before a number (US$, 人民币) and behind it (亿美元, 元6角). */
#pragma once

#include "workers/extract/recognise_number.h"

/* The currency whose sign or name stands at `at` and may go before a number. NULL, or
 * its ISO code and *ret_end behind it. */
const char *money_before(const struct scan *s, uint32_t at, uint32_t *ret_end);

/* The currency behind number `n`, which is corrected by smaller coins (元6角). NULL, or
 * the ISO code; n->end is then behind it. */
const char *money_behind(const struct scan *s, struct number *n);
