/* What stands around a number: modifiers, percentages, measure words. */
#pragma once

#include "workers/extract/recognise_number.h"

/* A word before a number that makes it a bound or a guess (约, 超过, at least), NULL for
 * none. It is folded. *ret_part: it belongs to the quantity's name (约5亿元), which
 * words such as 高达 do not. */
const char *modifier_before(const struct scan *s, uint32_t at, uint32_t *ret_count,
			    bool *ret_part);

/* The same behind a quantity (以上, 左右); *ret_end moves behind it. */
const char *modifier_behind(const struct scan *s, uint32_t *ret_end);

/* The unit of a percentage behind `n` ("%", "pp" for percentage points) or NULL. Makes
 * n->value a percentage: 七成六 is 76, 8.5折 85. n->end is then behind it. */
const char *percent_behind(const struct scan *s, struct number *n);

/* The measure word behind `n` ("人", "km", "parameters") or NULL. n->end is then behind
 * it; 半 behind it counts (两米半). */
const char *measure_behind(const struct scan *s, struct number *n);

/* Whether the number counts shares; n->end is then behind them. */
bool shares_behind(const struct scan *s, struct number *n);
