/* How fast the journal is: journal_bench [DIRECTORY [RECORD_BYTES [SECONDS]]]
 *
 * For each window (records appended but not yet known to be durable) one line: records
 * and megabytes a second, what an append costs the caller, how long a sync takes, and
 * what the device wrote (for all who use it) for each byte kept. The journal is recycled
 * all the while, as in a broker that has run for some time. Figures, not a test. */
#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "daemon/journal/journal.h"
#include "protocol/base/clock.h"

enum { SEGMENT = 64 << 20, SEGMENTS = 8, WARM_UP = SEGMENTS * SEGMENT };

struct run {
	struct journal *journal;
	char *body;
	size_t body_len;
	uint64_t records, busy, append_us;
};

static void die(const char *what)
{
	fprintf(stderr, "journal_bench: %s\n", what);
	exit(1);
}

/* What the device under `dir` has written so far. The count of the process in
 * /proc/self/io is no use: it takes a large folio for dirty as a whole. */
static uint64_t written_bytes(const char *dir)
{
	char name[64];
	struct stat st;
	unsigned long sectors = 0;
	FILE *f;

	if (stat(dir, &st) < 0)
		return 0;
	snprintf(name, sizeof(name), "/sys/dev/block/%u:%u/stat", major(st.st_dev),
		 minor(st.st_dev));
	f = fopen(name, "r");
	if (!f)
		return 0;
	if (fscanf(f, "%*u %*u %*u %*u %*u %*u %lu", &sectors) != 1)
		sectors = 0;
	fclose(f);
	return sectors * 512;
}

static void wait_for_news(struct run *run)
{
	struct pollfd p = { .fd = journal_fd(run->journal), .events = POLLIN };

	if (poll(&p, 1, 10000) != 1 || journal_fault(run->journal))
		die("the journal does not go on");
	journal_release(run->journal, journal_durable(run->journal) + 1);
}

/* Appends up to `n` records; fewer when the journal is busy. */
static void append(struct run *run, uint64_t n)
{
	struct iovec part = { run->body, run->body_len };
	uint64_t start = clock_monotonic_us();

	for (; n; n--) {
		struct journal_entry e = { .type = 1, .parts = &part, .n_parts = 1 };
		int r = journal_append(run->journal, &e, 1, JOURNAL_ORDINARY);

		if (r < 0 || r == JOURNAL_CLOSED || r == JOURNAL_TOO_BIG)
			die("the journal does not take records");
		run->busy += r != 0;
		if (r)
			break;
		run->records++;
	}
	run->append_us += clock_monotonic_us() - start;
}

static void go(struct run *run, uint64_t window, uint64_t until_us, uint64_t until_bytes)
{
	uint64_t start = run->records;

	while (clock_monotonic_us() < until_us &&
	       (run->records - start) * run->body_len < until_bytes) {
		uint64_t in_flight =
			journal_last(run->journal) - journal_durable(run->journal);

		if (in_flight < window)
			append(run, window - in_flight);
		wait_for_news(run);
	}
	while (journal_durable(run->journal) < journal_last(run->journal))
		wait_for_news(run);
}

static void tell(const struct run *run, uint64_t window, uint64_t us, uint64_t written)
{
	struct journal_usage u;
	double bytes = (double)(run->records * run->body_len);

	journal_usage(run->journal, &u);
	printf("%8lu %10.0f %8.1f %10.2f %8u %8u %8.3f %8lu\n", window,
	       (double)run->records * 1e6 / (double)us, bytes / (double)us,
	       (double)run->append_us / (double)run->records, u.sync_p50_us,
	       u.sync_p99_us, (double)written / bytes, run->busy);
}

static void measure(struct journal_options *o, size_t body_len, uint64_t window,
		    uint64_t seconds)
{
	struct journal_listener nobody = { 0 };
	struct run run = { .body = malloc(body_len), .body_len = body_len };
	uint64_t start, written;

	if (!run.body)
		die("no memory");
	memset(run.body, 'x', body_len);
	if (journal_open(&run.journal, o, &nobody) < 0)
		die("the journal cannot be opened");
	start = clock_monotonic_us();
	written = written_bytes(o->dir);
	go(&run, window, start + seconds * 1000000, UINT64_MAX);
	tell(&run, window, clock_monotonic_us() - start, written_bytes(o->dir) - written);
	journal_close(run.journal);
	free(run.body);
}

/* So that every file has been written before: what is measured is the lasting state. */
static void warm_up(const struct journal_options *o, size_t body_len)
{
	struct journal_listener nobody = { 0 };
	struct run run = { .body = calloc(1, body_len), .body_len = body_len };

	if (!run.body || journal_open(&run.journal, o, &nobody) < 0)
		die("the journal cannot be opened");
	go(&run, 512, UINT64_MAX, WARM_UP);
	journal_close(run.journal);
	free(run.body);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	return remove(path);
}

int main(int argc, char **argv)
{
	static const uint64_t windows[] = { 1, 8, 64, 512, 1500 };
	char own[] = "/tmp/journal-bench-XXXXXX";
	struct journal_options o = { .segment_bytes = SEGMENT,
				     .max_bytes = (uint64_t)SEGMENT * SEGMENTS };
	size_t body_len = argc > 2 ? strtoul(argv[2], NULL, 10) : 8192;
	uint64_t seconds = argc > 3 ? strtoul(argv[3], NULL, 10) : 3;

	o.dir = argc > 1 ? argv[1] : mkdtemp(own);
	if (!o.dir || !body_len || !seconds)
		die("usage: journal_bench [DIRECTORY [RECORD_BYTES [SECONDS]]]");
	setlinebuf(stdout);
	warm_up(&o, body_len);
	printf("%8s %10s %8s %10s %8s %8s %8s %8s\n", "window", "records/s", "MB/s",
	       "append us", "p50 us", "p99 us", "disk/B", "busy");
	for (size_t i = 0; i < NW_ARRAY_LEN(windows); i++)
		measure(&o, body_len, windows[i], seconds);
	if (argc < 2)
		nftw(own, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return 0;
}
