/* Days of the Gregorian calendar, and how a date is written at the precision known. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "workers/arena.h"
#include "workers/extract/mention.h"

/* What is known of a date; 0 for what is not. */
struct date {
	int year, month, day;
};

bool date_exists(struct date d);

/* Days since 1970-01-01; `d` must be complete. */
int64_t date_to_days(struct date d);
struct date date_of_days(int64_t days);

/* 0 is Monday. */
int date_weekday(struct date d);

/* `d` moved by months; the day is kept if there is one and the month has it, else it
 * becomes the month's last. */
struct date date_add_months(struct date d, int months);

/* "2023-06-25", "2023-06", "2023", "--06-25", "--06"; NULL when nothing is known or
 * there is no such day. */
const char *date_text(struct arena *a, struct date d);

/* The year that a month (and day) without one most likely means in a text published on
 * `published`: the same, or the one before when it would lie far ahead. 0 if unknown. */
int date_likely_year(struct date d, const struct publication_date *published);
