/* What a character counts for. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

static inline bool char_is_han(uint32_t c)
{
	return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) ||
	       (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x2fa1f);
}

static inline bool char_is_kana(uint32_t c)
{
	return c >= 0x3040 && c <= 0x30ff;
}

static inline bool char_is_hangul(uint32_t c)
{
	return c >= 0xac00 && c <= 0xd7af;
}

static inline bool char_is_wide(uint32_t c)
{
	return char_is_han(c) || char_is_kana(c) || char_is_hangul(c);
}

/* A blank of any width; line ends too. */
static inline bool char_is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
	       c == 0x2028 || c == 0x2029;
}

/* Takes no room and says nothing: soft hyphens, joiners, marks of direction. */
static inline bool char_is_ghost(uint32_t c)
{
	return c == 0xad || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2064) ||
	       c == 0xfeff || c < ' ' || c == 0x7f;
}

/* A mark between or after clauses, of either width. */
static inline bool char_is_clause(uint32_t c)
{
	return c == ',' || c == 0xff0c || c == 0x3001 || c == 0x3002 || c == 0xff1b ||
	       c == 0xff1a || c == 0xff01 || c == 0xff1f || c == 0x60c || c == 0xfe50;
}

static inline bool char_ends_sentence(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xff01 ||
	       c == 0xff1f || c == 0x2026;
}

/* Full-width punctuation after which a blank is a converter's, not the writer's. */
static inline bool char_closes_wide(uint32_t c)
{
	switch (c) {
	case 0x3001: /* 、 */
	case 0x3002: /* 。 */
	case 0x300b: /* 》 */
	case 0x300d: /* 」 */
	case 0x300f: /* 』 */
	case 0x3011: /* 】 */
	case 0xff01: /* ！ */
	case 0xff09: /* ） */
	case 0xff0c: /* ， */
	case 0xff1a: /* ： */
	case 0xff1b: /* ； */
	case 0xff1f: /* ？ */
		return true;
	default:
		return false;
	}
}

/* How much of a Latin letter's length a character stands for. A Han character says about
 * as much as two and a half. */
enum { WEIGHT_LATIN = 2, WEIGHT_WIDE = 5 };

static inline unsigned char_weight(uint32_t c)
{
	return char_is_wide(c) ? WEIGHT_WIDE : WEIGHT_LATIN;
}
