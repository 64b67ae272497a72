/* How long something took: counts in steps of an eighth, from 1 us to over an hour. */
#pragma once

#include <stdint.h>

enum { HISTOGRAM_STEPS = 256 };

struct histogram {
	uint64_t counts[HISTOGRAM_STEPS];
	uint64_t total;
	uint64_t max_us, last_us;
};

void histogram_add(struct histogram *h, uint64_t us);

/* The time that `percent` of all did not exceed, rounded up to its step; 0 for none. */
uint64_t histogram_percentile(const struct histogram *h, unsigned percent);
