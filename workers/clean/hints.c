#include "workers/clean/hints.h"

#include <ctype.h>
#include <errno.h>

#include "protocol/base/log.h"

enum {
	GOOD = HINT_GOOD,
	MAYBE = HINT_MAYBE,
	BODY = HINT_BODY,
	BAD = HINT_BAD,
	UNLIKELY = HINT_UNLIKELY,
	CHROME = HINT_CHROME,
	HIDDEN = HINT_HIDDEN,
	BYLINE = HINT_BYLINE,
	CAPTION = HINT_CAPTION,
	TALK = HINT_TALK,
	WORD = 1 << 15, /* see hints.def */
};

static const struct {
	const char *word;
	unsigned flags;
} known[] = {
#define HINT(word, flags) { word, flags },
#include "workers/clean/hints.def"
#undef HINT
};

enum { N_LETTERS = 28, MAX_STATES = 1600 };

/* Aho and Corasick's automaton. */
struct hints {
	uint16_t next[MAX_STATES][N_LETTERS];
	uint16_t fail[MAX_STATES];
	uint8_t depth[MAX_STATES]; /* length of the word that ends here, or 0 */
	unsigned flags[MAX_STATES];
	uint16_t shorter[MAX_STATES]; /* the next state down that ends a word */
	size_t n;
};

static unsigned letter(char c)
{
	if (isalpha((unsigned char)c))
		return (unsigned)(tolower((unsigned char)c) - 'a');
	return c == '-' ? 26 : 27; /* all else is as good as an underscore */
}

static int add_word(struct hints *h, const char *word, unsigned flags)
{
	size_t state = 0;

	for (const char *s = word; *s; s++) {
		uint16_t *next = &h->next[state][letter(*s)];

		if (!*next) {
			if (h->n == MAX_STATES)
				return nw_fault(-ENOSPC, "hints: too many words");
			*next = (uint16_t)h->n++;
		}
		state = *next;
	}
	h->depth[state] = (uint8_t)strlen(word);
	h->flags[state] = flags;
	return 0;
}

/* Breadth first: where to go on when the next letter does not fit. */
static void link_states(struct hints *h)
{
	uint16_t queue[MAX_STATES];
	size_t head = 0, tail = 0;

	queue[tail++] = 0;
	while (head < tail) {
		uint16_t s = queue[head++];

		for (size_t c = 0; c < N_LETTERS; c++) {
			uint16_t t = h->next[s][c];
			uint16_t back = s ? h->next[h->fail[s]][c] : 0;

			if (!t) {
				h->next[s][c] = back;
				continue;
			}
			h->fail[t] = back;
			h->shorter[t] = h->depth[back] ? back : h->shorter[back];
			queue[tail++] = t;
		}
	}
}

int hints_open(struct hints **ret)
{
	NW_CLEANUP(hints_closep) struct hints *h = calloc(1, sizeof(*h));
	int r;

	if (!h)
		return nw_fault(-ENOMEM, "hints: allocate");
	h->n = 1;
	for (size_t i = 0; i < NW_ARRAY_LEN(known); i++) {
		r = add_word(h, known[i].word, known[i].flags);
		if (r < 0)
			return r;
	}
	link_states(h);
	*ret = nw_take(h);
	return 0;
}

/* Whether a word begins at `at`: nothing of the same word before it. */
static bool starts_word(const char *names, size_t at)
{
	if (at == 0 || !isalpha((unsigned char)names[at - 1]))
		return true;
	return islower((unsigned char)names[at - 1]) && isupper((unsigned char)names[at]);
}

static bool ends_word(const char *names, size_t end)
{
	return !islower((unsigned char)names[end]);
}

unsigned hints_find(const struct hints *h, const char *names)
{
	unsigned found = 0;
	size_t state = 0;

	for (size_t i = 0; names[i]; i++) {
		state = h->next[state][letter(names[i])];
		for (size_t s = state; s; s = h->shorter[s]) {
			size_t start = i + 1 - h->depth[s];

			if (!h->depth[s])
				continue;
			if (!(h->flags[s] & WORD) ||
			    (starts_word(names, start) && ends_word(names, i + 1)))
				found |= h->flags[s];
		}
	}
	return found & ~(unsigned)WORD;
}

struct hints *hints_close(struct hints *h)
{
	free(h);
	return NULL;
}
