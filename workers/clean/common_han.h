/* The Han characters that texts are made of: about half of any Chinese text consists of
 * these, whichever of the two scripts, and hardly any of a wrongly decoded one. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct common_han {
	uint8_t bits[(0xa000 - 0x4e00) / 8];
};

void common_han_fill(struct common_han *h);

static inline bool common_han_has(const struct common_han *h, uint32_t c)
{
	return c >= 0x4e00 && c < 0xa000 &&
	       (h->bits[(c - 0x4e00) / 8] >> ((c - 0x4e00) % 8) & 1);
}
