/* Kinds of (folded) code points that the stages of extraction ask for. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

static inline bool char_is_digit(uint32_t c)
{
	return c - '0' < 10;
}

static inline bool char_is_latin(uint32_t c)
{
	return (c | 0x20) - 'a' < 26 ||
	       (c >= 0xc0 && c < 0x250 && c != 0xd7 && c != 0xf7);
}

static inline bool char_is_word(uint32_t c)
{
	return char_is_digit(c) || char_is_latin(c);
}

/* Of the original: whether it is a capital (folding has lost that). */
static inline bool char_is_capital(uint32_t raw)
{
	return raw - 'A' < 26 || (raw >= 0xc0 && raw < 0xdf) ||
	       (raw >= 0xff21 && raw <= 0xff3a);
}

static inline bool char_is_han(uint32_t c)
{
	return (c >= 0x3400 && c < 0xa000) || (c >= 0x20000 && c < 0x32000);
}
