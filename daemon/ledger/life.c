#include "daemon/ledger/life.h"

#include <stdbool.h>

struct step {
	bool possible;
	enum life_state next;
};

#define TO(state)                  \
	{                          \
		true, LIFE_##state \
	}

static const struct step steps[LIFE_N_STATES][LIFE_N_HAPPENINGS] = {
	[LIFE_WAITING] = {
		[LIFE_TAKEN]     = TO(ASSIGNED),
		[LIFE_GIVEN_UP]  = TO(DEAD),
	},
	[LIFE_ASSIGNED] = {
		[LIFE_EXTRACTED] = TO(DONE),
		[LIFE_RETURNED]  = TO(WAITING),
		[LIFE_FAILED]    = TO(WAITING),
		[LIFE_GIVEN_UP]  = TO(DEAD),
	},
	[LIFE_DEAD] = {
		[LIFE_RETRIED]   = TO(WAITING),
		[LIFE_LET_GO]    = TO(DROPPED),
	},
};

int life_step(enum life_state *state, enum life_happening happening)
{
	const struct step *step = &steps[*state][happening];

	if (!step->possible)
		return LIFE_IMPOSSIBLE;
	*state = step->next;
	return 0;
}

const char *life_state_word(enum life_state state)
{
#define LIFE_WORD(name, word) [LIFE_##name] = word,
	static const char *const words[] = { LIFE_STATES(LIFE_WORD) };
#undef LIFE_WORD

	return words[state];
}
