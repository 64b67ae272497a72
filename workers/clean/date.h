/* Dates as pages write them. */
#pragma once

#include "workers/arena.h"
#include "workers/clean/span.h"

struct date {
	int year, month, day;
	int hour, minute, second; /* `hour` is -1 when only the day is known */
	int zone_minutes;
	bool has_zone;
};

/* The first date in `s`: ISO 8601, 2023-8-8 09:07, 2023年8月8日, 8/8/2023 is not one
 * (which is the month?), Aug 8, 2023, 8 August 2023. */
bool date_find(struct span s, struct date *ret);

/* The same; *ret_rest is how many bytes of `s` are neither date nor time of day. */
bool date_find_in(struct span s, struct date *ret, size_t *ret_rest);

/* The date in an address, as in /2023/08/08/ or /20230808/. */
bool date_in_url(const char *url, struct date *ret);

/* ISO 8601. A time without a zone gets China's when `in_china`. */
const char *date_format(const struct date *d, bool in_china, struct arena *a);
