/* Words for the journal's tests: each test has a fresh directory, a journal open in it,
 * and what the last opening brought back. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/journal/journal.h"

enum { SMALL_SEGMENT = 64 << 10, A = 1, B = 2, C = 3 };

#define ALL_TYPES UINT64_MAX

struct seen_record {
	uint64_t seq, time_ms, pos;
	uint8_t type;
	char *data;
	uint32_t len;
};

struct seen {
	struct seen_record *records;
	size_t n;
	char checkpoint[64]; /* "" when there was none */
	size_t n_damages;
	uint32_t damaged_segment; /* of the last one */
	uint64_t damaged_offset;
	char damage[128];
};

extern struct journal *journal;
extern struct journal_options options; /* for the next start() */
extern struct seen seen;
extern char directory[64];

/* Fixtures. */
int fresh(void **state);
int removed(void **state);

void start(void);
void stop(void);
void restart(void);

/* Appends; the record is not durable yet. */
struct journal_entry append(uint8_t type, const char *text);
/* Appends a text of `len` bytes that tells its number. */
struct journal_entry append_long(uint8_t type, unsigned number, size_t len);
/* One group of texts of type A. */
struct journal_entry append_group(const char *const *texts, size_t n);
void sync_all(void);

/* The same, and waits until it is durable: a commit of its own. */
struct journal_entry keep(uint8_t type, const char *text);
struct journal_entry keep_long(uint8_t type, unsigned number, size_t len);
struct journal_entry keep_group(const char *const *texts, size_t n);

/* The outcome of appending one record of `len` bytes. */
int try_append(size_t len, enum journal_room room);
/* Appends until the journal is FULL; returns the number of records. */
size_t fill_up(size_t len, enum journal_room room);

/* Waits until the helper has done what it was told. */
void wait_for_ready_segments(void);
void wait_for_checkpoint(uint64_t seq);

/* What the last start() brought back. */
size_t count_kept(const char *text);
void assert_kept(const char *text);
void assert_not_kept(const char *text);
void assert_kept_long(unsigned number, size_t len);
void assert_no_damage(void);
void assert_damage_at(uint64_t pos);

/* The file behind a position, or by name. Use them while the journal is closed. */
const char *file_of_pos(uint64_t pos);
const char *file_named(const char *name);
void flip_bit(const char *file, uint64_t offset, unsigned bit);
void overwrite(const char *file, uint64_t offset, const void *data, size_t len);
size_t read_file(const char *file, char **ret);
void write_file(const char *file, const char *data, size_t len);
size_t count_files(const char *folder, const char *suffix);

static inline uint32_t offset_of(struct journal_entry e)
{
	return (uint32_t)e.pos;
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, removed)
