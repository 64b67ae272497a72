#include "daemon/journal/damage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "protocol/base/log.h"

enum {
	MAX_LINES = 20,	      /* in the log */
	MAX_COPIED = 4 << 20, /* of one stretch */
	COPY_STEP = 64 << 10,
};

int damage_make_quarantine(int dir)
{
	if (mkdirat(dir, "quarantine", 0700) < 0 && errno != EEXIST)
		return nw_fault(-errno, "damage: create the quarantine");
	return 0;
}

static void copy(int from_fd, int to_fd, uint64_t at, uint64_t end)
{
	char bytes[COPY_STEP];

	while (at < end) {
		size_t want = end - at < sizeof(bytes) ? end - at : sizeof(bytes);
		ssize_t n = pread(from_fd, bytes, want, (off_t)at);

		if (n <= 0 || write(to_fd, bytes, (size_t)n) != n)
			return;
		at += (uint64_t)n;
	}
}

/* A copy is a help for the operator: without one the journal goes on as well. What an
 * earlier opening found is there already. */
static void put_into_quarantine(const struct damage *d, int fd, uint32_t segment,
				uint64_t from, uint64_t to)
{
	NW_CLEANUP(nw_closep) int out = -1;
	char name[48];

	snprintf(name, sizeof(name), "quarantine/%010u-%08lx", segment, from);
	out = openat(d->dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (out < 0) {
		if (errno != EEXIST)
			nw_fault(-errno, "damage: create %s", name);
		return;
	}
	copy(fd, out, from, to - from > MAX_COPIED ? from + MAX_COPIED : to);
}

void damage_report(struct damage *d, int fd, uint32_t segment, uint64_t from, uint64_t to,
		   const char *what)
{
	if (++d->count <= MAX_LINES)
		nw_log(NW_LOG_ERROR, "journal: segment %u, bytes %lu to %lu: %s", segment,
		       from, to, what);
	if (d->count == MAX_LINES)
		nw_log(NW_LOG_ERROR, "journal: more damage is counted but not listed");
	if (!d->read_only && to > from)
		put_into_quarantine(d, fd, segment, from, to);
	if (d->listener && d->listener->on_damage)
		d->listener->on_damage(d->listener->ctx, segment, from, what);
}
