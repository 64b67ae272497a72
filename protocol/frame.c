#include "protocol/frame.h"

#include <inttypes.h>
#include <string.h>

#include "protocol/base/json.h"

#define PREFIX "NW1/"

enum { PREFIX_LEN = sizeof(PREFIX) - 1, MAX_VERB_BYTES = 32 };

static const struct {
	const char *text;
	size_t len;
	enum frame_socket socket;
	bool from_client, body;
} verbs[N_VERBS] = { [VERB_NONE] = { "", 0, FRAME_ON_ANY, false, false },
#define X(name, word, socket, from_client, body)                                         \
	[VERB_##name] = { PREFIX word, PREFIX_LEN + sizeof(word) - 1, FRAME_ON_##socket, \
			  from_client, body },
		     FRAME_VERBS(X)
#undef X
};

static const char *const codes[N_FRAME_REFUSALS] = {
	[FRAME_REFUSED_DEALER] = "dealer",
	[FRAME_REFUSED_VERSION] = "version",
	[FRAME_REFUSED_VERB] = "verb",
	[FRAME_REFUSED_PARTS] = "parts",
	[FRAME_REFUSED_HEAD] = "head",
	[FRAME_REFUSED_BODY] = "body",
	[FRAME_REFUSED_FIELD] = "field",
	[FRAME_REFUSED_SUBSCRIPTION] = "subscription",
	[FRAME_REFUSED_READ_ONLY] = "read-only",
};

const char *frame_verb_text(enum nw_verb verb, size_t *ret_len)
{
	if (ret_len)
		*ret_len = verbs[verb].len;
	return verbs[verb].text;
}

bool frame_verb_has_body(enum nw_verb verb)
{
	return verbs[verb].body;
}

const char *frame_refusal_code(enum frame_refusal refusal)
{
	return codes[refusal];
}

/* "NW" and a number and "/", but not our number. */
static bool is_other_version(const char *s, size_t len)
{
	size_t i = 2;

	if (len < PREFIX_LEN || memcmp(s, "NW", 2) != 0)
		return false;
	while (i < len && s[i] >= '0' && s[i] <= '9')
		i++;
	return i > 2 && i < len && s[i] == '/';
}

int frame_read_verb(const void *frame0, size_t len, enum nw_verb *ret)
{
	const char *s = frame0;

	*ret = VERB_NONE;
	if (len == 0)
		return FRAME_REFUSED_DEALER;
	if (len < PREFIX_LEN || memcmp(s, PREFIX, PREFIX_LEN) != 0)
		return is_other_version(s, len) ? FRAME_REFUSED_VERSION
						: FRAME_REFUSED_VERB;
	for (enum nw_verb v = VERB_NONE + 1; v < N_VERBS; v++) {
		if (verbs[v].len == len && memcmp(verbs[v].text, s, len) == 0) {
			*ret = v;
			return 0;
		}
	}
	return FRAME_REFUSED_VERB;
}

static int refuse(enum frame_refusal refusal, const char *why,
		  char reason[FRAME_MAX_REASON])
{
	snprintf(reason, FRAME_MAX_REASON, "%s", why);
	return refusal;
}

static int refuse_verb(enum frame_refusal refusal, char reason[FRAME_MAX_REASON])
{
	static const char *const why[] = {
		[FRAME_REFUSED_DEALER] = "the first frame is empty, as a REQ socket "
					 "sends it: use a DEALER",
		[FRAME_REFUSED_VERSION] = "this broker speaks version 1 only",
		[FRAME_REFUSED_VERB] = "the first frame is to be NW1/ and a known verb",
	};

	return refuse(refusal, why[refusal], reason);
}

static int check_place(enum nw_verb verb, enum frame_socket socket, bool from_client,
		       char reason[FRAME_MAX_REASON])
{
	static const char *const names[] = {
		[FRAME_ON_ANY] = "any",
		[FRAME_ON_SUBMIT] = "submit",
		[FRAME_ON_SUBSCRIBE] = "subscribe",
		[FRAME_ON_CONTROL] = "control",
	};

	if (verbs[verb].from_client != from_client)
		return refuse(FRAME_REFUSED_VERB, "this verb is the other side's to say",
			      reason);
	if (verbs[verb].socket == FRAME_ON_ANY || verbs[verb].socket == socket)
		return 0;
	snprintf(reason, FRAME_MAX_REASON, "%s belongs on the %s socket, this is %s",
		 verbs[verb].text, names[verbs[verb].socket], names[socket]);
	return FRAME_REFUSED_VERB;
}

static int take_head(const struct frame_part *parts, size_t n, struct frame_message *ret,
		     char reason[FRAME_MAX_REASON])
{
	if (n < 2 || parts[1].len == 0)
		return 0;
	if (parts[1].len > FRAME_MAX_HEAD_BYTES)
		return refuse(FRAME_REFUSED_HEAD, "the head is longer than 64 KiB",
			      reason);
	ret->head = parts[1];
	return 0;
}

/* Of a body that may be absent, such as that of `ok`, only the length counts. */
static int take_body(const struct frame_part *parts, size_t n, size_t max_bytes,
		     struct frame_message *ret, char reason[FRAME_MAX_REASON])
{
	bool wanted = verbs[ret->verb].body;

	if (n < 3) {
		if (ret->verb == VERB_SUBMIT || ret->verb == VERB_EVENT)
			return refuse(FRAME_REFUSED_BODY, "there is no body", reason);
		return 0;
	}
	if (!wanted)
		return refuse(FRAME_REFUSED_PARTS, "this verb has no body", reason);
	if (parts[2].len == 0 && ret->verb != VERB_OK)
		return refuse(FRAME_REFUSED_BODY, "the body is empty", reason);
	if (parts[2].len > max_bytes) {
		snprintf(reason, FRAME_MAX_REASON, "the body is longer than %zu bytes",
			 max_bytes);
		return FRAME_REFUSED_BODY;
	}
	ret->body = parts[2];
	return 0;
}

int frame_read(const struct frame_part *parts, size_t n, enum frame_socket socket,
	       bool from_client, size_t max_body_bytes, struct frame_message *ret,
	       char reason[FRAME_MAX_REASON])
{
	int r;

	*ret = (struct frame_message){ .head = { "{}", 2 } };
	if (n == 0)
		return refuse(FRAME_REFUSED_PARTS, "there is no frame", reason);
	r = frame_read_verb(parts[0].data, parts[0].len, &ret->verb);
	if (r != 0)
		return refuse_verb(r, reason);
	r = check_place(ret->verb, socket, from_client, reason);
	if (r != 0)
		return r;
	if (n > FRAME_MAX_PARTS)
		return refuse(FRAME_REFUSED_PARTS, "there are more than three frames",
			      reason);
	r = take_head(parts, n, ret, reason);
	return r != 0 ? r : take_body(parts, n, max_body_bytes, ret, reason);
}

char *frame_seq(uint64_t seq, char out[FRAME_SEQ_DIGITS + 1])
{
	out[FRAME_SEQ_DIGITS] = '\0';
	for (int i = FRAME_SEQ_DIGITS - 1; i >= 0; i--) {
		out[i] = (char)('0' + seq % 10);
		seq /= 10;
	}
	return out;
}

int frame_parse_seq(const char *text, size_t len, uint64_t *ret)
{
	uint64_t value = 0;

	if (len == 0 || len > FRAME_SEQ_DIGITS)
		return 1;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9' ||
		    __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, (uint64_t)(text[i] - '0'), &value))
			return 1;
	}
	*ret = value;
	return 0;
}
