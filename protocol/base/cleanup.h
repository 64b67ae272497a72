/* Ownership that ends where the scope ends.
 *
 * A destructor takes NULL and half-built objects and returns NULL:
 *
 *	struct thing *thing_free(struct thing *t);
 *	NW_DEFINE_CLEANUP(struct thing *, thing_free);
 *
 *	NW_CLEANUP(thing_freep) struct thing *t = NULL;
 *	...
 *	*ret = nw_take(t);
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NW_CLEANUP(fn) __attribute__((cleanup(fn)))

/* Defines `fn##p`, which ends what the variable holds with `fn`. */
#define NW_DEFINE_CLEANUP(type, fn)                               \
	static inline __attribute__((unused)) void fn##p(type *p) \
	{                                                         \
		if (*p)                                           \
			fn(*p);                                   \
	}                                                         \
	struct nw_semicolon_after_##fn

/* Hands the pointer on and forgets it, so that the cleanup finds NULL. */
#define nw_take(p)                             \
	({                                     \
		__typeof__(p) nw_taken_ = (p); \
		(p) = NULL;                    \
		nw_taken_;                     \
	})

#define NW_PRINTF(fmt, first) __attribute__((format(printf, fmt, first), nonnull(fmt)))

#define NW_ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

static inline __attribute__((unused)) void nw_freep(void *p)
{
	free(*(void **)p);
}

static inline __attribute__((unused)) void nw_closep(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline __attribute__((unused)) void nw_fclosep(FILE **f)
{
	if (*f)
		fclose(*f);
}
