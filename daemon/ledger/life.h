/* The states of an article, as one table that reads as sentences. */
#pragma once

/* LIFE_STATE(symbol, word in status and logs) */
#define LIFE_STATES(LIFE_STATE)                                              \
	LIFE_STATE(WAITING, "waiting")	 /* kept; no worker has it */        \
	LIFE_STATE(ASSIGNED, "assigned") /* a worker has it */               \
	LIFE_STATE(DONE, "done")	 /* its outcome is in the journal */ \
	LIFE_STATE(DEAD, "dead")	 /* given up; an operator decides */ \
	LIFE_STATE(DROPPED, "dropped")	 /* an operator let it go */

#define LIFE_HAPPENINGS(LIFE_HAPPENING)                                                 \
	LIFE_HAPPENING(TAKEN, "taken by a worker")                                      \
	LIFE_HAPPENING(EXTRACTED, "extracted")                                          \
	LIFE_HAPPENING(RETURNED, "given back unread")  /* its worker ended before it */ \
	LIFE_HAPPENING(FAILED, "failed in its worker") /* died, overdue, or said so */  \
	LIFE_HAPPENING(GIVEN_UP, "given up")	       /* the last attempt failed */    \
	LIFE_HAPPENING(RETRIED, "retried by an operator")                               \
	LIFE_HAPPENING(LET_GO, "dropped by an operator")

#define LIFE_ENUM(name, word) LIFE_##name,
enum life_state { LIFE_STATES(LIFE_ENUM) LIFE_N_STATES };
enum life_happening { LIFE_HAPPENINGS(LIFE_ENUM) LIFE_N_HAPPENINGS };
#undef LIFE_ENUM

enum life_outcome {
	LIFE_IMPOSSIBLE = 1, /* this cannot happen in this state; nothing changed */
};

/* Moves *state on. 0 or LIFE_IMPOSSIBLE. */
int life_step(enum life_state *state, enum life_happening happening);

const char *life_state_word(enum life_state state);
