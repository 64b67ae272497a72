#include "daemon/journal/histogram.h"

enum { EIGHTHS = 8 }; /* steps to a doubling */

static unsigned step_of(uint64_t us)
{
	unsigned doublings, step;

	if (us < EIGHTHS)
		return (unsigned)us;
	doublings = 63 - (unsigned)__builtin_clzll(us) - 3;
	step = (doublings + 1) * EIGHTHS + (unsigned)(us >> doublings) - EIGHTHS;
	return step < HISTOGRAM_STEPS ? step : HISTOGRAM_STEPS - 1;
}

/* The largest time that falls into the step. */
static uint64_t top_of(unsigned step)
{
	if (step < EIGHTHS)
		return step;
	return (((uint64_t)EIGHTHS + step % EIGHTHS + 1) << (step / EIGHTHS - 1)) - 1;
}

void histogram_add(struct histogram *h, uint64_t us)
{
	h->counts[step_of(us)]++;
	h->total++;
	h->last_us = us;
	if (us > h->max_us)
		h->max_us = us;
}

uint64_t histogram_percentile(const struct histogram *h, unsigned percent)
{
	uint64_t wanted = (h->total * percent + 99) / 100, seen = 0;

	for (unsigned step = 0; step < HISTOGRAM_STEPS && h->total; step++) {
		seen += h->counts[step];
		if (seen >= wanted && seen)
			return top_of(step) < h->max_us ? top_of(step) : h->max_us;
	}
	return h->max_us;
}
