/* UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UTF8_MAX = 4 };

/* The character at `s`. Returns its length in bytes, 0 when the bytes are not UTF-8
 * (or `len` is 0). */
size_t utf8_decode(const char *s, size_t len, uint32_t *ret_code);

/* Writes `code`; returns the number of bytes, 0 when it is no character. */
size_t utf8_encode(uint32_t code, char out[UTF8_MAX]);

bool utf8_valid(const char *s, size_t len);
