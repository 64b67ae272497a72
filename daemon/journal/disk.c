#include "daemon/journal/disk.h"

#include <errno.h>
#include <unistd.h>

const struct journal_io disk_io = { .pwrite = pwrite, .fdatasync = fdatasync };

int disk_write(const struct journal_io *io, int fd, const void *data, size_t len,
	       off_t offset)
{
	const char *at = data;

	while (len) {
		ssize_t n = io->pwrite(fd, at, len, offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return -EIO;
		at += n;
		offset += n;
		len -= (size_t)n;
	}
	return 0;
}

int disk_sync(const struct journal_io *io, int fd)
{
	return io->fdatasync(fd) < 0 ? -errno : 0;
}
