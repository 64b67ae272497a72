#include "workers/extract/rule_files.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "protocol/base/hash.h"
#include "protocol/base/log.h"

enum { MAX_FILE_BYTES = 64 << 20 };

static void close_dir(DIR **d)
{
	if (*d)
		closedir(*d);
}

static int is_data(const char *name)
{
	size_t len = strlen(name);

	return name[0] != '.' && len > 5 && strcmp(name + len - 5, ".yaml") == 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int fail(struct yaml_error *error, const char *path, int r)
{
	snprintf(error->text, sizeof(error->text), "%s: cannot be read: %s", path,
		 strerror(-r));
	return r;
}

int rule_files_list(struct arena *a, const char *dir, char ***ret_paths, size_t *ret_n,
		    struct yaml_error *error)
{
	NW_CLEANUP(close_dir) DIR *d = opendir(dir);
	char **paths = NULL;
	size_t n = 0;

	if (!d)
		return fail(error, dir, -errno);
	for (struct dirent *entry = readdir(d); entry; entry = readdir(d)) {
		if (!is_data(entry->d_name))
			continue;
		paths = arena_grow(a, paths, n * sizeof(*paths),
				   (n + 1) * sizeof(*paths));
		paths[n++] = arena_printf(a, "%s/%s", dir, entry->d_name);
	}
	if (n)
		qsort(paths, n, sizeof(*paths), by_name);
	*ret_paths = paths;
	*ret_n = n;
	return 0;
}

int rule_files_digest(struct arena *a, const char *dir, struct buf *digests,
		      struct yaml_error *error)
{
	NW_CLEANUP(buf_free) struct buf text = { 0 };
	char hex[HASH_SHA256_HEX];
	char **paths;
	size_t n;
	int r = rule_files_list(a, dir, &paths, &n, error);

	for (size_t i = 0; r == 0 && i < n; i++) {
		buf_clear(&text);
		r = buf_read_file(&text, paths[i], MAX_FILE_BYTES);
		if (r < 0)
			return fail(error, paths[i], r);
		hash_sha256_hex(text.data, text.len, hex);
		r = buf_printf(digests, "%s %s\n", strrchr(paths[i], '/') + 1, hex);
	}
	return r;
}
