/* A segment: one file of fixed size, full of records. Its number is its name and its
 * generation: a recycled file gets a new one, and records of an old one do not count. */
#pragma once

#include <stdint.h>

#include "daemon/journal/journal.h"
#include "daemon/journal/marks.h"

struct segment {
	uint32_t number;
	uint32_t salt; /* drawn anew for each use; not 0 */
	uint32_t bytes;
	uint64_t first_seq, first_ms; /* of its first record */
	struct marks marks;
	int fd;		  /* -1 while closed */
	uint64_t used_at; /* the shelf's: when it was read last */
};

enum { SEGMENT_NAME_BYTES = 24 };

/* "0000000042.segment", or with `spare` "0000000042.spare". */
void segment_name(char name[SEGMENT_NAME_BYTES], uint32_t number, bool spare);
bool segment_parse_name(const char *name, uint32_t *ret_number, bool *ret_spare);

/* A new file in `dir`, written with zeros and synced in small steps, so that the syncs of
 * others do not wait long. On 0 the caller owns *ret. */
int segment_create(struct segment **ret, int dir, uint32_t number, uint32_t bytes,
		   const struct journal_io *io);

/* The spare file `old` under a new number, durable. On 0 the caller owns *ret. */
int segment_recycle(struct segment **ret, int dir, uint32_t old, uint32_t number);

/* Makes the file a spare, under its number. */
int segment_set_aside(const struct segment *s, int dir);

/* Unlinks the file; `s` is not closed. */
int segment_discard(const struct segment *s, int dir);

/* An existing file, opened; only `number`, `bytes` and `fd` are known. */
int segment_open(struct segment **ret, int dir, uint32_t number, bool read_only);

/* Opens a known one again, for reading. */
int segment_reopen(struct segment *s, int dir);

enum segment_state {
	SEGMENT_OURS = 1, /* the header is valid: the fields are filled */
	SEGMENT_OTHER,	  /* empty, or from the file's life under another number */
	SEGMENT_BROKEN,	  /* neither */
};

/* Reads the header. Negative: it was written by a newer version. */
int segment_read_header(struct segment *s);

/* The header as it stands in the file: SEGMENT_HEADER_BYTES at `at`. */
void segment_put_header(char *at, const struct segment *s);

struct segment *segment_close(struct segment *s);
NW_DEFINE_CLEANUP(struct segment *, segment_close);
