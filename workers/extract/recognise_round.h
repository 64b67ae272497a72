/* Rounds of funding: 天使轮, Pre-A+轮, Series B, 战略融资. Their terms are those of the
 * catalogue (protocol/types/funding.yaml). */
#pragma once

#include "workers/extract/scan.h"

/* Recognises what starts at `at` and adds its mention. Returns where to go on, `at`
 * itself when nothing starts there. */
uint32_t recognise_round(struct scan *s, uint32_t at);
