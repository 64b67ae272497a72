/* Dates, spans of time and times of day. Dates resolve against the publication date. */
#pragma once

#include "workers/extract/calendar.h"
#include "workers/extract/scan.h"

/* Recognises what starts at `at` and adds its mention. Returns where to go on, `at`
 * itself when nothing starts there. */
uint32_t recognise_date(struct scan *s, uint32_t at);

/* A date as read, before a range is made of two. */
struct date_read {
	struct date d;
	struct date last; /* of a quarter, a half, a week; all 0: `d` alone */
	uint32_t end;	  /* behind it */
	bool relative;	  /* counted from the publication date, or its year was taken */
	bool vague;	  /* 近日: has no value */
};

/* The parts of recognise_date(), one for each way to write dates. */
bool date_read_chinese(const struct scan *s, uint32_t at, struct date_read *ret);
/* The month, quarter and so on behind a year that *ret has already. */
bool date_read_rest(const struct scan *s, uint32_t at, struct date_read *ret);
bool date_read_relative(const struct scan *s, uint32_t at, struct date_read *ret);
bool date_read_digits(const struct scan *s, uint32_t at, struct date_read *ret);
bool date_read_english(const struct scan *s, uint32_t at, struct date_read *ret);
uint32_t recognise_duration(struct scan *s, uint32_t at);
uint32_t recognise_time(struct scan *s, uint32_t at);
