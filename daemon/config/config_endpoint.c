#include "daemon/config/config_endpoint.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

enum { MAX_PORT = 65535 };

static const char tcp[] = "tcp://";
static const char ipc[] = "ipc://";

static bool begins_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

static bool is_port(const char *text)
{
	size_t len = strspn(text, "0123456789");
	unsigned long port = strtoul(text, NULL, 10);

	return len > 0 && len <= 5 && text[len] == '\0' && port >= 1 && port <= MAX_PORT;
}

/* Without encryption nobody but this machine may talk to the broker: libzmq cannot be
 * kept from buffering whatever a connected peer sends. */
static bool is_loopback(const char *host, size_t len)
{
	static const char *const names[] = { "localhost", "[::1]", "lo" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == len && memcmp(names[i], host, len) == 0)
			return true;
	return begins_with(host, "127.") && strspn(host, "0123456789.") == len;
}

static int check_tcp(const char *text, char *why, size_t size)
{
	const char *host = text + strlen(tcp);
	const char *colon = strrchr(host, ':');

	if (!colon || colon == host || !is_port(colon + 1)) {
		snprintf(why, size,
			 "'%.60s' has no port of 1 to 65535; write tcp://127.0.0.1:7410",
			 text);
		return -EINVAL;
	}
	if (!is_loopback(host, (size_t)(colon - host))) {
		snprintf(why, size,
			 "'%.60s' is open to other machines, and this version has no "
			 "encryption; use 127.0.0.1, [::1] or ipc://",
			 text);
		return -EINVAL;
	}
	return 0;
}

static int check_ipc(const char *text, char *why, size_t size)
{
	const struct sockaddr_un *address = NULL;
	size_t max = sizeof(address->sun_path) - 1;
	const char *path = text + strlen(ipc);

	if (*path != '/' && *path != '@') {
		snprintf(why, size,
			 "'%.60s' has no full path; write ipc:///run/newswire/…", text);
		return -EINVAL;
	}
	if (strlen(path) > max) {
		snprintf(why, size, "the path of '%.60s…' is longer than %zu bytes", text,
			 max);
		return -EINVAL;
	}
	return 0;
}

int endpoint_check(const char *text, char *why, size_t size)
{
	if (begins_with(text, tcp))
		return check_tcp(text, why, size);
	if (begins_with(text, ipc))
		return check_ipc(text, why, size);
	snprintf(why, size,
		 "'%.60s' is no endpoint; write tcp://127.0.0.1:PORT or ipc:///PATH",
		 text);
	return -EINVAL;
}
