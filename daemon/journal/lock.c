#include "daemon/journal/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "protocol/base/cleanup.h"
#include "protocol/base/log.h"

enum { HOLDER_BYTES = 64 };

static int tell_holder(int fd, const char *name)
{
	char holder[HOLDER_BYTES] = { 0 };
	ssize_t n = pread(fd, holder, sizeof(holder) - 1, 0);

	if (n <= 0)
		snprintf(holder, sizeof(holder), "an unknown process");
	holder[strcspn(holder, "\n")] = '\0';
	return nw_fault(-EBUSY, "lock: %s is in use by %s", name, holder);
}

/* For people only; the lock itself is the kernel's. */
static void leave_name(int fd)
{
	char holder[HOLDER_BYTES];
	int n = snprintf(holder, sizeof(holder), "%s, process %d\n",
			 program_invocation_short_name, (int)getpid());

	if (ftruncate(fd, 0) < 0 || pwrite(fd, holder, (size_t)n, 0) < 0)
		nw_log(NW_LOG_DEBUG, "lock: the holder's name cannot be written");
}

int lock_take(int *ret_fd, int dir, const char *name)
{
	NW_CLEANUP(nw_closep)
	int fd = openat(dir, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return nw_fault(-errno, "lock: open the one of %s", name);
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EWOULDBLOCK)
			return tell_holder(fd, name);
		return nw_fault(-errno, "lock: take the one of %s", name);
	}
	leave_name(fd);
	*ret_fd = fd;
	fd = -1;
	return 0;
}
