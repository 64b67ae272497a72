#include "protocol/base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "protocol/base/log.h"

enum { SMALLEST = 256, READ_STEP = 65536 };

int buf_reserve(struct buf *b, size_t more_bytes)
{
	size_t cap = b->cap ? b->cap : SMALLEST;
	char *grown;

	if (more_bytes > SIZE_MAX / 4 - b->len)
		return nw_fault(-ENOMEM, "buf: %zu bytes more", more_bytes);
	if (b->data && b->len + more_bytes <= b->cap)
		return 0;
	while (cap < b->len + more_bytes)
		cap *= 2;
	grown = realloc(b->data, cap);
	if (!grown)
		return nw_fault(-ENOMEM, "buf: grow to %zu bytes", cap);
	b->data = grown;
	b->cap = cap;
	return 0;
}

int buf_append(struct buf *b, const void *data, size_t len)
{
	int r = buf_reserve(b, len);

	if (r < 0)
		return r;
	if (len)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	return 0;
}

int buf_puts(struct buf *b, const char *s)
{
	return buf_append(b, s, strlen(s));
}

int buf_putc(struct buf *b, char c)
{
	return buf_append(b, &c, 1);
}

int buf_put_uint(struct buf *b, uint64_t value)
{
	char digits[20], *at = digits + sizeof(digits);

	do
		*--at = (char)('0' + value % 10);
	while (value /= 10);
	return buf_append(b, at, (size_t)(digits + sizeof(digits) - at));
}

int buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n, r;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		return nw_fault(-EINVAL, "buf: format");
	r = buf_reserve(b, (size_t)n + 1);
	if (r < 0)
		return r;
	vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
	b->len += (size_t)n;
	return 0;
}

int buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = buf_vprintf(b, fmt, ap);
	va_end(ap);
	return r;
}

void buf_consume(struct buf *b, size_t len)
{
	memmove(b->data, b->data + len, b->len - len);
	b->len -= len;
}

const char *buf_str(struct buf *b)
{
	if (buf_reserve(b, 1) < 0)
		return "";
	b->data[b->len] = '\0';
	return b->data;
}

int buf_read_fd(struct buf *b, int fd, size_t max_bytes)
{
	size_t start = b->len;

	for (;;) {
		int r = buf_reserve(b, READ_STEP);
		ssize_t n;

		if (r < 0)
			return r;
		n = read(fd, b->data + b->len, b->cap - b->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return 0;
		b->len += (size_t)n;
		if (b->len - start > max_bytes)
			return -EFBIG;
	}
}

int buf_read_file(struct buf *b, const char *path, size_t max_bytes)
{
	NW_CLEANUP(nw_closep) int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	return buf_read_fd(b, fd, max_bytes);
}

void buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ 0 };
}
