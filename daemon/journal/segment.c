#include "daemon/journal/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "daemon/journal/crc.h"
#include "daemon/journal/disk.h"
#include "daemon/journal/format.h"
#include "protocol/base/log.h"

enum { ZERO_STEP = 1 << 20 };

/* Offsets in the header. The checksum covers what stands behind it. */
enum {
	AT_MAGIC = 0,
	AT_CRC = 8,
	AT_VERSION = 12,
	AT_NUMBER = 16,
	AT_SALT = 20,
	AT_FIRST_SEQ = 24,
	AT_FIRST_MS = 32,
	AT_BYTES = 40,
};

void segment_name(char name[SEGMENT_NAME_BYTES], uint32_t number, bool spare)
{
	snprintf(name, SEGMENT_NAME_BYTES, "%010u.%s", number,
		 spare ? "spare" : "segment");
}

bool segment_parse_name(const char *name, uint32_t *ret_number, bool *ret_spare)
{
	char again[SEGMENT_NAME_BYTES];
	unsigned number;

	if (sscanf(name, "%10u.", &number) != 1)
		return false;
	for (int spare = 0; spare < 2; spare++) {
		segment_name(again, number, spare);
		if (strcmp(again, name))
			continue;
		*ret_number = number;
		*ret_spare = spare;
		return true;
	}
	return false;
}

static uint32_t draw_salt(void)
{
	uint32_t salt = 0;

	while (!salt)
		if (getrandom(&salt, sizeof(salt), 0) < 0)
			salt = (uint32_t)random();
	return salt;
}

static int segment_new(struct segment **ret, uint32_t number)
{
	struct segment *s = calloc(1, sizeof(*s));

	if (!s)
		return nw_fault(-ENOMEM, "segment: allocate");
	s->number = number;
	s->salt = draw_salt();
	s->fd = -1;
	*ret = s;
	return 0;
}

static int fill_with_zeros(const struct segment *s, const struct journal_io *io)
{
	static const char zeros[ZERO_STEP];

	for (uint32_t at = 0; at < s->bytes; at += ZERO_STEP) {
		uint32_t left = s->bytes - at;
		int r = disk_write(io, s->fd, zeros, left < ZERO_STEP ? left : ZERO_STEP,
				   at);

		if (r == 0)
			r = disk_sync(io, s->fd);
		if (r < 0)
			return r;
	}
	return 0;
}

int segment_create(struct segment **ret, int dir, uint32_t number, uint32_t bytes,
		   const struct journal_io *io)
{
	NW_CLEANUP(segment_closep) struct segment *s = NULL;
	char name[SEGMENT_NAME_BYTES];
	int r = segment_new(&s, number);

	if (r < 0)
		return r;
	s->bytes = bytes;
	segment_name(name, number, false);
	s->fd = openat(dir, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (s->fd < 0)
		return nw_fault(-errno, "segment: create %s", name);
	r = fill_with_zeros(s, io);
	if (r == 0 && fsync(dir) < 0)
		r = -errno;
	if (r < 0) {
		unlinkat(dir, name, 0);
		return nw_fault(r, "segment: fill %s", name);
	}
	*ret = nw_take(s);
	return 0;
}

int segment_recycle(struct segment **ret, int dir, uint32_t old, uint32_t number)
{
	char from[SEGMENT_NAME_BYTES], to[SEGMENT_NAME_BYTES];

	segment_name(from, old, true);
	segment_name(to, number, false);
	if (renameat(dir, from, dir, to) < 0 || fsync(dir) < 0)
		return nw_fault(-errno, "segment: recycle %s as %s", from, to);
	return segment_open(ret, dir, number, false);
}

int segment_set_aside(const struct segment *s, int dir)
{
	char from[SEGMENT_NAME_BYTES], to[SEGMENT_NAME_BYTES];

	segment_name(from, s->number, false);
	segment_name(to, s->number, true);
	if (renameat(dir, from, dir, to) < 0)
		return nw_fault(-errno, "segment: set %s aside", from);
	return 0;
}

int segment_discard(const struct segment *s, int dir)
{
	char name[SEGMENT_NAME_BYTES];

	segment_name(name, s->number, false);
	if (unlinkat(dir, name, 0) < 0)
		return nw_fault(-errno, "segment: unlink %s", name);
	return 0;
}

int segment_open(struct segment **ret, int dir, uint32_t number, bool read_only)
{
	NW_CLEANUP(segment_closep) struct segment *s = NULL;
	char name[SEGMENT_NAME_BYTES];
	struct stat st;
	int r = segment_new(&s, number);

	if (r < 0)
		return r;
	segment_name(name, number, false);
	s->fd = openat(dir, name, (read_only ? O_RDONLY : O_RDWR) | O_CLOEXEC);
	if (s->fd < 0 || fstat(s->fd, &st) < 0)
		return nw_fault(-errno, "segment: open %s", name);
	s->bytes = st.st_size > UINT32_MAX ? UINT32_MAX : (uint32_t)st.st_size;
	*ret = nw_take(s);
	return 0;
}

int segment_reopen(struct segment *s, int dir)
{
	char name[SEGMENT_NAME_BYTES];

	segment_name(name, s->number, false);
	s->fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	return s->fd < 0 ? nw_fault(-errno, "segment: open %s again", name) : 0;
}

static bool is_zero(const char *at, size_t len)
{
	while (len && !*at) {
		at++;
		len--;
	}
	return len == 0;
}

int segment_read_header(struct segment *s)
{
	char at[SEGMENT_HEADER_USED] = { 0 };

	/* What cannot be read is as good as broken. */
	if (pread(s->fd, at, sizeof(at), 0) < 0)
		return SEGMENT_BROKEN;
	if (is_zero(at, sizeof(at)))
		return SEGMENT_OTHER;
	if (get_u64(at + AT_MAGIC) != SEGMENT_MAGIC ||
	    get_u32(at + AT_CRC) !=
		    crc32c(0, at + AT_VERSION, SEGMENT_HEADER_USED - AT_VERSION))
		return SEGMENT_BROKEN;
	if (get_u32(at + AT_VERSION) > FORMAT_VERSION)
		return nw_fault(-EPROTONOSUPPORT,
				"segment: %010u has format %u, newer than this program's",
				s->number, get_u32(at + AT_VERSION));
	if (get_u32(at + AT_NUMBER) != s->number)
		return SEGMENT_OTHER;
	s->salt = get_u32(at + AT_SALT);
	s->first_seq = get_u64(at + AT_FIRST_SEQ);
	s->first_ms = get_u64(at + AT_FIRST_MS);
	return SEGMENT_OURS;
}

void segment_put_header(char *at, const struct segment *s)
{
	memset(at, 0, SEGMENT_HEADER_BYTES);
	put_u64(at + AT_MAGIC, SEGMENT_MAGIC);
	put_u32(at + AT_VERSION, FORMAT_VERSION);
	put_u32(at + AT_NUMBER, s->number);
	put_u32(at + AT_SALT, s->salt);
	put_u64(at + AT_FIRST_SEQ, s->first_seq);
	put_u64(at + AT_FIRST_MS, s->first_ms);
	put_u64(at + AT_BYTES, s->bytes);
	put_u32(at + AT_CRC,
		crc32c(0, at + AT_VERSION, SEGMENT_HEADER_USED - AT_VERSION));
}

struct segment *segment_close(struct segment *s)
{
	if (!s)
		return NULL;
	if (s->fd >= 0)
		close(s->fd);
	marks_free(&s->marks);
	free(s);
	return NULL;
}
