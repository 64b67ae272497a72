/* Text of strangers on its way to a terminal. */
#pragma once

#include <stddef.h>
#include <stdio.h>

#include "protocol/base/buf.h"

/* Appends `s` so that a terminal shows it and does nothing else: control characters
 * (also those of C1, and the marks that turn the direction of writing) and bytes that
 * are not UTF-8 become U+FFFD; line ends and tabs become blanks. Returns 0 or -ENOMEM. */
int printable_line(struct buf *out, const char *s, size_t len);

/* The same, but line ends stay. */
int printable_text(struct buf *out, const char *s, size_t len);

/* Prints such a line, without an end, of at most `max` characters (0: all); what is
 * cut ends in "…". NULL prints nothing. */
void printable_print(FILE *to, const char *s, size_t max);

/* The same, cut or filled with blanks to `width` columns; Chinese takes two. */
void printable_pad(FILE *to, const char *s, size_t width);
