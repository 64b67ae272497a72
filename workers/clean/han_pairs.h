/* Characters that only one of the two scripts of Chinese has, as far as common text needs
 * them to be told apart. */
#pragma once

#include <stdint.h>

enum han_script { HAN_BOTH, HAN_SIMPLIFIED, HAN_TRADITIONAL };

struct han_pairs {
	uint8_t script[0xa000 - 0x4e00];
};

void han_pairs_fill(struct han_pairs *h);

static inline enum han_script han_pairs_script(const struct han_pairs *h, uint32_t c)
{
	return c >= 0x4e00 && c < 0xa000 ? (enum han_script)h->script[c - 0x4e00]
					 : HAN_BOTH;
}
