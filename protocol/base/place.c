#include "protocol/base/place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>

#include "protocol/base/cleanup.h"

static const struct {
	const char *in_sources, *in_build, *installed;
} places[] = {
	[PLACE_TYPES] = { "protocol/types", NULL, NEWSWIRE_DATADIR "/types" },
	[PLACE_RULES] = { "workers/rules", NULL, NEWSWIRE_DATADIR "/rules" },
	[PLACE_LEXICON] = { "workers/lexicon", NULL, NEWSWIRE_DATADIR "/lexicon" },
	[PLACE_NEWSWIRE] = { NULL, "protocol/cli/newswire", NEWSWIRE_BINDIR "/newswire" },
	[PLACE_DAEMON] = { NULL, "daemon/newswired", NEWSWIRE_LIBEXECDIR "/newswired" },
	[PLACE_WORKER] = { NULL, "workers/newswire-worker",
			   NEWSWIRE_LIBEXECDIR "/newswire-worker" },
};

/* The programs of a build tree stand at most this far below its top. */
enum { LEVELS_UP = 3 };

/* Finds the top of the build tree that the running program belongs to and the
 * sources it was made from; false when it is an installed one. */
static int find_build_tree(char top[PATH_MAX], char sources[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", top, PATH_MAX - 16);

	if (n < 0)
		return 0;
	top[n] = '\0';
	for (int level = 0; level < LEVELS_UP; level++) {
		char *slash = strrchr(top, '/');
		NW_CLEANUP(nw_closep) int fd = -1;

		if (!slash)
			return 0;
		strcpy(slash, "/build-tree");
		fd = open(top, O_RDONLY | O_CLOEXEC);
		*slash = '\0';
		if (fd < 0)
			continue;
		n = read(fd, sources, PATH_MAX - 1);
		if (n <= 0)
			return 0;
		sources[n] = '\0';
		sources[strcspn(sources, "\n")] = '\0';
		return 1;
	}
	return 0;
}

int place_find(enum place what, char *ret_path, size_t size)
{
	char top[PATH_MAX], sources[PATH_MAX];
	int n;

	if (!find_build_tree(top, sources))
		n = snprintf(ret_path, size, "%s", places[what].installed);
	else if (places[what].in_build)
		n = snprintf(ret_path, size, "%s/%s", top, places[what].in_build);
	else
		n = snprintf(ret_path, size, "%s/%s", sources, places[what].in_sources);
	return n < 0 || (size_t)n >= size ? -ENAMETOOLONG : 0;
}
