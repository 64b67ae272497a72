/* Numbers with what they count: money, percentages, shares, measures, ranges. */
#pragma once

#include "workers/extract/scan.h"

/* Recognises what starts at `at` and adds its mentions. Returns where to go on, `at`
 * itself when nothing starts there. */
uint32_t recognise_quantity(struct scan *s, uint32_t at);
