#include "protocol/base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct timespec now(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts;
}

uint64_t clock_wall_ms(void)
{
	struct timespec ts = now(CLOCK_REALTIME);

	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

uint64_t clock_monotonic_us(void)
{
	struct timespec ts = now(CLOCK_MONOTONIC);

	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

uint64_t clock_monotonic_ms(void)
{
	return clock_monotonic_us() / 1000;
}

char *clock_format(uint64_t wall_ms, char out[CLOCK_TEXT_SIZE])
{
	time_t seconds = (time_t)(wall_ms / 1000);
	struct tm tm;
	size_t n;

	gmtime_r(&seconds, &tm);
	n = strftime(out, CLOCK_TEXT_SIZE, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(out + n, CLOCK_TEXT_SIZE - n, ".%03uZ", (unsigned)(wall_ms % 1000));
	return out;
}

/* Two digits below `limit`, or -1. */
static int two_digits(const char *s, int limit)
{
	int value;

	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	value = (s[0] - '0') * 10 + s[1] - '0';
	return value < limit ? value : -1;
}

/* "Z", "+08:00", "+0800" or nothing; 0, or 1 when it is none of them. */
static int parse_zone(const char *s, int *ret_seconds)
{
	int sign = *s == '-' ? -1 : 1, hours, minutes;

	*ret_seconds = 0;
	if (*s == '\0' || strcmp(s, "Z") == 0 || strcmp(s, "z") == 0)
		return 0;
	if (*s != '+' && *s != '-')
		return 1;
	hours = two_digits(s + 1, 24);
	if (hours < 0)
		return 1;
	s += s[3] == ':' ? 4 : 3;
	minutes = two_digits(s, 60);
	if (minutes < 0 || s[2])
		return 1;
	*ret_seconds = sign * (hours * 3600 + minutes * 60);
	return 0;
}

/* The digits behind a point; returns what is behind them. */
static const char *parse_fraction(const char *s, unsigned *ret_ms)
{
	unsigned weight = 100;

	for (*ret_ms = 0; *s >= '0' && *s <= '9'; s++, weight /= 10)
		*ret_ms += (unsigned)(*s - '0') * weight;
	return s;
}

int clock_parse(const char *text, uint64_t *ret_wall_ms)
{
	struct tm tm = { 0 };
	unsigned ms = 0;
	int zone;
	time_t seconds;
	const char *rest = strptime(text, "%Y-%m-%d", &tm);

	if (!rest)
		return 1;
	if (*rest == 'T' || *rest == ' ') {
		const char *time = rest + 1;

		rest = strptime(time, "%H:%M:%S", &tm);
		if (!rest)
			rest = strptime(time, "%H:%M", &tm);
		if (!rest)
			return 1;
		if (*rest == '.')
			rest = parse_fraction(rest + 1, &ms);
	}
	if (parse_zone(rest, &zone) != 0)
		return 1;
	seconds = timegm(&tm) - zone;
	if (seconds < 0)
		return 1;
	*ret_wall_ms = (uint64_t)seconds * 1000 + ms;
	return 0;
}
