/* The classes of mentions: what rules and `newswire explain` call them. */
#pragma once

/* MENTION(symbol): the name under which rules and `newswire explain` know it. */
#define MENTION_CLASSES(MENTION)                                             \
	MENTION(NUMBER)                                                      \
	MENTION(PERCENT)                                                     \
	MENTION(MONEY)                                                       \
	MENTION(SHARES)	  /* 3,852.98万股 */                               \
	MENTION(COUNT)	  /* a number with a measure: 62人, 300多万次 */ \
	MENTION(DATE)	  /* a day, month, year, or a range of them */       \
	MENTION(DURATION) /* 三个月 */                                    \
	MENTION(TIME)	  /* of day */                                       \
	MENTION(ROUND)	  /* A轮, 天使轮, Pre-A */                       \
	MENTION(ORG)                                                         \
	MENTION(PERSON)                                                      \
	MENTION(PRODUCT)                                                     \
	MENTION(FUND)                                                        \
	MENTION(EXCHANGE)                                                    \
	MENTION(POST) /* 首席执行官, CTO */                             \
	MENTION(PLACE)

#define MENTION_ENUM(name) MENTION_##name,
enum mention_class { MENTION_CLASSES(MENTION_ENUM) N_MENTION_CLASSES };
#undef MENTION_ENUM

const char *mention_class_name(enum mention_class c);

/* The class called `name`; N_MENTION_CLASSES when there is none. */
enum mention_class mention_class_find(const char *name);
