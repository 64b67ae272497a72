/* A structured event between its maker and its readers.
 *
 * A worker writes it in the pipe form: what the broker filters by stands outside the
 * JSON, so that nobody parses it to route it:
 *
 *	form         u8, 1
 *	zero         3 bytes
 *	lengths      8 x u32, little endian: id, type, subject, key, content, lang,
 *		     names, data
 *	the eight    one behind the other
 *
 * `names` is a row of (u16 little endian length, bytes): the canonical names of the
 * entities it is about, folded (protocol/base/fold.h). `data` is the JSON object that
 * subscribers get, without "rev" and "supersedes": those are the broker's to give. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol/base/buf.h"

enum {
	EVENT_HEADER_BYTES = 36,
	EVENT_MAX_ID_BYTES = 128,  /* id, key, content */
	EVENT_MAX_TYPE_BYTES = 32, /* a-z 0-9 _, begins with a letter */
	EVENT_MAX_LANG_BYTES = 16, /* A-Z a-z 0-9 -; "und" when not known */
	EVENT_MAX_SUBJECT_BYTES = 1024,
	EVENT_MAX_NAME_BYTES = 1024,
	EVENT_MAX_NAMES_BYTES = 32 << 10,
	EVENT_MAX_DATA_BYTES = 1 << 20,
};

enum event_outcome {
	EVENT_BAD = 1, /* no event in the pipe form */
};

struct event_text {
	const char *s; /* not ended by a NUL */
	size_t len;
};

/* Points into somebody's bytes. */
struct event_view {
	struct event_text id;	   /* printable ASCII, never empty */
	struct event_text type;	   /* short: "funding" */
	struct event_text subject; /* may be empty, as may key */
	struct event_text key;
	struct event_text content; /* a hash of what it says: another one under the same
				    * id is a new version. Empty: all of `data` counts.
				    * Of a retraction: the type it takes back */
	struct event_text lang;
	struct event_text names; /* as event_put_name() makes it */
	struct event_text data;	 /* a JSON object with at least one member */
};

/* What the broker adds when it publishes. */
struct event_stamp {
	const char *node;    /* letters, digits, dot, dash: goes into the JSON as it is */
	uint64_t seq;	     /* 0: offline, neither time nor sequence is written */
	uint64_t time_ms;    /* since 1970, UTC */
	unsigned rev;	     /* from 1 */
	uint64_t supersedes; /* the sequence of the version before, or 0 */
};

/* A string of C's as a text. */
struct event_text event_text(const char *s);

/* Appends one folded name to a row of names. Names too long are left out. */
int event_put_name(struct buf *names, const char *folded, size_t len);

/* The next of `names` from *at on (0 at first): true, or false behind the last. */
bool event_next_name(const struct event_view *e, size_t *at, struct event_text *ret);
bool event_has_name(const struct event_view *e, const char *folded, size_t len);

/* Appends the pipe form. 0, EVENT_BAD when it would not be read back, -ENOMEM. */
int event_put(struct buf *out, const struct event_view *e);

/* Looks at the pipe form, made by somebody who may be anybody: all of the above is
 * checked, `data` to the last byte. 0 or EVENT_BAD; the view points into `bytes`. */
int event_split(const char *bytes, size_t len, struct event_view *ret);

/* Appends the CloudEvents JSON that subscribers get. */
int event_put_published(struct buf *out, const struct event_view *e,
			const struct event_stamp *stamp);

/* Appends the tap's topic: newswire.funding.v1/zh-Hans */
int event_put_topic(struct buf *out, const struct event_view *e);
