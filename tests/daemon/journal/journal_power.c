#include "tests/daemon/journal/journal_power.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTOR = 512 };

struct unsynced {
	int fd; /* a duplicate: the file may be renamed or closed */
	ino_t file;
	off_t offset;
	size_t len;
	char *before;
	struct unsynced *older;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct unsynced *newest;
static unsigned calls_left, syncs;
static bool counting, disk_is_full;
static int sync_error, write_error;

static bool is_dark(void)
{
	if (!counting)
		return false;
	if (!calls_left)
		return true;
	calls_left--;
	return false;
}

static ino_t file_of(int fd)
{
	struct stat st = { 0 };

	fstat(fd, &st);
	return st.st_ino;
}

static void remember(int fd, size_t len, off_t offset)
{
	struct unsynced *u = calloc(1, sizeof(*u));

	*u = (struct unsynced){ .fd = dup(fd),
				.file = file_of(fd),
				.offset = offset,
				.len = len,
				.before = calloc(1, len),
				.older = newest };
	/* What cannot be read, of a file opened for writing only, was just created. */
	if (pread(fd, u->before, len, offset) < 0)
		memset(u->before, 0, len);
	newest = u;
}

static struct unsynced *forget(struct unsynced *u)
{
	struct unsynced *older = u->older;

	close(u->fd);
	free(u->before);
	free(u);
	return older;
}

static bool has_no_room(int fd, off_t end)
{
	struct stat st = { 0 };

	return disk_is_full && fstat(fd, &st) == 0 && end > st.st_size;
}

static int take_error(int *error)
{
	int e = *error;

	*error = 0;
	return e;
}

static ssize_t power_pwrite(int fd, const void *data, size_t len, off_t offset)
{
	ssize_t n = -1;
	int error;

	pthread_mutex_lock(&lock);
	error = is_dark() ? EIO : take_error(&write_error);
	if (!error && has_no_room(fd, offset + (off_t)len))
		error = ENOSPC;
	if (!error) {
		remember(fd, len, offset);
		n = pwrite(fd, data, len, offset);
	}
	pthread_mutex_unlock(&lock);
	if (error)
		errno = error;
	return n;
}

static int power_fdatasync(int fd)
{
	int error;

	pthread_mutex_lock(&lock);
	error = is_dark() ? EIO : take_error(&sync_error);
	syncs++;
	for (struct unsynced **at = &newest; !error && *at;) {
		if ((*at)->file == file_of(fd))
			*at = forget(*at);
		else
			at = &(*at)->older;
	}
	pthread_mutex_unlock(&lock);
	errno = error;
	return error ? -1 : 0;
}

const struct journal_io power_io = { .pwrite = power_pwrite,
				     .fdatasync = power_fdatasync };

void power_on(void)
{
	while (newest)
		newest = forget(newest);
	counting = disk_is_full = false;
	sync_error = write_error = 0;
	syncs = 0;
}

void power_cut_after(unsigned calls)
{
	pthread_mutex_lock(&lock);
	counting = true;
	calls_left = calls;
	pthread_mutex_unlock(&lock);
}

void power_fail_sync(int error)
{
	pthread_mutex_lock(&lock);
	sync_error = error;
	pthread_mutex_unlock(&lock);
}

void power_fail_write(int error)
{
	pthread_mutex_lock(&lock);
	write_error = error;
	pthread_mutex_unlock(&lock);
}

void power_fill_disk(bool full)
{
	pthread_mutex_lock(&lock);
	disk_is_full = full;
	pthread_mutex_unlock(&lock);
}

static void undo(const struct unsynced *u, unsigned *seed)
{
	for (size_t at = 0; at < u->len;) {
		size_t n = SECTOR - (size_t)(u->offset + (off_t)at) % SECTOR;

		if (n > u->len - at)
			n = u->len - at;
		if ((!*seed || rand_r(seed) & 1) &&
		    pwrite(u->fd, u->before + at, n, u->offset + (off_t)at) < 0)
			abort();
		at += n;
	}
}

void power_return(unsigned seed)
{
	for (struct unsynced *u = newest; u; u = u->older)
		undo(u, &seed);
	power_on();
}

unsigned power_syncs(void)
{
	unsigned n;

	pthread_mutex_lock(&lock);
	n = syncs;
	pthread_mutex_unlock(&lock);
	return n;
}
