/* libnewswire: hand articles to a newswire broker, receive its events, ask it things.
 *
 * Everything that the protocol (PROTOCOL.md) asks of a good client is done here: a
 * window of unanswered articles that are sent again when the line broke, credit, the
 * chain of sequences, resuming after a restart.
 *
 * No function blocks longer than the timeout it is given (0: not at all; negative: for
 * ever). Objects belong to one thread at a time; several objects are independent.
 * Strings are UTF-8 and ended by a NUL. What a function hands out in a struct belongs
 * to the object and lives until the next call on it, unless it says otherwise.
 *
 * Results: 0 done; positive, an enum nw_result that the caller acts on; negative,
 * -errno of a fault after which the object can only be closed.
 *
 * Link with -lnewswire (pkg-config: newswire). */
#ifndef NEWSWIRE_H
#define NEWSWIRE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum nw_result {
	NW_NOTHING = 1, /* nothing came within the timeout */
	NW_FULL,	/* the window is full: take answers first */
	NW_INVALID,	/* what was given cannot be sent (a length, a name, UTF-8) */
	NW_LOST,	/* subscriber: events were dropped by retention, see the event */
	NW_ENDED,	/* subscriber: another one uses the durable name now */
	NW_REFUSED,	/* the broker does not want it; code and reason say why */
};

/* Where the broker is and who we are. Any member may be NULL. */
struct nw_options {
	const char *endpoint; /* NULL: the default address of the socket it is for */
	const char *agent;    /* for the broker's log: "crawler/3" */

	/* CURVE keys (Z85); with `server_key` the connection is encrypted, then all
	 * three are needed. */
	const char *server_key, *public_key, *secret_key;
};

/* ---- Articles in ---------------------------------------------------------- */

/* Members that are NULL or 0 are not said. `id`, else `url`, else a hash of the body
 * tells the article from others. */
struct nw_article {
	const char *id, *url, *title, *source;
	const char *published, *fetched; /* ISO 8601 */
	const char *content_type, *charset;
	const char *headers; /* of HTTP: a JSON object of strings */
	unsigned status;     /* of HTTP */
	int gzip;	     /* the body is compressed so */
	int bulk;	     /* an archive: waits when live articles come */
	const void *body;
	size_t body_len; /* at least 1 */
};

enum nw_verdict { NW_KEPT, NW_DUPLICATE, NW_NOT_WANTED, NW_GIVEN_UP };

struct nw_answer {
	enum nw_verdict verdict;
	void *token;	/* as given to nw_submit() */
	const char *id; /* what the broker calls the article; NULL when not wanted */
	unsigned rev;	/* version of this id, from 1 */
	uint64_t seq;	/* its place in the journal */
	const char *code, *reason; /* why it is not wanted, else NULL */
};

struct nw_producer;

/* Connects; that the broker is there is not waited for. At most `window` articles
 * (0: 256; 65,536 at most) are unanswered at a time; they are kept in memory. On 0
 * the caller owns *ret. NW_INVALID: a bad endpoint or key. */
int nw_producer_open(struct nw_producer **ret, const struct nw_options *options,
		     unsigned window);

/* Hands over an article; everything is copied. It stays with the producer, who sends
 * it again when no answer comes, until nw_answer() has returned its answer. `token` is
 * the caller's. 0, NW_FULL, NW_INVALID. */
int nw_submit(struct nw_producer *p, const struct nw_article *article, void *token);

/* The next answer; also what sends again, so call it regularly. 0, NW_NOTHING (also
 * when a signal came), NW_REFUSED: the broker refuses to talk to us at all; code and
 * reason are in *ret. */
int nw_answer(struct nw_producer *p, struct nw_answer *ret, int timeout_ms);

size_t nw_producer_pending(const struct nw_producer *p); /* without an answer yet */
int nw_producer_connected(const struct nw_producer *p);	 /* 1, or 0: not at the moment */

/* Why the broker was busy when it last said so, or NULL when it no longer is. */
const char *nw_producer_busy(const struct nw_producer *p);

/* For an event loop: when the descriptor is readable, or after the timeout (-1: none),
 * call nw_answer() with timeout 0 until it says NW_NOTHING. */
int nw_producer_fd(const struct nw_producer *p);
int nw_producer_timeout_ms(const struct nw_producer *p);

/* Gives up an article that has no answer yet (it may be kept all the same), so that its
 * token can be released: 0 with NW_GIVEN_UP, or NW_NOTHING when there is none. */
int nw_give_up(struct nw_producer *p, struct nw_answer *ret);

/* Forgets what is unanswered. Returns NULL; NULL is fine. */
struct nw_producer *nw_producer_close(struct nw_producer *p);

/* ---- Events out ----------------------------------------------------------- */

/* Lists end in NULL; NULL is an empty one, which stands for all. */
struct nw_subscription {
	const char *from;    /* "now" (NULL), "begin", a sequence, or an ISO 8601 time */
	const char *durable; /* a name: the broker keeps the position */
	const char *const *types; /* "funding" */
	const char *const *names; /* of entities, in any script and case */
	const char *const *langs;
	unsigned credit; /* events on the way at most; 0: 1,000 */
};

struct nw_event {
	uint64_t seq;
	const char *json; /* CloudEvents, ended by a NUL */
	size_t json_len;

	/* NW_LOST: what is behind lost_from, up to and with lost_to, is gone. */
	uint64_t lost_from, lost_to;

	const char *code, *reason; /* NW_LOST, NW_ENDED, NW_REFUSED: why */
};

struct nw_subscriber;

/* On 0 the caller owns *ret. NW_INVALID: as above, or `from` is none of the four. */
int nw_subscriber_open(struct nw_subscriber **ret, const struct nw_options *options,
		       const struct nw_subscription *subscription);

/* The next event, each one once and in order, across restarts of the broker: 0.
 * NW_NOTHING, NW_LOST (goes on after it), NW_ENDED and NW_REFUSED (do not). */
int nw_subscriber_next(struct nw_subscriber *s, struct nw_event *ret, int timeout_ms);

/* Durable: everything up to and with `seq` is processed and need not come again after
 * a restart of the caller. The broker is told in time, at the latest on close. */
int nw_subscriber_done(struct nw_subscriber *s, uint64_t seq);

/* Everything up to here was handed out or is not for this subscription: pass it as
 * `from` to go on later. 0 before the broker has answered. */
uint64_t nw_subscriber_position(const struct nw_subscriber *s);
int nw_subscriber_connected(const struct nw_subscriber *s);

/* 1 when the broker has answered: what is published from now on will come. */
int nw_subscriber_ready(const struct nw_subscriber *s);

/* As for a producer, with nw_subscriber_next(). */
int nw_subscriber_fd(const struct nw_subscriber *s);
int nw_subscriber_timeout_ms(const struct nw_subscriber *s);

/* Tells the broker what is done and that we go. Returns NULL; NULL is fine. */
struct nw_subscriber *nw_subscriber_close(struct nw_subscriber *s);

/* ---- Questions ------------------------------------------------------------ */

/* Belongs to the caller, who ends it with nw_reply_free(). */
struct nw_reply {
	char *json; /* the head of the answer, ended by a NUL */
	char *body; /* NULL when there is none */
	size_t json_len, body_len;
};

/* Asks on the control socket: `verb` is "status", "dead.list", …, `json` an object or
 * NULL. 0: the broker answered `ok`. NW_REFUSED: it answered with `code` and `reason`
 * in reply->json. NW_NOTHING: no answer within the timeout, *reply is empty. */
int nw_ask(struct nw_reply *reply, const struct nw_options *options, const char *verb,
	   const char *json, int timeout_ms);
void nw_reply_free(struct nw_reply *reply);

const char *nw_version(void); /* of the library */

#ifdef __cplusplus
}
#endif

#endif
