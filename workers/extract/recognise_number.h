/* Numbers as they are written: 1,100万, 一千五百零几万, 二〇二三, 三分之一, 4.15 billion.
 */
#pragma once

#include "workers/extract/scan.h"

struct number {
	uint32_t end; /* behind it */
	double value;
	double max;	/* 0: no range (三四十 -> 30 to 40, 数亿 -> 1e8 to 9e8) */
	double scale;	/* of its last 万, 亿, million …; 1: none */
	bool approx;	/* 几, 多, 余, 数 */
	bool arabic;	/* starts with a digit 0-9 */
	bool plain;	/* only such digits: may be a year, a day */
	bool decimal;	/* has a fraction */
	bool pair;	/* two Chinese digits such as 三八: a number before 折 only */
	bool bare;	/* a scale without a number, 百亿: needs a modifier or a unit */
	bool single;	/* one Chinese digit */
	bool fraction;	/* N分之M, N/M */
	bool percent;	/* 百分之, 千分之 …: value is 0..100 */
	uint32_t inner; /* where M of 百分之M starts, else 0 */
};

/* The digit that a Chinese numeral stands for; -1 for none. Formal ones, too (壹). */
int numeral_digit(uint32_t code);

/* Of 十 百 千, 万 亿 兆 and their formal forms: what they stand for, 0 for others. */
double numeral_unit(uint32_t code);
double numeral_scale(uint32_t code);

/* Reads digits 0-9 with separators and a fraction. */
bool number_read_arabic(const struct scan *s, uint32_t at, struct number *ret);

/* Reads a number without sign or fraction bar; Arabic, Chinese or mixed. */
bool number_read_chain(const struct scan *s, uint32_t at, struct number *ret);

/* Reads any number that starts at `at`, sign included. */
bool number_read(const struct scan *s, uint32_t at, struct number *ret);
