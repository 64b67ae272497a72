/* The messages between the broker and its ZeroMQ clients (PROTOCOL.md): at most three
 * frames, the first says version and verb, the second is a JSON object, the third the
 * body of the verbs that have one. Nothing here knows ZeroMQ or allocates; where the
 * bytes live is the caller's affair. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol/base/buf.h"

enum {
	FRAME_VERSION = 1,
	FRAME_MAX_PARTS = 3,
	FRAME_MAX_HEAD_BYTES = 64 << 10,
	FRAME_DEFAULT_MAX_BODY_BYTES = 16 << 20,
	FRAME_MAX_REASON = 256, /* of a reason, with its NUL */
	FRAME_SEQ_DIGITS = 20,
};

/* A client has to say something on the subscribe socket at least this often. */
enum { FRAME_ALIVE_MS = 30000 };

/* name, as on the wire, the socket it belongs to, whether the client says it, whether
 * it has a body */
#define FRAME_VERBS(X)                                        \
	X(OPEN, "open", SUBMIT, true, false)                  \
	X(OPENED, "opened", SUBMIT, false, false)             \
	X(SUBMIT, "submit", SUBMIT, true, true)               \
	X(KEPT, "kept", SUBMIT, false, false)                 \
	X(DUPLICATE, "duplicate", SUBMIT, false, false)       \
	X(BUSY, "busy", SUBMIT, false, false)                 \
	X(SUBSCRIBE, "subscribe", SUBSCRIBE, true, false)     \
	X(SUBSCRIBED, "subscribed", SUBSCRIBE, false, false)  \
	X(EVENT, "event", SUBSCRIBE, false, true)             \
	X(CREDIT, "credit", SUBSCRIBE, true, false)           \
	X(HEARTBEAT, "heartbeat", SUBSCRIBE, false, false)    \
	X(ALIVE, "alive", SUBSCRIBE, true, false)             \
	X(LOST, "lost", SUBSCRIBE, false, false)              \
	X(UNSUBSCRIBE, "unsubscribe", SUBSCRIBE, true, false) \
	X(ENDED, "ended", SUBSCRIBE, false, false)            \
	X(STATUS, "status", CONTROL, true, false)             \
	X(DRAIN, "drain", CONTROL, true, false)               \
	X(RELOAD, "reload", CONTROL, true, false)             \
	X(DEAD_LIST, "dead.list", CONTROL, true, false)       \
	X(DEAD_SHOW, "dead.show", CONTROL, true, false)       \
	X(DEAD_RETRY, "dead.retry", CONTROL, true, false)     \
	X(DEAD_DROP, "dead.drop", CONTROL, true, false)       \
	X(OK, "ok", CONTROL, false, true)                     \
	X(ERROR, "error", CONTROL, false, false)              \
	X(REFUSED, "refused", ANY, false, false)

enum nw_verb {
	VERB_NONE,
#define X(name, text, socket, from_client, body) VERB_##name,
	FRAME_VERBS(X)
#undef X
		N_VERBS,
};

enum frame_socket { FRAME_ON_ANY, FRAME_ON_SUBMIT, FRAME_ON_SUBSCRIBE, FRAME_ON_CONTROL };

/* Why a message is refused, in the order of frame_refusal_code()'s words. */
enum frame_refusal {
	FRAME_REFUSED_DEALER = 1,   /* "dealer": an empty first frame; a REQ socket */
	FRAME_REFUSED_VERSION,	    /* "version": NW, but another number */
	FRAME_REFUSED_VERB,	    /* "verb": unknown, or not for this socket */
	FRAME_REFUSED_PARTS,	    /* "parts": too many or too few frames */
	FRAME_REFUSED_HEAD,	    /* "head": too long, or no JSON object */
	FRAME_REFUSED_BODY,	    /* "body": too long, or absent where one is needed */
	FRAME_REFUSED_FIELD,	    /* "field": a member of the head is wrong */
	FRAME_REFUSED_SUBSCRIPTION, /* "subscription": none on this connection */
	FRAME_REFUSED_READ_ONLY,    /* "read-only": the journal takes nothing more */
	N_FRAME_REFUSALS,
};

/* Why a subscription ended, in the order of the words of `ended`. */
enum frame_end {
	FRAME_END_ASKED,    /* "unsubscribed" */
	FRAME_END_TAKEN,    /* "taken": a newer connection uses the durable name */
	FRAME_END_SILENT,   /* "silent": nothing was heard from the client */
	FRAME_END_STOPPING, /* "stopping": the broker stops */
};

struct frame_part {
	const char *data;
	size_t len;
};

/* A message, pointing into its parts. A head that was left out is "{}". */
struct frame_message {
	enum nw_verb verb;
	struct frame_part head;
	struct frame_part body; /* NULL, 0 when there is none */
};

/* "NW1/submit", ended by a NUL; "" for VERB_NONE. *ret_len may be NULL. */
const char *frame_verb_text(enum nw_verb verb, size_t *ret_len);
bool frame_verb_has_body(enum nw_verb verb);
const char *frame_refusal_code(enum frame_refusal refusal);

/* What frame 0 says: 0, or FRAME_REFUSED_DEALER, _VERSION, _VERB. */
int frame_read_verb(const void *frame0, size_t len, enum nw_verb *ret);

/* Reads a whole message that a client (`from_client`) or the broker sent on `socket`.
 * `n` may be above FRAME_MAX_PARTS; only that many parts are looked at. The head's
 * length is checked, its JSON not. 0, or an enum frame_refusal with a sentence for
 * the peer in `reason`; then ret->verb is what could be read of it. */
int frame_read(const struct frame_part *parts, size_t n, enum frame_socket socket,
	       bool from_client, size_t max_body_bytes, struct frame_message *ret,
	       char reason[FRAME_MAX_REASON]);

/* A sequence as on the wire, 20 digits and a NUL. Returns `out`. */
char *frame_seq(uint64_t seq, char out[FRAME_SEQ_DIGITS + 1]);

/* Reads one, also with fewer digits: 0, or 1 when it is none. */
int frame_parse_seq(const char *text, size_t len, uint64_t *ret);

/* Heads of answers (answer.c), each a whole JSON object appended to `head`; 0 or -ENOMEM.
 * `n` is the client's number, FRAME_NO_N when it gave none. */
#define FRAME_NO_N  UINT64_MAX
#define FRAME_MAX_N ((UINT64_C(1) << 53) - 1)

int frame_put_kept(struct buf *head, uint64_t n, const char *id, unsigned rev,
		   uint64_t seq); /* also for `duplicate` */
int frame_put_busy(struct buf *head, uint64_t n, unsigned retry_after_ms,
		   const char *reason);
/* With FRAME_REFUSED_VERSION it lists the versions spoken. */
int frame_put_refused(struct buf *head, uint64_t n, enum frame_refusal refusal,
		      const char *reason);
int frame_put_event(struct buf *head, uint64_t seq, uint64_t prev);
int frame_put_lost(struct buf *head, uint64_t from, uint64_t to, const char *reason);
int frame_put_heartbeat(struct buf *head, uint64_t high, uint64_t at);
int frame_put_ended(struct buf *head, enum frame_end end, const char *reason);
