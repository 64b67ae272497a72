/* What a subscriber asks for: the head of `subscribe`, read with care, and whether an
 * event is what it wants. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "daemon/ledger/positions.h"
#include "protocol/event.h"
#include "protocol/frame.h"

enum wish_from { WISH_NOW, WISH_BEGIN, WISH_SEQ, WISH_TIME };

enum {
	WISH_MAX_TYPES = 64,
	WISH_MAX_NAMES = 256,
	WISH_MAX_LANGS = 16,
	WISH_MAX_CREDIT = 100000,
	WISH_DEFAULT_CREDIT = 1000,
};

/* Texts, each ended by a NUL, one behind the other. */
struct wish_list {
	struct buf texts;
	size_t n;
};

struct wish {
	uint64_t n; /* the client's number, or FRAME_NO_N */
	enum wish_from from;
	uint64_t from_value;		     /* a sequence, or wall ms */
	char durable[POSITION_MAX_NAME + 1]; /* "" for none */
	struct wish_list types;		     /* short: "funding" */
	struct wish_list names;		     /* folded */
	struct wish_list langs;
	uint64_t credit;
};

enum wish_outcome { WISH_BAD = 1 /* the reason says why */ };

/* 0: end it with wish_free(). WISH_BAD with a sentence for the client. -ENOMEM. */
int wish_read(struct wish *ret, struct frame_part head, char reason[FRAME_MAX_REASON]);
void wish_free(struct wish *w);

/* Only type, content, lang and names of the view are looked at. */
bool wish_wants(const struct wish *w, const struct event_view *event);
