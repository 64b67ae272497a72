/* Whatever stands in a segment and a checkpoint, the journal opens, or says why not, and
 * can be read, written and opened again.
 *
 * The input is laid over an empty segment. Where it has the magic of a record or of a
 * segment the checksums are made right, so that the fuzzer gets past them. Runs best with
 * TMPDIR in memory. */
#include <ftw.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/journal/crc.h"
#include "daemon/journal/journal.h"
#include "daemon/journal/record.h"
#include "protocol/base/log.h"

enum { SEGMENT = 64 << 10, MAX_READS = 10000 };

static char directory[128];

static void write_file(const char *name, const char *data, size_t len)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	f = fopen(path, "w");
	if (!f || fwrite(data, 1, len, f) != len || fclose(f))
		abort();
}

static void make_checksums_right(char *segment)
{
	if (get_u64(segment) == SEGMENT_MAGIC)
		put_u32(segment + 8, crc32c(0, segment + 12, SEGMENT_HEADER_USED - 12));
	for (uint32_t at = SEGMENT_HEADER_BYTES; at + RECORD_HEADER_BYTES <= SEGMENT;
	     at += RECORD_ALIGN) {
		uint32_t batch;

		if (get_u32(segment + at) != RECORD_MAGIC)
			continue;
		batch = get_u32(segment + at + 16);
		if (record_len(segment + at) <= SEGMENT - at - RECORD_HEADER_BYTES)
			record_seal(segment + at, at, batch);
	}
}

static int see_record(void *ctx, const struct journal_record *r)
{
	uint64_t *last = ctx;

	if (r->seq <= *last && *last)
		abort();
	*last = r->seq;
	return 0;
}

static void read_all(struct journal *j)
{
	struct journal_cursor c = { 0 };
	struct journal_record r, again;
	struct buf b = { 0 };

	for (int i = 0; i < MAX_READS; i++) {
		int e = journal_cursor_next(j, &c, UINT64_MAX, 1 << 20, &r);

		if (e == JOURNAL_END || e < 0)
			break;
		if (e == 0 && journal_read(j, r.pos, r.seq, &b, &again) != 0)
			abort();
	}
	buf_free(&b);
	journal_cursor_free(&c);
}

static void write_one(struct journal *j)
{
	struct iovec part = { "new", 3 };
	struct journal_entry e = { .type = 1, .parts = &part, .n_parts = 1 };

	journal_append(j, &e, 1, JOURNAL_ORDINARY);
}

static void open_and_use(bool read_only)
{
	struct journal_options o = { .dir = directory,
				     .segment_bytes = SEGMENT,
				     .read_only = read_only };
	uint64_t last = 0;
	struct journal_listener l = { .ctx = &last, .on_record = see_record };
	struct journal *j = NULL;

	if (journal_open(&j, &o, &l) < 0)
		return;
	read_all(j);
	write_one(j);
	journal_close(j);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	return at->level ? remove(path) : 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *parent = getenv("TMPDIR");

	nw_log_set_level(0);
	snprintf(directory, sizeof(directory), "%s/journal-fuzz-XXXXXX",
		 parent ? parent : "/tmp");
	return mkdtemp(directory) ? 0 : -1;
}

/* The first byte says how; then 64 bytes lie over the segment's header, the rest over its
 * records, or all of it over a checkpoint. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char segment[SEGMENT];
	size_t head, body;

	if (size < 1 || size > SEGMENT - SEGMENT_HEADER_BYTES)
		return 0;
	if (data[0] & 2)
		write_file("checkpoint", (const char *)data + 1, size - 1);
	memset(segment, 0, sizeof(segment));
	head = size - 1 < SEGMENT_HEADER_USED ? size - 1 : SEGMENT_HEADER_USED;
	body = size - 1 - head;
	memcpy(segment, data + 1, head);
	memcpy(segment + SEGMENT_HEADER_BYTES, data + 1 + head, body);
	make_checksums_right(segment);
	write_file("0000000001.segment", segment, sizeof(segment));
	open_and_use(true);
	if (data[0] & 1) {
		open_and_use(false);
		open_and_use(false);
	}
	nftw(directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return 0;
}
