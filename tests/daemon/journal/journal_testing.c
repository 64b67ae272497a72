#include "tests/daemon/journal/journal_testing.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/journal/format.h"
#include "protocol/base/log.h"
#include "tests/daemon/journal/journal_power.h"

enum { PATIENCE_MS = 30000 }; /* after which a wait is taken for a hang */

struct journal *journal;
struct journal_options options;
struct seen seen;
char directory[64];

static void forget_seen(void)
{
	for (size_t i = 0; i < seen.n; i++)
		free(seen.records[i].data);
	free(seen.records);
	memset(&seen, 0, sizeof(seen));
}

static int see_checkpoint(void *ctx, const char *blob, size_t len)
{
	snprintf(seen.checkpoint, sizeof(seen.checkpoint), "%.*s", (int)len, blob);
	return 0;
}

static int see_record(void *ctx, const struct journal_record *r)
{
	struct seen_record *at;

	seen.records = realloc(seen.records, (seen.n + 1) * sizeof(*at));
	at = &seen.records[seen.n++];
	*at = (struct seen_record){ .seq = r->seq,
				    .time_ms = r->time_ms,
				    .pos = r->pos,
				    .type = r->type,
				    .data = malloc(r->len + 1),
				    .len = r->len };
	memcpy(at->data, r->data, r->len);
	at->data[r->len] = '\0';
	return 0;
}

static void see_damage(void *ctx, uint32_t segment, uint64_t offset, const char *what)
{
	seen.n_damages++;
	seen.damaged_segment = segment;
	seen.damaged_offset = offset;
	snprintf(seen.damage, sizeof(seen.damage), "%s", what);
}

void start(void)
{
	static const struct journal_listener listener = { .on_checkpoint = see_checkpoint,
							  .on_record = see_record,
							  .on_damage = see_damage };

	forget_seen();
	assert_int_equal(journal_open(&journal, &options, &listener), 0);
}

void stop(void)
{
	journal = journal_close(journal);
}

void restart(void)
{
	stop();
	start();
}

int fresh(void **state)
{
	nw_log_set_level(0);
	power_on();
	strcpy(directory, "/tmp/journal-test-XXXXXX");
	if (!mkdtemp(directory))
		return -1;
	options = (struct journal_options){ .dir = directory,
					    .segment_bytes = SMALL_SEGMENT,
					    .io = &power_io };
	start();
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	return remove(path);
}

int removed(void **state)
{
	stop();
	forget_seen();
	power_on();
	return nftw(directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void wait_for_news(void)
{
	struct pollfd p = { .fd = journal_fd(journal), .events = POLLIN };

	assert_int_equal(poll(&p, 1, PATIENCE_MS), 1);
	journal_durable(journal);
}

/* Retries while the journal is busy. */
static void append_entries(struct journal_entry *entries, size_t n)
{
	int r;

	while ((r = journal_append(journal, entries, n, JOURNAL_ORDINARY)) ==
	       JOURNAL_BUSY)
		wait_for_news();
	assert_int_equal(r, 0);
}

struct journal_entry append(uint8_t type, const char *text)
{
	struct iovec part = { (char *)text, strlen(text) };
	struct journal_entry e = { .type = type, .parts = &part, .n_parts = 1 };

	append_entries(&e, 1);
	return e;
}

static char *long_text(unsigned number, size_t len)
{
	char *text = malloc(len + 16);

	memset(text, 'a' + (char)(number % 26), len);
	number++; /* so that it does not look like an empty text */
	memcpy(text, &number, sizeof(number));
	return text;
}

struct journal_entry append_long(uint8_t type, unsigned number, size_t len)
{
	char *text = long_text(number, len);
	/* in two parts, as callers have a head and a body */
	struct iovec parts[] = { { text, len / 3 }, { text + len / 3, len - len / 3 } };
	struct journal_entry e = { .type = type, .parts = parts, .n_parts = 2 };

	append_entries(&e, 1);
	free(text);
	return e;
}

struct journal_entry append_group(const char *const *texts, size_t n)
{
	struct journal_entry *entries = calloc(n, sizeof(*entries));
	struct iovec *parts = calloc(n, sizeof(*parts));
	struct journal_entry first;

	for (size_t i = 0; i < n; i++) {
		parts[i] = (struct iovec){ (char *)texts[i], strlen(texts[i]) };
		entries[i] = (struct journal_entry){ .type = A,
						     .parts = &parts[i],
						     .n_parts = 1 };
	}
	append_entries(entries, n);
	first = entries[0];
	free(entries);
	free(parts);
	return first;
}

void sync_all(void)
{
	while (journal_durable(journal) < journal_last(journal)) {
		assert_int_equal(journal_fault(journal), 0);
		wait_for_news();
	}
}

struct journal_entry keep(uint8_t type, const char *text)
{
	struct journal_entry e = append(type, text);

	sync_all();
	return e;
}

struct journal_entry keep_long(uint8_t type, unsigned number, size_t len)
{
	struct journal_entry e = append_long(type, number, len);

	sync_all();
	return e;
}

struct journal_entry keep_group(const char *const *texts, size_t n)
{
	struct journal_entry e = append_group(texts, n);

	sync_all();
	return e;
}

int try_append(size_t len, enum journal_room room)
{
	char *text = long_text(0, len);
	struct iovec part = { text, len };
	struct journal_entry e = { .type = A, .parts = &part, .n_parts = 1 };
	int r = journal_append(journal, &e, 1, room);

	free(text);
	return r;
}

size_t fill_up(size_t len, enum journal_room room)
{
	size_t n = 0;
	int r;

	while ((r = try_append(len, room)) != JOURNAL_FULL) {
		if (r == JOURNAL_BUSY)
			wait_for_news();
		else
			assert_int_equal(r, 0);
		n += r == 0;
	}
	sync_all();
	return n;
}

void wait_for_ready_segments(void)
{
	struct journal_usage u;

	for (journal_usage(journal, &u); u.free_segments < 3; journal_usage(journal, &u))
		wait_for_news();
}

void wait_for_checkpoint(uint64_t seq)
{
	struct journal_usage u;

	for (journal_usage(journal, &u); u.checkpoint_seq < seq;
	     journal_usage(journal, &u))
		wait_for_news();
	journal_durable(journal);
}

size_t count_kept(const char *text)
{
	size_t n = 0;

	for (size_t i = 0; i < seen.n; i++)
		n += strcmp(seen.records[i].data, text) == 0;
	return n;
}

void assert_kept(const char *text)
{
	assert_int_equal(count_kept(text), 1);
}

void assert_not_kept(const char *text)
{
	assert_int_equal(count_kept(text), 0);
}

void assert_kept_long(unsigned number, size_t len)
{
	char *text = long_text(number, len);
	size_t n = 0;

	for (size_t i = 0; i < seen.n; i++)
		n += seen.records[i].len == len &&
		     memcmp(seen.records[i].data, text, len) == 0;
	free(text);
	assert_int_equal(n, 1);
}

void assert_no_damage(void)
{
	assert_string_equal(seen.damage, "");
	assert_int_equal(seen.n_damages, 0);
}

void assert_damage_at(uint64_t pos)
{
	assert_int_equal(seen.n_damages, 1);
	assert_int_equal((uint64_t)seen.damaged_segment << 32 | seen.damaged_offset, pos);
}

const char *file_named(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

const char *file_of_pos(uint64_t pos)
{
	char name[32];

	snprintf(name, sizeof(name), "%010u.segment", (unsigned)(pos >> 32));
	return file_named(name);
}

void flip_bit(const char *file, uint64_t offset, unsigned bit)
{
	int fd = open(file, O_RDWR);
	char byte;

	assert_int_equal(pread(fd, &byte, 1, (off_t)offset), 1);
	byte ^= (char)(1 << bit);
	assert_int_equal(pwrite(fd, &byte, 1, (off_t)offset), 1);
	close(fd);
}

void overwrite(const char *file, uint64_t offset, const void *data, size_t len)
{
	int fd = open(file, O_WRONLY);

	assert_int_equal(pwrite(fd, data, len, (off_t)offset), len);
	close(fd);
}

size_t read_file(const char *file, char **ret)
{
	struct buf b = { 0 };

	assert_int_equal(buf_read_file(&b, file, 1 << 30), 0);
	*ret = b.data;
	return b.len;
}

void write_file(const char *file, const char *data, size_t len)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_int_equal(write(fd, data, len), len);
	close(fd);
}

size_t count_files(const char *folder, const char *suffix)
{
	DIR *list = opendir(file_named(folder));
	struct dirent *entry;
	size_t n = 0;

	while (list && (entry = readdir(list))) {
		size_t len = strlen(entry->d_name), end = strlen(suffix);

		if (entry->d_name[0] != '.' && len >= end)
			n += strcmp(entry->d_name + len - end, suffix) == 0;
	}
	if (list)
		closedir(list);
	return n;
}
