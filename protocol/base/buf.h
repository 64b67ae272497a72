/* Bytes that grow. A buf that is all zero is empty and ready; buf_free() makes it
 * so again. Functions that may allocate return 0 or -ENOMEM (logged). */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol/base/cleanup.h"

struct buf {
	char *data; /* `len` bytes are used; not ended by a NUL, see buf_str() */
	size_t len;
	size_t cap;
};

int buf_reserve(struct buf *b, size_t more_bytes);
int buf_append(struct buf *b, const void *data, size_t len);
int buf_puts(struct buf *b, const char *s);
int buf_putc(struct buf *b, char c);
int buf_put_uint(struct buf *b, uint64_t value); /* in decimal */
int buf_printf(struct buf *b, const char *fmt, ...) NW_PRINTF(2, 3);
int buf_vprintf(struct buf *b, const char *fmt, va_list ap);

/* Drops the first `len` bytes. */
void buf_consume(struct buf *b, size_t len);

/* Forgets the bytes, keeps the memory. */
static inline void buf_clear(struct buf *b)
{
	b->len = 0;
}

/* The bytes with a NUL behind them; "" when memory ran out. Valid until the next
 * change of the buf. */
const char *buf_str(struct buf *b);

/* Reads a whole file or descriptor to its end; at most `max_bytes`, else -EFBIG.
 * The fault is the caller's to report: it knows what the file is for. */
int buf_read_fd(struct buf *b, int fd, size_t max_bytes);
int buf_read_file(struct buf *b, const char *path, size_t max_bytes);

void buf_free(struct buf *b);
