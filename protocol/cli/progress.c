#include "protocol/cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "protocol/base/clock.h"
#include "protocol/cli/printable.h"
#include "protocol/newswire.h"

#define CLEAR_LINE "\r\033[K"

enum { SHOW_MS = 200, NOTE_MAX = 40 };

static void print_counts(const struct progress *p)
{
	uint64_t all = p->counts[NW_KEPT] + p->counts[NW_DUPLICATE];
	uint64_t ms = clock_monotonic_ms() - p->start_ms;

	fprintf(stderr,
		"%" PRIu64 " kept, %" PRIu64 " duplicates, %" PRIu64 " refused, %.0f/s",
		p->counts[NW_KEPT], p->counts[NW_DUPLICATE], p->counts[NW_NOT_WANTED],
		ms ? (double)all * 1000 / (double)ms : 0.0);
}

void progress_show(struct progress *p, size_t pending, const char *note)
{
	uint64_t now = clock_monotonic_ms();

	if (!p->start_ms)
		p->start_ms = now;
	if (now < p->shown_ms + SHOW_MS)
		return;
	p->shown_ms = now;
	if (!isatty(STDERR_FILENO))
		return;
	fputs(CLEAR_LINE, stderr);
	print_counts(p);
	fprintf(stderr, ", %zu without an answer", pending);
	if (note) {
		fputs(": ", stderr);
		printable_print(stderr, note, NOTE_MAX);
	}
	fflush(stderr);
}

void progress_clear(struct progress *p)
{
	if (p->shown_ms && isatty(STDERR_FILENO))
		fputs(CLEAR_LINE, stderr);
	p->shown_ms = 0;
}

void progress_end(struct progress *p)
{
	if (!isatty(STDERR_FILENO) || !p->start_ms)
		return;
	progress_clear(p);
	print_counts(p);
	fputc('\n', stderr);
}
