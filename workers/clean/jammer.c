#include "workers/clean/jammer.h"

enum { MIN_UNITS = 5, MAX_UNITS = 30, MIN_SIGNS = 3 };

static bool is_first(char c)
{
	return c >= '!' && c <= ';';
}

static bool is_second(char c)
{
	return c >= '?' && c <= '~';
}

/* Bytes of a blank (one byte, or NBSP) at the start of `s`, or 0. */
static size_t blank(struct span s)
{
	if (s.len && s.at[0] == ' ')
		return 1;
	return span_starts(s, "\u00a0") ? 2 : 0;
}

/* Bytes of one unit at the start of `s`: sign, blank, letter. The sign may be a blank,
 * which folding takes away. */
static size_t unit(struct span s)
{
	size_t first = s.len && is_first(s.at[0]) ? 1 : blank(s), gap;

	if (!first)
		return 0;
	gap = blank(span_from(s, first));
	if (!gap && s.at[0] == ' ') {
		gap = first;
		first = 0;
	}
	if (!gap || first + gap >= s.len || !is_second(s.at[first + gap]))
		return 0;
	return first + gap + 1;
}

/* Bytes of one unit at the end of `s`. */
static size_t unit_at_end(struct span s)
{
	size_t found = 0;

	for (size_t n = 2; n <= 5 && n <= s.len; n++)
		if (unit(span_from(s, s.len - n)) == n)
			found = n;
	return found;
}

static struct span strip_end(struct span line, size_t *count)
{
	struct span s = line;
	size_t n, units = 0, signs = 0;

	while (units < MAX_UNITS && (n = unit_at_end(s))) {
		s.len -= n;
		units++;
		signs += is_first(s.at[s.len]);
	}
	if (units < MIN_UNITS || signs < MIN_SIGNS)
		return line;
	++*count;
	return s;
}

/* What a jammer may be followed by: with a Latin letter behind it, the last unit may be
 * the indent and the first letter of a sentence. */
static bool ends_cleanly(struct span rest)
{
	return !rest.len || rest.at[0] & 0x80 || rest.at[0] == ' ';
}

static struct span strip_start(struct span line, size_t *count)
{
	struct span s = line, clean = line;
	size_t n, units = 0, signs = 0;

	while (units < MAX_UNITS && (n = unit(s))) {
		signs += is_first(s.at[0]);
		s = span_from(s, n);
		if (++units >= MIN_UNITS && signs >= MIN_SIGNS && ends_cleanly(s))
			clean = s;
	}
	*count += clean.len != line.len;
	return clean;
}

struct span jammer_strip(struct span line, size_t *count)
{
	return strip_start(strip_end(line, count), count);
}
