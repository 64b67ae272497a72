#include "daemon/journal/checkpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "daemon/journal/crc.h"
#include "daemon/journal/disk.h"
#include "daemon/journal/format.h"
#include "protocol/base/log.h"

static const char NEWEST[] = "checkpoint";
static const char OLDER[] = "checkpoint.old";
static const char UNFINISHED[] = "checkpoint.tmp";

static const char MISSING[] = "it is missing";

/* Offsets in the header. The checksum covers what stands behind it, and the blob. */
enum {
	AT_MAGIC = 0,
	AT_CRC = 8,
	AT_VERSION = 12,
	AT_SEQ = 16,
	AT_TIME = 24,
	AT_LEN = 32,
};

static uint32_t checksum(const char *header, const char *blob, size_t len)
{
	uint32_t crc =
		crc32c(0, header + AT_VERSION, CHECKPOINT_HEADER_BYTES - AT_VERSION);

	return crc32c(crc, blob, len);
}

static int write_unfinished(const struct checkpoint *c, int dir,
			    const struct journal_io *io)
{
	NW_CLEANUP(nw_closep)
	int fd = openat(dir, UNFINISHED, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	char header[CHECKPOINT_HEADER_BYTES] = { 0 };
	int r;

	if (fd < 0)
		return -errno;
	put_u64(header + AT_MAGIC, CHECKPOINT_MAGIC);
	put_u32(header + AT_VERSION, FORMAT_VERSION);
	put_u64(header + AT_SEQ, c->seq);
	put_u64(header + AT_TIME, c->time_ms);
	put_u64(header + AT_LEN, c->blob.len);
	put_u32(header + AT_CRC, checksum(header, c->blob.data, c->blob.len));
	r = disk_write(io, fd, header, sizeof(header), 0);
	if (r == 0)
		r = disk_write(io, fd, c->blob.data, c->blob.len, sizeof(header));
	return r < 0 ? r : disk_sync(io, fd);
}

int checkpoint_write(const struct checkpoint *c, int dir, const struct journal_io *io)
{
	int r = write_unfinished(c, dir, io);

	if (r == 0 && renameat(dir, NEWEST, dir, OLDER) < 0 && errno != ENOENT)
		r = -errno;
	if (r == 0 && renameat(dir, UNFINISHED, dir, NEWEST) < 0)
		r = -errno;
	if (r == 0 && fsync(dir) < 0)
		r = -errno;
	return r < 0 ? nw_fault(r, "checkpoint: write the one up to %lu", c->seq) : 0;
}

/* NULL, or the reason why the file does not count. */
static const char *read_one(struct checkpoint *ret, int dir, const char *name)
{
	NW_CLEANUP(nw_closep) int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	const char *at;
	size_t len;

	if (fd < 0)
		return errno == ENOENT ? MISSING : "it cannot be opened";
	if (buf_read_fd(&ret->blob, fd, SIZE_MAX / 4) < 0)
		return "it cannot be read";
	at = ret->blob.data;
	if (ret->blob.len < CHECKPOINT_HEADER_BYTES ||
	    get_u64(at + AT_MAGIC) != CHECKPOINT_MAGIC)
		return "it is none";
	len = ret->blob.len - CHECKPOINT_HEADER_BYTES;
	if (get_u64(at + AT_LEN) != len ||
	    get_u32(at + AT_CRC) != checksum(at, at + CHECKPOINT_HEADER_BYTES, len))
		return "its checksum fails";
	if (get_u32(at + AT_VERSION) > FORMAT_VERSION)
		return "a newer version wrote it";
	ret->seq = get_u64(at + AT_SEQ);
	ret->time_ms = get_u64(at + AT_TIME);
	buf_consume(&ret->blob, CHECKPOINT_HEADER_BYTES);
	return NULL;
}

static void leave_out(int dir, const char *name, const char *why, bool read_only)
{
	nw_log(NW_LOG_WARNING, "checkpoint: %s is left out: %s", name, why);
	if (!read_only && strcmp(name, NEWEST) == 0 &&
	    renameat(dir, name, dir, "quarantine/checkpoint") < 0)
		nw_fault(-errno, "checkpoint: put %s into quarantine", name);
}

int checkpoint_load(struct checkpoint *ret, int dir, bool read_only,
		    uint64_t ret_replay_from[2])
{
	static const char *const names[] = { NEWEST, OLDER };
	int r = CHECKPOINT_NONE;

	for (size_t i = 0; i < NW_ARRAY_LEN(names); i++) {
		struct checkpoint c = { 0 };
		const char *why = read_one(&c, dir, names[i]);

		ret_replay_from[i] = why ? 0 : c.seq + 1;
		if (why && strcmp(why, MISSING))
			leave_out(dir, names[i], why, read_only);
		if (!why && r == CHECKPOINT_NONE) {
			*ret = c;
			r = 0;
		} else {
			checkpoint_free(&c);
		}
	}
	return r;
}

void checkpoint_free(struct checkpoint *c)
{
	buf_free(&c->blob);
	*c = (struct checkpoint){ 0 };
}
