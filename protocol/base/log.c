#include "protocol/base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

enum { LINE_MAX_BYTES = 2048 };

static enum nw_log_level max_level = NW_LOG_INFO;

void nw_log_set_level(enum nw_log_level level)
{
	max_level = level;
}

/* Escape sequences of a stranger must not reach a terminal. */
static void make_printable(char *line)
{
	for (unsigned char *p = (unsigned char *)line; *p; p++)
		if (*p < 0x20 || *p == 0x7f)
			*p = '?';
}

static void write_line(enum nw_log_level level, char *line)
{
	make_printable(line);
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "%s\n", line);
	else
		fprintf(stderr, "<%d>%s\n", (int)level, line);
}

void nw_log(enum nw_log_level level, const char *fmt, ...)
{
	char line[LINE_MAX_BYTES];
	va_list ap;

	if (level > max_level)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	write_line(level, line);
}

int nw_fault(int negative_errno, const char *fmt, ...)
{
	char line[LINE_MAX_BYTES];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < sizeof(line))
		snprintf(line + n, sizeof(line) - (size_t)n, ": %s",
			 strerror(-negative_errno));
	write_line(NW_LOG_ERROR, line);
	return negative_errno;
}
